"""Log-optimal portfolios by cvxpy with Clarabel (exponential cones), for packages/optimize/src/fixtures/kelly.json.

    python scripts/reference/kelly.py > packages/optimize/src/fixtures/kelly.json

Returns come from a formula, so that the table holds answers only:
return(t, i) = 0.004 (i + 1) + 0.12 (1 + 0.3 i) sin(1 + 12.9898 t + 78.233 i + t^2 / 7).
"""

import json

import cvxpy as cp
import numpy as np


def returns(periods, size):
    t = np.arange(periods)[:, None]
    i = np.arange(size)[None, :]
    return 0.004 * (i + 1) + 0.12 * (1 + 0.3 * i) * np.sin(1 + 12.9898 * t + 78.233 * i + t**2 / 7)


def solve(periods, size, lower, upper):
    w = cp.Variable(size)
    growth = cp.sum(cp.log(1 + returns(periods, size) @ w)) / periods
    problem = cp.Problem(cp.Maximize(growth), [cp.sum(w) == 1, w >= lower, w <= upper])
    problem.solve(solver=cp.CLARABEL, tol_gap_abs=1e-10, tol_gap_rel=1e-10, tol_feas=1e-10)
    return {
        "periods": periods,
        "size": size,
        "lower": lower,
        "upper": upper,
        "growth": float(problem.value),
        "weights": [float(x) for x in w.value],
    }


cases = [(60, 4, 0, 1), (250, 8, 0, 0.4), (250, 8, -1, 1), (120, 5, -5, 5)]
print(
    json.dumps(
        {"source": f"cvxpy {cp.__version__}, Clarabel, scripts/reference/kelly.py", "cases": [solve(*c) for c in cases]},
        indent=2,
    )
)
