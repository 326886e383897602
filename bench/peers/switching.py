"""Markov-switching models by statsmodels: processor time of a fit, with the likelihood it reaches.

    python switching.py series.json > peers.json

Needs statsmodels 0.15.0. `switching.ts` writes the series and reads the times. Each model is fitted as by default, from one
start, and with a search over 20 random starts.
"""
import json
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from statsmodels.tsa.regime_switching.markov_autoregression import MarkovAutoregression
from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

warnings.filterwarnings("ignore")
with open(sys.argv[1]) as file:
    series = json.load(file)

results = []
for name, entry in series.items():
    y = np.array(entry["y"])
    states = entry["states"]
    if entry["order"] > 0:
        model = MarkovAutoregression(y, k_regimes=states, order=entry["order"], switching_ar=False)
    else:
        model = MarkovRegression(y, k_regimes=states, switching_variance=True)
    for starts in (0, 20):
        times = []
        best = -np.inf
        until = time.perf_counter() + 4
        np.random.seed(1)
        while len(times) < 3 or (len(times) < 10 and time.perf_counter() < until):
            start = time.process_time()
            fitted = model.fit(disp=False, search_reps=starts)
            fitted.bse
            times.append(1000 * (time.process_time() - start))
            best = max(best, fitted.llf)
        times.sort()
        results.append(
            {"name": name, "starts": starts, "logLikelihood": best, "median": times[len(times) // 2], "fastest": times[0]}
        )
json.dump(results, sys.stdout)
