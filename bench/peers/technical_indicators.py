"""The 50 indicators of bench/src/ml-features.ts by TA-Lib on 5000 bars: milliseconds of one batch, median and fastest.

    python technical_indicators.py

Needs TA-Lib 0.8.2 from PyPI. A batch only: one bar more means one batch more, unless the windows are cut by hand.
"""
import time

import numpy as np
import talib as ta

random = np.random.default_rng(1)
n = 5000
c = 100 * np.exp(np.cumsum(random.standard_normal(n) * 0.015))
o = np.concatenate([[100], c[:-1]]) * np.exp(random.standard_normal(n) * 0.005)
h = np.maximum(o, c) * (1 + 0.01 * random.random(n))
l = np.minimum(o, c) * (1 - 0.01 * random.random(n))
v = np.round(1e6 * np.exp(random.standard_normal(n) * 0.4))


def fifty():
    return [
        ta.SMA(c, 20), ta.EMA(c, 12), ta.EMA(c, 26), ta.WMA(c, 10), ta.DEMA(c, 10), ta.TEMA(c, 10), ta.KAMA(c, 30),
        ta.T3(c, 5), ta.TRIMA(c, 10), ta.HMA(c, 20), ta.ZLEMA(c, 30), ta.MAMA(c), ta.RSI(c, 14), ta.CMO(c, 14),
        ta.MOM(c, 10), ta.ROC(c, 10), ta.PPO(c, 12, 26, 1), ta.APO(c, 12, 26, 1), ta.TRIX(c, 30), ta.MACD(c),
        ta.ATR(h, l, c, 14), ta.NATR(h, l, c, 14), ta.TRANGE(h, l, c), ta.ADX(h, l, c, 14), ta.ADXR(h, l, c, 14),
        ta.DX(h, l, c, 14), ta.PLUS_DI(h, l, c, 14), ta.MINUS_DI(h, l, c, 14), ta.CCI(h, l, c, 14),
        ta.WILLR(h, l, c, 14), ta.ULTOSC(h, l, c), ta.SAR(h, l), ta.OBV(c, v), ta.AD(h, l, c, v),
        ta.ADOSC(h, l, c, v), ta.MFI(h, l, c, v, 14), ta.STDDEV(c, 20), ta.LINEARREG_SLOPE(c, 14),
        ta.BOP(o, h, l, c), ta.AROON(h, l, 14), ta.BETA(h, l, 5), ta.CORREL(h, l, 30), ta.BBANDS(c, 20),
        ta.STOCH(h, l, c, 14, 3, 0, 3, 0), ta.STOCHRSI(c, 14, 5, 3), ta.HT_DCPERIOD(c), ta.KC(h, l, c),
        ta.DONCHIAN(h, l, 20), ta.SUPERTREND(h, l, c), ta.CMF(h, l, c, v, 20),
    ]  # fmt: skip


assert len(fifty()) == 50
times = []
for _ in range(200):
    start = time.process_time()
    fifty()
    times.append(1000 * (time.process_time() - start))
times.sort()
print(f"TA-Lib, 50 indicators on {n} bars: median {times[100]:.2f} ms, fastest {times[0]:.2f} ms")
