"""Diagnostics of series that ml is tested against: arch and statsmodels.

    python -m venv venv && venv/bin/pip install arch==8.0.0 statsmodels==0.15.0 numpy==2.4.6
    venv/bin/python scripts/reference/series-diagnostics.py

The series are rounded to six digits and stored with the answers.
"""
import json
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm
from arch.unitroot import ADF, KPSS, PhillipsPerron
from statsmodels.stats.diagnostic import acorr_ljungbox, het_arch

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261121)
n = 240


def clustered():
    out = np.zeros(n)
    variance = 1.0
    for t in range(n):
        out[t] = np.sqrt(variance) * rng.normal()
        variance = 0.1 + 0.75 * variance + (0.1 + 0.2 * (out[t] < 0)) * out[t] ** 2
    return out


walk = np.cumsum(rng.normal(size=n))
noise = rng.normal(size=n)
persistent = np.zeros(n)
for t in range(1, n):
    persistent[t] = 0.85 * persistent[t - 1] + noise[t]
trending = 0.02 * np.arange(n) + persistent
series = {name: np.round(x, 6) for name, x in
          {"walk": walk, "persistent": persistent, "trending": trending, "clustered": clustered()}.items()}

out = {"series": {name: x.tolist() for name, x in series.items()}, "cases": {}}
names = {"n": "none", "c": "constant", "ct": "trend"}
for name, x in series.items():
    case = {"adf": [], "pp": [], "kpss": []}
    for trend in ["n", "c", "ct"]:
        for method in ["aic", "bic"]:
            test = ADF(x, trend=trend, method=method)
            case["adf"].append({"deterministic": names[trend], "lags": method, "chosen": test.lags, "statistic": test.stat,
                                "pValue": test.pvalue, "observations": test.nobs, "critical": list(test.critical_values.values())})
        test = ADF(x, trend=trend, lags=3)
        case["adf"].append({"deterministic": names[trend], "lags": 3, "chosen": 3, "statistic": test.stat,
                            "pValue": test.pvalue, "observations": test.nobs, "critical": list(test.critical_values.values())})
        test = PhillipsPerron(x, trend=trend, lags=6)
        case["pp"].append({"deterministic": names[trend], "lags": 6, "statistic": test.stat, "pValue": test.pvalue})
    for trend in ["c", "ct"]:
        for lags in [4, None]:
            test = KPSS(x, trend=trend, lags=lags) if lags else KPSS(x, trend=trend)
            case["kpss"].append({"deterministic": names[trend], "lags": lags or "auto", "chosen": test.lags,
                                 "statistic": test.stat, "pValue": test.pvalue})
    box = acorr_ljungbox(x, lags=[8], model_df=2)
    case["ljungBox"] = [float(box.iloc[0, 0]), float(box.iloc[0, 1])]
    lm = het_arch(x, nlags=4)
    case["archLm"] = [float(lm[0]), float(lm[1])]
    before, after = x[:-1], x[1:] ** 2
    fit = sm.OLS(after, np.column_stack([np.ones(n - 1), before < 0, np.minimum(before, 0), np.maximum(before, 0)])).fit()
    case["signBias"] = {"statistics": fit.tvalues[1:].tolist(), "pValues": fit.pvalues[1:].tolist(), "joint": (n - 1) * fit.rsquared}
    out["cases"][name] = case

path = pathlib.Path(__file__).parents[2] / "packages/ml/src/volatility/diagnostics/fixtures/series-diagnostics.json"
path.write_text(json.dumps(out, default=float) + "\n")
