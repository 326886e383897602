"""What packages/risk is compared with: style analysis by cvxpy, turbulence and absorption ratio by numpy and scikit-learn,
numbers of factors by singular values, the multinomial test by scipy and by enumeration, the ES regression by scipy.

    python -m venv venv && venv/bin/pip install cvxpy==1.9.3 scipy==1.17.1 numpy==2.4.6 scikit-learn
    venv/bin/python scripts/reference/risk-measures-and-factors.py
"""
import itertools
import json
import math
import pathlib

import cvxpy as cp
import numpy as np
from scipy import optimize, stats
from sklearn.covariance import EmpiricalCovariance

rng = np.random.default_rng(20)
table = {}

# style analysis: least tracking variance, weights at least 0 with sum 1
n, k = 60, 5
styles = np.round(0.01 * (rng.standard_normal((n, 1)) + rng.standard_normal((n, k))), 6)
fund = np.round(styles @ [0.5, -0.3, 0.4, 0.1, 0.3] + 0.001 + 0.004 * rng.standard_normal(n), 6)
w = cp.Variable(k, nonneg=True)
residual = 100 * (fund - fund.mean() - (styles - styles.mean(0)) @ w)
cp.Problem(cp.Minimize(cp.sum_squares(residual)), [cp.sum(w) == 1]).solve(
    solver=cp.CLARABEL, tol_gap_abs=1e-14, tol_gap_rel=1e-14, tol_feas=1e-14
)
left = fund - fund.mean() - (styles - styles.mean(0)) @ w.value
table["style"] = {
    "fund": fund.tolist(),
    "styles": styles.ravel().tolist(),
    "count": k,
    "weights": w.value.tolist(),
    "rSquared": 1 - float(left @ left) / float(((fund - fund.mean()) ** 2).sum()),
}

# turbulence: squared Mahalanobis distances over the number of assets; covariance over T - 1
market = np.round(rng.standard_normal((40, 4)) @ rng.standard_normal((4, 4)), 6)
whole = EmpiricalCovariance().fit(market).mahalanobis(market) * (len(market) - 1) / len(market) / 4
window = 25
before = []
for t in range(window, len(market)):
    past = market[t - window : t]
    d = market[t] - past.mean(0)
    before.append(float(d @ np.linalg.inv(np.cov(past.T)) @ d / 4))
# absorption: share of the largest two eigenvalues, half-life half of the window
weight = 0.5 ** (np.arange(window)[::-1] / (window / 2))
absorbed = []
for end in range(window, len(market) + 1):
    values = np.linalg.eigvalsh(np.cov(market[end - window : end].T, aweights=weight))
    absorbed.append(float(values[-2:].sum() / values.sum()))
table["market"] = {
    "values": market.ravel().tolist(),
    "count": 4,
    "window": window,
    "turbulence": whole.tolist(),
    "turbulenceBefore": before,
    "absorption": absorbed,
}

# numbers of factors: Bai & Ng (2002) from residuals of principal components, at 40 dates of 100 assets as in their tables,
# common part as strong as what is left
T, N, r, most = 40, 100, 1, 8
panel = np.round(rng.standard_normal((T, r)) @ rng.standard_normal((r, N)) + math.sqrt(r) * rng.standard_normal((T, N)), 5)
x = panel - panel.mean(0)
x = x / x.std(0, ddof=1)
u, s, vt = np.linalg.svd(x, full_matrices=False)
residuals = [((x - (u[:, :j] * s[:j]) @ vt[:j]) ** 2).mean() for j in range(most + 1)]
c2 = min(N, T)
penalty = [(N + T) / (N * T) * math.log(N * T / (N + T)), (N + T) / (N * T) * math.log(c2), math.log(c2) / c2]
counts = {}
for i, g in enumerate(penalty):
    counts[f"ic{i + 1}"] = int(np.argmin([math.log(v) + j * g for j, v in enumerate(residuals)]))
    counts[f"pc{i + 1}"] = int(np.argmin([v + j * residuals[most] * g for j, v in enumerate(residuals)]))
values = s**2 / (N * T)
rest = values[::-1].cumsum()[::-1]
# Ahn & Horenstein (2013), with their mock eigenvalue before the first
mock = values.sum() / math.log(c2)
ratio = [mock / values[0]] + [values[j - 1] / values[j] for j in range(1, most + 1)]
counts["eigenvalue-ratio"] = int(np.argmax(ratio))
v = np.concatenate([[values.sum() + mock], rest])
counts["growth-ratio"] = int(
    np.argmax([math.log(v[j] / v[j + 1]) / math.log(v[j + 1] / v[j + 2]) for j in range(most + 1)])
)
table["factorCounts"] = {"rows": T, "columns": N, "maximum": most, "values": panel.ravel().tolist(), "counts": counts}

# multinomial test of VaR at three levels: counts against their expectation
levels = [0.95, 0.975, 0.99]
observed = [371, 13, 9, 7]
total = sum(observed)
p = -np.diff([1] + [1 - c for c in levels] + [0])
pearson = stats.chisquare(observed, total * p)
likelihood = stats.power_divergence(observed, total * p, lambda_="log-likelihood")
# variance of Pearson's statistic for Nass (1959), over every outcome of 12 periods
few = 12
mean = square = 0.0
for outcome in itertools.product(range(few + 1), repeat=3):
    if sum(outcome) > few:
        continue
    cells = [few - sum(outcome), *outcome]
    chance = stats.multinomial.pmf(cells, few, p)
    statistic = ((cells - few * p) ** 2 / (few * p)).sum()
    mean += chance * statistic
    square += chance * statistic**2
scale = 2 * mean / (square - mean**2)
few_observed = [10, 1, 0, 1]
few_pearson = float(((few_observed - few * p) ** 2 / (few * p)).sum())
table["multinomial"] = {
    "levels": levels,
    "observed": observed,
    "pearson": [float(pearson.statistic), float(pearson.pvalue)],
    "likelihood": [float(likelihood.statistic), float(likelihood.pvalue)],
    "few": {
        "observed": few_observed,
        "nass": [float(scale * few_pearson), float(scale * mean), float(stats.chi2.sf(scale * few_pearson, scale * mean))],
    },
}

# ES regression: all four coefficients at once by Nelder-Mead from many starts, on the FZ0 loss as it stands
a, n = 0.1, 300
scale_t = np.round(np.exp(0.5 * np.sin(np.arange(n) / 9)), 6)
y = np.round(scale_t * rng.standard_t(6, size=n), 6)
es = np.round(2.2 * scale_t, 6)
X = np.column_stack([np.ones(n), -es])


def loss(theta):
    q, e = X @ theta[:2], X @ theta[2:]
    if (e >= 0).any():
        return 1e10
    return float(((y <= q) * (y - q) / (a * e) + q / e + np.log(-e) - 1).mean())


best = None
options = {"xatol": 1e-12, "fatol": 1e-15, "maxiter": 20000, "maxfev": 20000, "adaptive": True}
for start in range(30):
    theta = np.array([0, 0.7, 0, 1.0]) + 0.15 * rng.standard_normal(4)
    for _ in range(6):
        fit = optimize.minimize(loss, theta, method="Nelder-Mead", options=options)
        theta = fit.x
    if best is None or fit.fun < best.fun:
        best = fit
b, c = best.x[:2], best.x[2:]


def pieces(b, c):
    """Scores of the ES coefficients and their covariance for a location-scale model."""
    q, e = X @ b, X @ c
    below = y < q - 1e-7
    spread = np.var(((q - y) / e)[below | (np.abs(y - q) <= 1e-7)], ddof=1)
    pseudo = q + below * (y - q) / a
    z = X / e[:, None]
    return z, (e - pseudo) / e, (spread + (1 - a) * (1 - q / e) ** 2) / a


z, score, variance = pieces(b, c)
bread = np.linalg.inv(z.T @ z)
covariance = bread @ (z.T * variance) @ z @ bread
d = c - [0, 1]
# at (0, 1) the quantile alone, a linear program
weights = 1 / es
program = optimize.linprog(
    np.concatenate([np.zeros(4), a * np.ones(n), (1 - a) * np.ones(n)]),
    A_eq=np.hstack([X * weights[:, None], -X * weights[:, None], np.eye(n), -np.eye(n)]),
    b_eq=y * weights,
    method="highs",
)
b0 = program.x[:2] - program.x[2:4]
z, score, variance = pieces(b0, np.array([0.0, 1.0]))
g = z.T @ score
table["esRegression"] = {
    "confidence": 1 - a,
    "returns": y.tolist(),
    "expectedShortfall": es.tolist(),
    "loss": best.fun,
    "intercept": float(c[0]),
    "slope": float(c[1]),
    "errors": np.sqrt(np.diag(covariance)).tolist(),
    "wald": float(d @ np.linalg.solve(covariance, d)),
    "score": float(g @ np.linalg.solve((z.T * variance) @ z, g)),
}

path = pathlib.Path("packages/risk/src/fixtures/measures-and-factors.json")
path.write_text(json.dumps(table, separators=(",", ":")) + "\n")
print(json.dumps({key: {k: v for k, v in part.items() if not isinstance(v, list) or len(v) < 9} for key, part in table.items()}))
