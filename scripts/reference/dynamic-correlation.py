"""Dynamic conditional correlations that ml is tested against: a direct NumPy likelihood maximised by SciPy.

    python -m venv venv && venv/bin/pip install scipy==1.17.1 numpy==2.4.6
    venv/bin/python scripts/reference/dynamic-correlation.py
"""
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.stats import multivariate_normal, multivariate_t

rng = np.random.default_rng(11)
n, T = 3, 400
S = np.array([[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1.0]])
a, b = 0.06, 0.9
Q = S.copy()
z = np.zeros((T, n))
for t in range(T):
    d = 1 / np.sqrt(np.diag(Q))
    R = Q * np.outer(d, d)
    z[t] = np.linalg.cholesky(R) @ rng.normal(size=n)
    Q = (1 - a - b) * S + a * np.outer(z[t], z[t]) + b * Q
z = np.round(z, 6)
M = z.T @ z / T
target = M / np.sqrt(np.outer(np.diag(M), np.diag(M)))


def loglik(a, b, nu):
    Q, total = target.copy(), 0.0
    for row in z:
        d = 1 / np.sqrt(np.diag(Q))
        R = Q * np.outer(d, d)
        # unit variances: the t has shape R (nu - 2) / nu
        total += multivariate_normal(cov=R).logpdf(row) if nu is None else multivariate_t(shape=R * (nu - 2) / nu, df=nu).logpdf(row)
        Q = (1 - a - b) * target + a * np.outer(row, row) + b * Q
    return total


opt = dict(method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 4000})
dcc = minimize(lambda p: -loglik(p[0], p[1], None) if min(p) > 0 and sum(p) < 1 else 1e9, [0.05, 0.9], **opt)
tdcc = minimize(lambda p: -loglik(p[0], p[1], p[2]) if min(p[:2]) > 0 and sum(p[:2]) < 1 and p[2] > 2 else 1e9, [0.05, 0.9, 20.0], **opt)
out = {"rows": T, "size": n, "values": z.ravel().tolist(), "target": target.ravel().tolist(),
       "points": [{"a": p[0], "b": p[1], "freedom": p[2], "logLikelihood": loglik(*p)} for p in [(0.05, 0.9, None), (0.1, 0.6, 8.0), (0.0, 0.0, None)]],
       "dcc": {"a": dcc.x[0], "b": dcc.x[1], "logLikelihood": -dcc.fun},
       "studentDcc": {"a": tdcc.x[0], "b": tdcc.x[1], "freedom": tdcc.x[2], "logLikelihood": -tdcc.fun}}
path = pathlib.Path(__file__).parents[2] / "packages/ml/src/volatility/multivariate/fixtures/dynamic-correlation.json"
path.write_text(json.dumps(out) + "\n")
print(out["dcc"], out["studentDcc"], out["points"])
