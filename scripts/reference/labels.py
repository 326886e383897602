"""Labels and fractional differences by plain numpy, pandas and statsmodels, for packages/ml/src/labels/fixtures.

    pip install statsmodels==0.15.0 pandas==3.1.1
    python scripts/reference/labels.py > packages/ml/src/labels/fixtures/labels.json

Triple barriers are sought in slices of pandas series, uniqueness goes over the indicator matrix, trends over
statsmodels regressions, fractional differences over numpy.convolve.
"""
import json
import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.tsa.stattools import adfuller

random = np.random.default_rng(5)
prices = np.round(100 * np.exp(np.cumsum(random.normal(0, 0.02, 120))), 4)
volatility = np.round(0.02 + 0.01 * np.sin(np.arange(120) / 7), 6)
events = list(range(0, 120, 4))
sides = [1 if i % 3 else -1 for i in range(len(events))]
horizon = 12


def barrier(i, start):
    rows = range(start + 1, min(start + horizon, 119) + 1)
    path = pd.Series(prices[start + 1 : start + horizon + 1] / prices[start] - 1, index=rows)
    bet = path * sides[i]
    up = bet[bet >= 2 * volatility[start]].index.min()
    down = bet[bet <= -1 * volatility[start]].index.min()
    touches = {name: row for name, row in (("profit", up), ("stop", down)) if not pd.isna(row)}
    if not touches and start + horizon > 119:
        return None
    name, end = min(touches.items(), key=lambda item: item[1]) if touches else ("vertical", start + horizon)
    return [start, int(end), name, float(path[end]), int(np.sign(path[end]) == sides[i])]


labels = [barrier(i, start) for i, start in enumerate(events)]
closed = [label for label in labels if label is not None]

matrix = np.zeros((120, len(closed)))
inclusive = np.zeros((120, len(closed)))
for j, (start, end, *_) in enumerate(closed):
    matrix[start + 1 : end + 1, j] = 1
    inclusive[start : end + 1, j] = 1


def uniqueness(indicator):
    counts = indicator.sum(axis=1)
    share = indicator / np.where(counts > 0, counts, 1)[:, None]
    return (share.sum(axis=0) / indicator.sum(axis=0)).tolist()


returns = np.diff(np.log(prices), prepend=np.log(prices[0]))
counts = matrix.sum(axis=1)
attribution = np.abs((matrix * (returns / np.where(counts > 0, counts, 1))[:, None]).sum(axis=0))


def trend(start):
    best = None
    for length in range(5, 16):
        fit = sm.OLS(np.log(prices[start : start + length + 1]), sm.add_constant(np.arange(length + 1.0))).fit()
        if best is None or abs(fit.tvalues[1]) > abs(best[3]):
            best = [start, start + length, float(fit.params[1]), float(fit.tvalues[1])]
    return best


def weights(order, count):
    out = [1.0]
    for k in range(1, count):
        out.append(-out[-1] * (order - k + 1) / k)
    return np.array(out)


walk = np.round(np.cumsum(np.random.default_rng(11).normal(0, 1, 400)) + 50, 4)
orders = []
for k in range(11):
    order = round(k * 0.1, 10)
    difference = np.convolve(walk, weights(order, 30), mode="valid")
    test = adfuller(difference, maxlag=1, regression="c", autolag=None, result_object=False)
    orders.append([order, float(test[1]), float(test[0]), float(np.corrcoef(difference, walk[29:])[0, 1])])

json.dump(
    {
        "source": "numpy, pandas and statsmodels, scripts/reference/labels.py",
        "prices": prices.tolist(),
        "volatility": volatility.tolist(),
        "events": events,
        "sides": sides,
        "horizon": horizon,
        "tripleBarrier": closed,
        "open": [start for start, label in zip(events, labels) if label is None],
        "uniqueness": {"returns": uniqueness(matrix), "rows": uniqueness(inclusive)},
        "attribution": (attribution * len(closed) / attribution.sum()).tolist(),
        "trends": [trend(start) for start in range(0, 100, 9)],
        "fixedWidth": np.convolve(prices, weights(0.4, 25), mode="valid").tolist(),
        "expanding": [float(weights(0.4, t + 1)[::-1] @ prices[: t + 1]) for t in range(120)],
        "walk": walk.tolist(),
        "orders": orders,
    },
    sys.stdout,
)
print()
