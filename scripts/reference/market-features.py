"""Market features by numpy, pandas and statsmodels, for packages/ml/src/features/market/fixtures.

    pip install statsmodels==0.15.0 pandas==3.1.1
    python scripts/reference/market-features.py > packages/ml/src/features/market/fixtures/market-features.json

Simulated bars; for each feature its column on the last rows, computed over pandas windows or regressions.
"""
import json
import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm

random = np.random.default_rng(3)
n, last = 90, 25
market = 1000 * np.exp(np.cumsum(random.normal(0, 0.01, n)))
overnight = random.normal(0, 0.004, n)
day = 0.8 * np.diff(np.log(market), prepend=np.log(market[0])) + random.normal(0, 0.01, n)
close = 50 * np.exp(np.cumsum(overnight + day))
opening = close * np.exp(-day)
high = np.maximum(opening, close) * np.exp(np.abs(random.normal(0, 0.004, n)))
low = np.minimum(opening, close) * np.exp(-np.abs(random.normal(0, 0.004, n)))
volume = np.round(1e5 * random.lognormal(0, 0.5, n))
market, close, opening = np.round(market, 2), np.round(close, 2), np.round(opening, 2)
close[40] = close[39]
high, low = np.maximum(np.round(high, 2), np.maximum(opening, close)), np.minimum(np.round(low, 2), np.minimum(opening, close))
high[40], low[40] = max(high[40], close[40]), min(low[40], close[40])

C, O, H, L, V, M = (pd.Series(x) for x in (close, opening, high, low, volume, market))
r, m = np.log(C).diff(), np.log(M).diff()
night, intraday = np.log(O / C.shift()), np.log(C / O)
u, d, c = np.log(H / O), np.log(L / O), np.log(C / O)
rs = u * (u - c) + d * (d - c)
year = 252


def weights(order, count):
    w = [1.0]
    for k in range(1, count):
        w.append(-w[-1] * (order - k + 1) / k)
    return np.array(w)


def rolling(w, function, *series):
    out = np.full(n, np.nan)
    for t in range(n):
        parts = [s.to_numpy()[t - w + 1 : t + 1] for s in series]
        if t + 1 >= w and not any(np.isnan(p).any() for p in parts):
            out[t] = function(*parts)
    return pd.Series(out)


def regression(y, x):
    return sm.OLS(y, sm.add_constant(x)).fit()


def coskewness(y, x):
    e, f = regression(y, x).resid, x - x.mean()
    return np.mean(e * f**2) / (np.sqrt(np.mean(e**2)) * np.mean(f**2))


def downside(y, x):
    below = x < x.mean()
    return regression(y[below], x[below]).params[1]


def discreteness(prices):
    changes = np.diff(prices)
    return np.sign(prices[-1] - prices[0]) * ((changes < 0).mean() - (changes > 0).mean())


def momentum_ratio(x):
    return x.mean() / x.std(ddof=1)


def autocorrelation(x):
    return sm.tsa.acf(x, nlags=1, fft=False)[1]


def roll(prices):
    change = np.diff(prices)
    covariance = np.cov(change[1:], change[:-1])[0, 1]
    return np.nan if covariance > 0 else 2 * np.sqrt(-covariance)


def ewma(decay, start):
    out, state = np.full(n, np.nan), np.mean(r[1 : start + 1] ** 2)
    out[start] = state
    for t in range(start + 1, n):
        state = decay * state + (1 - decay) * r[t] ** 2
        out[t] = state
    return np.sqrt(pd.Series(out) * year)


def corwin_schultz():
    three, out = 3 - 2 * np.sqrt(2), np.full(n, np.nan)
    for t in range(1, n):
        hi, lo = H[t], L[t]
        if lo > C[t - 1]:
            hi, lo = hi - (L[t] - C[t - 1]), C[t - 1]
        elif hi < C[t - 1]:
            hi, lo = C[t - 1], lo + (C[t - 1] - H[t])
        b = np.log(H[t] / L[t]) ** 2 + np.log(H[t - 1] / L[t - 1]) ** 2
        g = np.log(max(hi, H[t - 1]) / min(lo, L[t - 1])) ** 2
        alpha = (np.sqrt(2 * b) - np.sqrt(b)) / three - np.sqrt(g / three)
        out[t] = max(0, 2 * (np.exp(alpha) - 1) / (1 + np.exp(alpha)))
    return pd.Series(out)


middle = (np.log(H) + np.log(L)) / 2
abdi = (np.log(C).shift() - middle.shift()) * (np.log(C).shift() - middle)
k = 0.34 / (1.34 + 22 / 20)
columns = {
    "return-5": C.pct_change(5),
    "log-return-5": np.log(C).diff(5),
    "excess-return-5": C.pct_change(5) - M.pct_change(5),
    "overnight-return-10": night.rolling(10).mean(),
    "intraday-return-10": intraday.rolling(10).mean(),
    "fractional-difference-0.4-20": rolling(20, lambda x: weights(0.4, 20)[::-1] @ x, np.log(C)),
    "price-momentum-40-5": C.shift(5) / C.shift(40) - 1,
    "risk-adjusted-momentum-40-5": rolling(35, momentum_ratio, r).shift(5),
    "information-discreteness-40-5": rolling(36, discreteness, C).shift(5),
    "high-nearness-30": C / H.rolling(30).max(),
    "average-distance-10-40": C.rolling(10).mean() / C.rolling(40).mean(),
    "short-term-reversal-21": -C.pct_change(21),
    "long-term-reversal-50-20": -(C.shift(20) / C.shift(50) - 1),
    "maximum-return-21": C.pct_change().rolling(21).max(),
    "realised-volatility-21": r.rolling(21).std() * np.sqrt(year),
    "downside-volatility-21": np.sqrt((np.minimum(r, 0) ** 2).rolling(21).mean() * year),
    "realised-skewness-30": rolling(30, lambda x: np.mean((x - x.mean()) ** 3) / x.std() ** 3, r),
    "realised-kurtosis-30": rolling(30, lambda x: np.mean((x - x.mean()) ** 4) / x.std() ** 4 - 3, r),
    "parkinson-21": np.sqrt((np.log(H / L) ** 2).rolling(21).mean() / (4 * np.log(2)) * year),
    "garman-klass-21": np.sqrt((0.5 * np.log(H / L) ** 2 - (2 * np.log(2) - 1) * c**2).rolling(21).mean() * year),
    "rogers-satchell-21": np.sqrt(rs.rolling(21).mean() * year),
    "yang-zhang-21": np.sqrt(
        (night.rolling(21).var() + k * c.rolling(21).var() + (1 - k) * rs.rolling(21).mean()) * year
    ),
    "ewma-volatility-0.94-15": ewma(0.94, 15),
    "volatility-ratio-10-40": r.rolling(10).std() / r.rolling(40).std(),
    "beta-40": rolling(40, lambda y, x: regression(y, x).params[1], r, m),
    "shrunk-beta-40-0.5": rolling(40, lambda y, x: 0.5 * regression(y, x).params[1] + 0.5, r, m),
    "downside-beta-40": rolling(40, downside, r, m),
    "market-alpha-40": rolling(40, lambda y, x: regression(y, x).params[0] * year, r, m),
    "idiosyncratic-volatility-40": rolling(40, lambda y, x: np.sqrt(regression(y, x).scale * year), r, m),
    "market-correlation-40": r.rolling(40).corr(m),
    "coskewness-40": rolling(40, coskewness, r, m),
    "autocorrelation-40": rolling(40, autocorrelation, r),
    "amihud-21": (C.pct_change().abs() / (C * V)).rolling(21).mean(),
    "dollar-volume-21": (C * V).rolling(21).mean(),
    "zero-return-share-60": (C.diff() == 0).where(C.diff().notna()).astype(float).rolling(60).mean(),
    "roll-spread-21": rolling(23, roll, C),
    "roll-spread-21-relative": rolling(23, roll, np.log(C)),
    "corwin-schultz-21": corwin_schultz().rolling(21).mean(),
    "abdi-ranaldo-21": 2 * np.sqrt(np.maximum(abdi.rolling(21).mean(), 0)),
    "volume-volatility-30": V.rolling(30).std() / V.rolling(30).mean(),
}
json.dump(
    {
        "source": "numpy, pandas and statsmodels, scripts/reference/market-features.py",
        "bars": {
            "open": opening.tolist(),
            "high": high.tolist(),
            "low": low.tolist(),
            "close": close.tolist(),
            "volume": volume.tolist(),
        },
        "market": market.tolist(),
        "rows": last,
        "columns": {
            name: [None if np.isnan(x) else float(x) for x in series.to_numpy()[-last:]] for name, series in columns.items()
        },
    },
    sys.stdout,
)
print()
