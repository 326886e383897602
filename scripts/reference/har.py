"""Heterogeneous autoregressions that ml is tested against: statsmodels.

    python -m venv venv && venv/bin/pip install statsmodels==0.15.0 numpy==2.4.6
    venv/bin/python scripts/reference/har.py
"""
import json
import pathlib

import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(7)
n = 300
level = np.zeros(n)
for t in range(1, n):
    level[t] = 0.95 * level[t - 1] + 0.25 * rng.normal()
realised = np.round(np.exp(level + 0.3 * rng.normal(size=n)), 6)
jumps = np.round(np.where(rng.random(n) < 0.2, 0.3 * realised * rng.random(n), 0.0), 6)
returns = np.round(np.sqrt(realised) * rng.normal(size=n), 6)

cases = []
for form, f in {"variance": lambda x: x, "volatility": np.sqrt, "log": np.log}.items():
    y = f(realised)
    j = np.log1p(jumps) if form == "log" else f(jumps)
    for horizon in [1, 5]:
        for extended in [False, True]:
            def row(last):
                means = [y[last - lag + 1 : last + 1].mean() for lag in [1, 5, 22]]
                return [1.0, *means] + ([j[last], min(0.0, returns[last])] if extended else [])

            lasts = range(21, n - horizon)
            x = np.array([row(t) for t in lasts])
            z = np.array([y[t + 1 : t + 1 + horizon].mean() for t in lasts])
            lags = horizon - 1 + int(np.floor(4 * (len(z) / 100) ** (2 / 9)))
            fit = sm.OLS(z, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
            centre = float(np.dot(fit.params, row(n - 1)))
            spread = float((fit.resid**2).sum() / (len(z) - x.shape[1]))
            forecast = {"variance": centre, "volatility": centre**2 + spread, "log": np.exp(centre + spread / 2)}[form]
            cases.append({"form": form, "horizon": horizon, "extended": extended, "coefficients": fit.params.tolist(),
                          "standardErrors": fit.bse.tolist(), "rSquared": fit.rsquared, "logLikelihood": fit.llf, "forecast": forecast})

path = pathlib.Path(__file__).parents[2] / "packages/ml/src/volatility/realised/fixtures/har.json"
path.write_text(json.dumps({"realised": realised.tolist(), "jumps": jumps.tolist(), "returns": returns.tolist(), "cases": cases}) + "\n")
