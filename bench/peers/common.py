"""What every peer script shares: read a problem, time each peer, write weights and times as JSON.

    python mean_variance.py problem.json > peers.json
"""
import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")

BUDGET_SECONDS = 2.0
MOST_RUNS = 20


def read_problem():
    with open(sys.argv[1]) as file:
        problem = json.load(file)
    for key in ("returns", "covariance"):
        if key in problem:
            problem[key] = np.array(problem[key])
    if "mean" in problem:
        problem["mean"] = np.array(problem["mean"])
    return problem


def frame(returns):
    import pandas as pd

    columns = [f"A{j}" for j in range(returns.shape[1])]
    return pd.DataFrame(returns, columns=columns, index=pd.date_range("2000-01-03", periods=len(returns), freq="B"))


def timed(name, solve):
    """Runs `solve` once to warm up (imports count there), then at least once, for a few seconds."""
    try:
        weights = solve()
        times = []
        until = time.perf_counter() + BUDGET_SECONDS
        while not times or (len(times) < MOST_RUNS and time.perf_counter() < until):
            start = time.perf_counter()
            solve()
            times.append(time.perf_counter() - start)
        times.sort()
        return {
            "peer": name,
            "weights": np.asarray(weights, dtype=float).tolist(),
            "medianMs": 1000 * times[len(times) // 2],
            "fastestMs": 1000 * times[0],
            "runs": len(times),
        }
    except Exception as error:  # a peer that fails is a result too
        return {"peer": name, "error": f"{type(error).__name__}: {error}"[:200]}


def main(peers):
    results = [timed(name, solve) for name, solve in peers]
    json.dump(results, sys.stdout)
