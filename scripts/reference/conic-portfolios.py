"""Portfolio problems that only cones serve, by cvxpy with Clarabel, for packages/optimize/src/solve/conic/fixtures/portfolios.json.

python scripts/reference/conic-portfolios.py > packages/optimize/src/solve/conic/fixtures/portfolios.json

Scenario returns come from a formula that the test repeats. Drawdowns are uncompounded, from a start of 0.
"""

import json
import math

import clarabel
import cvxpy as cp
import numpy as np

T, N = 40, 5
CONFIDENCE = 0.9
TIGHT = dict(tol_gap_abs=1e-12, tol_gap_rel=1e-12, tol_feas=1e-12, max_iter=500)


def returns():
    """Fractional parts of multiples of the golden ratio, as in scripts/reference/conic.py, scaled to daily returns."""
    golden = (math.sqrt(5) - 1) / 2
    share = lambda k, seed: 2 * ((golden * seed * (1 + k) ** 2) % 1.0) - 1
    return np.array(
        [[0.001 + 0.0004 * j + 0.01 * share(t, 3) + 0.01 * share(t * N + j, 7) for j in range(N)] for t in range(T)]
    )


R = returns()
MEAN = R.mean(axis=0)
ROOT = (R - MEAN) / math.sqrt(T - 1)


def variance(w):
    return cp.sum_squares(ROOT @ w)


def deviation(w):
    return cp.norm(ROOT @ w)


def cvar(w):
    level = cp.Variable()
    return level + cp.sum(cp.pos(-R @ w - level)) / ((1 - CONFIDENCE) * T)


def entropic(losses):
    t, level, e = cp.Variable(), cp.Variable(), cp.Variable(T)
    value = level - t * math.log((1 - CONFIDENCE) * T)
    return value, [cp.constraints.ExpCone(losses - level, t * np.ones(T), e), cp.sum(e) <= t]


def ulcer(w):
    drawdown = cp.Variable(T)
    before = cp.hstack([0, drawdown[:-1]])
    return cp.norm(drawdown) / math.sqrt(T), [drawdown >= 0, drawdown >= before - R @ w]


def solve(objective, constraints):
    problem = cp.Problem(objective, constraints)
    problem.solve(solver=cp.CLARABEL, **TIGHT)
    assert problem.status in ("optimal", "optimal_inaccurate"), problem.status
    return float(problem.value)


def simplex():
    w = cp.Variable(N)
    return w, [cp.sum(w) == 1, w >= 0]


def least(measure):
    w, base = simplex()
    made = measure(w)
    value, rows = made if isinstance(made, tuple) else (made, [])
    return solve(cp.Minimize(value), base + rows)


evar = lambda w: entropic(-R @ w)
CAPS = {"cvar": 1.02 * least(cvar), "evar": 1.05 * least(evar), "ulcer": 1.1 * least(ulcer)}


def capped(measure):
    w, base = simplex()
    value, rows = evar(w)
    return solve(cp.Minimize(measure(w)), base + rows + [cvar(w) <= CAPS["cvar"], value <= CAPS["evar"]])


def three_halves():
    w, base = simplex()
    cost = 0.002 * cp.sum(cp.power(cp.abs(w - 1 / N), 1.5))
    return solve(cp.Maximize(MEAN @ w - 2 * deviation(w) ** 2 - cost), base)


def soft():
    w, base = simplex()
    value, rows = ulcer(w)
    return solve(cp.Minimize(deviation(w) + 0.3 * cp.pos(value - 0.9 * CAPS["ulcer"])), base + rows)


def ratio():
    """Homogenised: y = w / mean'w."""
    y = cp.Variable(N)
    return 1 / solve(cp.Minimize(deviation(y)), [MEAN @ y == 1, y >= 0, cvar(y) <= CAPS["cvar"] * cp.sum(y)])


def budget(measure):
    y = cp.Variable(N)
    made = measure(y)
    value, rows = made if isinstance(made, tuple) else (made, [])
    solve(cp.Minimize(value - cp.sum(cp.log(y)) / N), rows)
    return [float(v) for v in y.value / y.value.sum()]


print(
    json.dumps(
        {
            "source": f"cvxpy {cp.__version__}, Clarabel {clarabel.__version__}; scripts/reference/conic-portfolios.py",
            "confidence": CONFIDENCE,
            "caps": CAPS,
            "varianceUnderCvarAndEvar": capped(variance),
            "deviationUnderCvarAndEvar": capped(deviation),
            "utilityAfterThreeHalvesCosts": three_halves(),
            "deviationWithSoftUlcer": soft(),
            "ratioUnderCvar": ratio(),
            "budgets": {"cvar": budget(cvar), "evar": budget(evar), "ulcer": budget(ulcer)},
        },
        indent=2,
    )
)
