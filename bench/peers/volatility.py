"""Volatility models by arch on a series: processor time of a fit, with the likelihood it reaches.

    python volatility.py returns.json > peers.json

Needs arch 8.0.0. `volatility.ts` writes the series and reads the times. Starts, presample and bounds are arch's own.
"""
import json
import sys
import time
import warnings

import numpy as np
from arch.univariate import (
    APARCH,
    ARX,
    EGARCH,
    FIGARCH,
    GARCH,
    ConstantMean,
    GeneralizedError,
    Normal,
    SkewStudent,
    StudentsT,
)

warnings.filterwarnings("ignore")
with open(sys.argv[1]) as file:
    returns = np.array(json.load(file))

models = {
    "GARCH(1,1)": (ConstantMean, {}, lambda: GARCH(1, 0, 1), Normal),
    "GJR, Student-t": (ConstantMean, {}, lambda: GARCH(1, 1, 1), StudentsT),
    "EGARCH, skewed t": (ConstantMean, {}, lambda: EGARCH(1, 1, 1), SkewStudent),
    "TARCH, GED": (ConstantMean, {}, lambda: GARCH(1, 1, 1, power=1.0), GeneralizedError),
    "APARCH": (ConstantMean, {}, lambda: APARCH(1, 1, 1), Normal),
    "FIGARCH, 1000 lags": (ConstantMean, {}, lambda: FIGARCH(1, 1, truncation=1000), Normal),
    "AR(2), GARCH(1,1)": (ARX, {"lags": 2}, lambda: GARCH(1, 0, 1), Normal),
}
results = []
for name, (mean, options, volatility, law) in models.items():

    def fit():
        model = mean(returns, **options)
        model.volatility = volatility()
        model.distribution = law()
        return model.fit(disp="off")

    fitted = fit()
    times = []
    until = time.perf_counter() + 3
    while len(times) < 3 or (len(times) < 20 and time.perf_counter() < until):
        start = time.process_time()
        fit()
        times.append(1000 * (time.process_time() - start))
    times.sort()
    results.append(
        {"name": name, "logLikelihood": fitted.loglikelihood, "median": times[len(times) // 2], "fastest": times[0]}
    )
json.dump(results, sys.stdout)
