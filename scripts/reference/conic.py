"""Optimal values of conic programs by cvxpy with Clarabel, for packages/numeric/src/conic/fixtures/conic.json.

python scripts/reference/conic.py > packages/numeric/src/conic/fixtures/conic.json

The data of each program come from a formula that the test repeats, so that the table holds numbers only.
"""

import json
import math

import clarabel
import cvxpy as cp
import numpy as np

TIGHT = dict(tol_gap_abs=1e-12, tol_gap_rel=1e-12, tol_feas=1e-12, max_iter=500)


def table(rows, columns, seed):
    """Numbers in [-1, 1) without a random generator: fractional parts of multiples of the golden ratio."""
    golden = (math.sqrt(5) - 1) / 2
    return np.array(
        [[2 * ((golden * (seed + 1) * (1 + i * columns + j) ** 2) % 1.0) - 1 for j in range(columns)] for i in range(rows)]
    )


def solve(problem):
    problem.solve(solver=cp.CLARABEL, **TIGHT)
    assert problem.status in ("optimal", "optimal_inaccurate"), problem.status
    return problem.value


def second_order(n, seed):
    """Highest mean with volatility and tracking error below limits."""
    factor, other, mean = table(n, n, seed), table(n, n, seed + 1), table(1, n, seed + 2)[0]
    w = cp.Variable(n)
    equal = np.full(n, 1 / n)
    limit = 1.2 * np.linalg.norm(factor @ equal)
    limits = [cp.sum(w) == 1, w >= 0, cp.norm(factor @ w) <= limit, cp.norm(other @ (w - equal)) <= 0.5]
    return solve(cp.Problem(cp.Minimize(-mean @ w), limits))


def log_sum_exp(n, k, seed):
    x = cp.Variable(n)
    return solve(cp.Problem(cp.Minimize(cp.log_sum_exp(table(k, n, seed) @ x + table(1, k, seed + 1)[0]))))


def entropy(n, m, seed):
    """Highest entropy of weights with given means."""
    x = cp.Variable(n)
    rows = table(m, n, seed)
    start = (1 + np.arange(n)) / (n * (n + 1) / 2)
    return solve(cp.Problem(cp.Minimize(-cp.sum(cp.entr(x))), [cp.sum(x) == 1, rows @ x == rows @ start]))


def impact(n, seed):
    """Quadratic risk and costs |w - 1/n|^(3/2)."""
    factor, mean = table(n, n, seed), table(1, n, seed + 1)[0]
    w = cp.Variable(n)
    costs = cp.sum(cp.power(cp.abs(w - 1 / n), 1.5))
    objective = 0.5 * cp.sum_squares(factor @ w) - mean @ w + 0.2 * costs
    return solve(cp.Problem(cp.Minimize(objective), [cp.sum(w) == 1, w >= 0]))


print(
    json.dumps(
        {
            "source": f"cvxpy {cp.__version__}, Clarabel {clarabel.__version__}, tolerances 1e-12; scripts/reference/conic.py",
            "secondOrder": [{"n": n, "seed": s, "objective": second_order(n, s)} for n, s in [(3, 1), (10, 2), (30, 3)]],
            "logSumExp": [{"n": n, "k": k, "seed": s, "objective": log_sum_exp(n, k, s)} for n, k, s in [(2, 8, 4), (5, 40, 5)]],
            "entropy": [{"n": n, "m": m, "seed": s, "objective": entropy(n, m, s)} for n, m, s in [(6, 2, 6), (30, 5, 7)]],
            "impact": [{"n": n, "seed": s, "objective": impact(n, s)} for n, s in [(4, 8), (25, 9)]],
        },
        indent=2,
    )
)
