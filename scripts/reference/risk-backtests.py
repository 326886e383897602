"""Tests of risk forecasts that packages/risk is compared with: statsmodels, arch, scipy.

    python -m venv venv && venv/bin/pip install statsmodels==0.15.0 arch==8.0.0 scipy==1.17.1 numpy==2.4.6
    venv/bin/python scripts/reference/risk-backtests.py
"""
import json
import pathlib

import numpy as np
from arch.bootstrap import MCS
from scipy import optimize, stats
from statsmodels.tsa.arima.model import ARIMA

rng = np.random.default_rng(7)
n = 400
scale = np.round(0.01 * (1 + 0.5 * np.sin(np.arange(n) / 25)), 6)
returns = np.round(scale * rng.standard_t(5, size=n), 6)
var = np.round(scale * 1.7, 6)
hits = (returns < -var).astype(int)
alpha = 0.05
table = {"returns": returns.tolist(), "valueAtRisk": var.tolist(), "confidence": 0.95, "exceptions": int(hits.sum())}

# dynamic quantile, definition 21
h = hits - alpha
x = np.column_stack([np.ones(n - 4)] + [h[4 - k : n - k] for k in range(1, 5)] + [var[4:]])
y = h[4:]
dq = y @ x @ np.linalg.solve(x.T @ x, x.T @ y) / (alpha * (1 - alpha))
table["dynamicQuantile"] = {"statistic": float(dq), "pValue": float(stats.chi2.sf(dq, 6))}

# Weibull durations with censored ends
at = np.flatnonzero(hits)
inner, ends = np.diff(at).astype(float), []
if at[0] > 0:
    ends.append(float(at[0]))
if n - 1 - at[-1] > 0:
    ends.append(float(n - 1 - at[-1]))


def minus_log_likelihood(p, b=None):
    a = np.exp(p[0])
    b = np.exp(p[1]) if b is None else b
    full = b * np.log(a) + np.log(b) + (b - 1) * np.log(inner) - (a * inner) ** b
    return -(full.sum() - sum((a * d) ** b for d in ends))


options = {"xatol": 1e-12, "fatol": 1e-13, "maxiter": 10000}
free = optimize.minimize(minus_log_likelihood, [-3, 0], method="Nelder-Mead", options=options)
null = optimize.minimize(lambda p: minus_log_likelihood(p, 1.0), [-3], method="Nelder-Mead", options=options)
table["duration"] = {"statistic": 2 * (null.fun - free.fun), "shape": float(np.exp(free.x[1]))}

# Berkowitz: exact AR(1) likelihood against the standard normal
z = np.empty(n)
z[0] = 0.3
for t in range(1, n):
    z[t] = 0.1 + 0.25 * z[t - 1] + 1.1 * rng.normal()
u = np.round(stats.norm.cdf(z), 10)
z = stats.norm.ppf(u)
fit = ARIMA(z, order=(1, 0, 0)).fit()
flat = ARIMA(z, order=(0, 0, 0)).fit()
table["berkowitz"] = {
    "probabilities": u.tolist(),
    "statistic": float(2 * (fit.llf - stats.norm.logpdf(z).sum())),
    "independence": float(2 * (fit.llf - flat.llf)),
}
edge = stats.norm.ppf(0.1)
low = z[z < edge]


def minus_tail(p):
    m, s = p[0], np.exp(p[1])
    return -(stats.norm.logpdf(low, m, s).sum() + (n - len(low)) * stats.norm.logsf(edge, m, s))


tail = optimize.minimize(minus_tail, [0, 0], method="Nelder-Mead", options=options)
table["berkowitz"]["tail"] = float(2 * (minus_tail([0, 0]) - tail.fun))

# model confidence set
losses = np.round(rng.normal(size=(300, 1)) + rng.normal(size=(300, 5)) * 0.7 + [0, 0.03, 0.08, 0.15, 0.4], 6)
table["mcs"] = {"losses": losses.T.tolist()}
for method, key in [("R", "range"), ("max", "max")]:
    run = MCS(losses, size=0.1, reps=20000, block_size=10, method=method, bootstrap="stationary", seed=5)
    run.compute()
    table["mcs"][key] = {str(i): float(p) for i, p in run.pvalues["Pvalue"].items()}

path = pathlib.Path("packages/risk/src/backtest/fixtures/backtests.json")
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(table, separators=(",", ":")) + "\n")
