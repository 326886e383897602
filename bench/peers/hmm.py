"""Expectation-maximisation of hidden Markov models: hmmlearn, a fixed number of iterations from its own start.

    python hmm.py problem.json > peers.json

The problem holds rows, states, iterations, the form of the covariances, and symbols. What comes back is CPU time by
iteration, in milliseconds, and the log-likelihood that a fit from several starts reaches.
"""
import json
import logging
import sys
import time
import warnings

import numpy as np
from hmmlearn.hmm import CategoricalHMM, GaussianHMM, GMMHMM

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

with open(sys.argv[1]) as file:
    problem = json.load(file)
rows = np.array(problem["rows"])
symbols = np.array(problem["symbols"])[:, None]
states, iterations = problem["states"], problem["iterations"]
shared = {"n_components": states, "n_iter": iterations, "tol": -np.inf, "random_state": 1}


def gaussian(form, implementation):
    # no priors: maximum likelihood, as ours
    return GaussianHMM(covariance_type=form, covars_prior=0, min_covar=0, implementation=implementation, **shared)


def mixture(form):
    return GMMHMM(n_mix=2, covariance_type=form, **shared)


def measure(name, make, data):
    make().fit(data)
    times = []
    for _ in range(5):
        start = time.process_time()
        make().fit(data)
        times.append(1000 * (time.process_time() - start) / iterations)
    times.sort()
    return {"peer": name, "medianMs": times[2], "fastestMs": times[0]}


def best(data):
    scores = []
    for seed in range(5):
        model = GaussianHMM(
            n_components=states, covariance_type="full", covars_prior=0, min_covar=0, n_iter=500, tol=1e-9, random_state=seed
        )
        scores.append(model.fit(data).score(data))
    return max(scores)


json.dump(
    {
        "logLikelihood": best(rows),
        "results": {
            "full": [
                measure("hmmlearn, scaling", lambda: gaussian("full", "scaling"), rows),
                measure("hmmlearn, logarithms (its default)", lambda: gaussian("full", "log"), rows),
            ],
            "diagonal": [measure("hmmlearn, scaling", lambda: gaussian("diag", "scaling"), rows)],
            "mixture": [measure("hmmlearn GMMHMM", lambda: mixture("full"), rows)],
            "discrete": [
                measure("hmmlearn, scaling", lambda: CategoricalHMM(implementation="scaling", **shared), symbols)
            ],
        },
    },
    sys.stdout,
)
