"""An event study by statsmodels, for packages/ml/src/events/fixtures.

    pip install statsmodels==0.15.0 scipy==1.17.1
    python scripts/reference/event-study.py > packages/ml/src/events/fixtures/event-study.json

Abnormal returns are the coefficients of day dummies in a regression over estimation and event window together
(Karafiath 1988), their standard errors those of the regression; cumulative ones are t tests of sums of dummies. The
statistics of Patell, Boehmer et al., Kolari & Pynnonen and Corrado are written out from the papers on top of that.
"""
import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats

random = np.random.default_rng(41)
rows, assets, window, length, gap = 150, 6, (-2, 3), 60, 5
market = random.normal(0.0004, 0.01, rows)
common = random.normal(0, 0.008, rows)
returns = np.column_stack(
    [0.0003 * i + (0.6 + 0.2 * i) * market + 0.7 * common + random.normal(0, 0.012, rows) for i in range(assets)]
)
events = [100, 100, 101, 120, 135, 100]
for asset, row in enumerate(events):
    returns[row, asset] += 0.02
market, returns = np.round(market, 6), np.round(returns, 6)
days = window[1] - window[0] + 1


def regress(asset, model):
    start = events[asset] + window[0]
    used = list(range(start - gap - length, start - gap)) + list(range(start, start + days))
    dummies = np.vstack([np.zeros((length, days)), np.eye(days)])
    y = returns[used, asset] - (market[used] if model == "market-adjusted" else 0)
    columns = {"market-model": [np.ones(len(used)), market[used]], "mean-adjusted": [np.ones(len(used))], "market-adjusted": []}
    design = np.column_stack([*columns[model], dummies])
    fit = sm.OLS(y, design).fit()
    return fit, design.shape[1] - days


def study(model):
    single, cars, scars, patell, residuals, ranks = [], [], [], 0.0, [], []
    for asset in range(assets):
        fit, k = regress(asset, model)
        total = fit.t_test(np.concatenate([np.zeros(k), np.ones(days)]))
        single.append(
            {
                "abnormal": fit.params[k:].tolist(),
                "standardErrors": fit.bse[k:].tolist(),
                "car": float(total.effect[0]),
                "carStandardError": float(total.sd[0][0]),
                "carPValue": float(total.pvalue),
                "coefficients": fit.params[:k].tolist(),
                "coefficientErrors": fit.bse[:k].tolist(),
            }
        )
        cars.append(float(total.effect[0]))
        scars.append(float(total.tvalue[0][0]))
        patell += (length - k) / (length - k - 2)
        residuals.append(fit.resid[:length])
        ranks.append(stats.rankdata(np.concatenate([fit.resid[:length], fit.params[k:]])) / (length + days + 1) - 0.5)
    scars, cars = np.array(scars), np.array(cars)
    boehmer = np.sqrt(assets) * scars.mean() / scars.std(ddof=1)
    starts = [row + window[0] - gap - length for row in events]
    rho = 0.0
    for i in range(assets):
        for j in range(i):
            share = max(0, 1 - abs(events[i] - events[j]) / days)
            if share:
                lag = starts[j] - starts[i]
                a, b = residuals[i], residuals[j]
                a, b = (a[lag:], b[: length - lag]) if lag >= 0 else (a[: length + lag], b[-lag:])
                rho += share * np.corrcoef(a, b)[0, 1]
    rho *= 2 / (assets * (assets - 1))
    means = np.mean(ranks, axis=0)
    corrado = means[length:].sum() / np.sqrt(days) / np.sqrt(np.mean(means**2))
    return {
        "events": single,
        "caar": float(cars.mean()),
        "caarStandardError": float(cars.std(ddof=1) / np.sqrt(assets)),
        "crossSectional": [float(value) for value in stats.ttest_1samp(cars, 0)],
        "patell": float(scars.sum() / np.sqrt(patell)),
        "patellPValue": float(2 * stats.norm.sf(abs(scars.sum() / np.sqrt(patell)))),
        "boehmer": [float(value) for value in stats.ttest_1samp(scars, 0)],
        "rho": float(rho),
        "kolariPynnonen": float(boehmer * np.sqrt((1 - rho) / (1 + (assets - 1) * rho))),
        "corrado": float(corrado),
    }


json.dump(
    {
        "source": "statsmodels 0.15.0, scripts/reference/event-study.py",
        "market": market.tolist(),
        "returns": returns.tolist(),
        "events": events,
        "window": window,
        "length": length,
        "gap": gap,
        "studies": {model: study(model) for model in ("market-model", "market-adjusted", "mean-adjusted")},
    },
    sys.stdout,
)
print()
