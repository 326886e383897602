"""Volatility models that ml is tested against: arch.

    python -m venv venv && venv/bin/pip install arch==8.0.0
    venv/bin/python scripts/reference/garch.py

The series is simulated: GJR with Student-t innovations, a mean with one lag, two outside variables.
"""
import json
import pathlib
import warnings

import numpy as np
from arch.univariate import (
    APARCH,
    ARX,
    EGARCH,
    FIGARCH,
    GARCH,
    HARCH,
    ARCHInMean,
    ConstantMean,
    EWMAVariance,
    GeneralizedError,
    Normal,
    SkewStudent,
    StudentsT,
    ZeroMean,
)

warnings.filterwarnings("ignore")

ROWS = 1200
rng = np.random.default_rng(20260101)
outside = np.round(rng.standard_normal((ROWS, 2)), 3)
returns = np.zeros(ROWS)
h, e, before = 1.0, 0.0, 0.0
for t in range(ROWS):
    h = 0.05 + (0.05 + 0.12 * (e < 0)) * e * e + 0.85 * h
    e = np.sqrt(h) * rng.standard_t(6) * np.sqrt(4 / 6)
    before = 0.05 + 0.1 * before + 0.1 * outside[t, 0] + e
    returns[t] = round(before, 4)

laws = {"normal": Normal, "student-t": StudentsT, "skew-t": SkewStudent, "ged": GeneralizedError}
models = {
    "garch": lambda: GARCH(1, 0, 1),
    "gjr-garch": lambda: GARCH(1, 1, 1),
    "egarch": lambda: EGARCH(1, 1, 1),
    "tarch": lambda: GARCH(1, 1, 1, power=1.0),
    "aparch": lambda: APARCH(1, 1, 1),
    "figarch": lambda: FIGARCH(1, 1, truncation=1000),
    "har": lambda: HARCH([1, 5, 22]),
    "ewma": lambda: EWMAVariance(0.94),
}
analytic = {"garch", "gjr-garch", "figarch", "har", "ewma"}


def numbers(values):
    return [float(v) if np.isfinite(v) else None for v in values]


def fitted(name, options, mean, horizon=1, x=None):
    result = mean.fit(disp="off", tol=1e-12, options={"maxiter": 2000})
    robust = result.std_err
    classic = mean.fit(disp="off", tol=1e-12, options={"maxiter": 2000}, cov_type="classic").std_err
    case = {
        "name": name,
        "options": options,
        "parameters": numbers(result.params),
        "logLikelihood": float(result.loglikelihood),
        "robust": numbers(robust),
        "classic": numbers(classic),
        "lastVolatility": float(result.conditional_volatility[-1]),
    }
    if horizon > 0:
        ahead = result.forecast(horizon=horizon, method="analytic", **({} if x is None else {"x": x}))
        case["variance"] = numbers(ahead.residual_variance.values[-1])
        case["mean"] = numbers(ahead.mean.values[-1])
        case["returnVariance"] = numbers(ahead.variance.values[-1])
    return case


cases = []
for model, volatility in models.items():
    for law, distribution in laws.items():
        mean = ConstantMean(returns)
        mean.volatility = volatility()
        mean.distribution = distribution()
        options = {"model": model, "distribution": law, "mean": "constant"}
        cases.append(fitted(f"{model}, {law}", options, mean, 5 if model in analytic else 1))

higher = {
    "garch (2,2)": ({"model": "garch", "p": 2, "q": 2}, lambda: GARCH(2, 0, 2)),
    "ARCH(3)": ({"model": "garch", "p": 3, "q": 0}, lambda: GARCH(3, 0, 0)),
    "gjr-garch (1,2,1)": ({"model": "gjr-garch", "p": 1, "o": 2, "q": 1}, lambda: GARCH(1, 2, 1)),
    "egarch (2,1,2)": ({"model": "egarch", "p": 2, "o": 1, "q": 2}, lambda: EGARCH(2, 1, 2)),
    "figarch (0,d,1)": ({"model": "figarch", "p": 0, "q": 1}, lambda: FIGARCH(0, 1)),
    "figarch (1,d,0)": ({"model": "figarch", "p": 1, "q": 0}, lambda: FIGARCH(1, 0)),
    "ewma, decay estimated": ({"model": "ewma", "decay": "estimate"}, lambda: EWMAVariance(None)),
    "aparch, power 1.5": ({"model": "aparch", "power": 1.5}, lambda: APARCH(1, 1, 1, delta=1.5)),
}
for name, (options, volatility) in higher.items():
    mean = ConstantMean(returns)
    mean.volatility = volatility()
    cases.append(fitted(name, {**options, "mean": "constant"}, mean))

mean = ZeroMean(returns)
mean.volatility = GARCH(1, 0, 1)
cases.append(fitted("zero mean", {"model": "garch", "mean": "zero"}, mean, 5))
mean = ARX(returns, lags=2)
mean.volatility = GARCH(1, 1, 1)
mean.distribution = StudentsT()
cases.append(
    fitted("AR(2)", {"model": "gjr-garch", "distribution": "student-t", "mean": {"ar": 2}}, mean, 5)
)
for form, ours in (("var", "variance"), ("vol", "standard-deviation"), ("log", "log-variance")):
    mean = ARCHInMean(returns, volatility=GARCH(1, 0, 1), form=form)
    cases.append(fitted(f"{ours} in mean", {"model": "garch", "mean": {"inMean": ours}}, mean, 0))
mean = ARX(returns, x=outside, lags=1)
mean.volatility = GARCH(1, 0, 1)
case = fitted("AR(1) with outside variables", {"model": "garch", "mean": {"ar": 1}}, mean, 1, np.zeros((2, 1, 1)))
cases.append({**case, "regressors": True})

data = {"source": "arch 8.0.0, scripts/reference/garch.py", "returns": returns.tolist()}
data["outside"] = outside.tolist()
data["cases"] = cases
file = pathlib.Path(__file__).parents[2] / "packages/ml/src/volatility/fixtures/arch.json"
file.write_text(json.dumps(data) + "\n")
