"""Regressions that numeric and risk are tested against: statsmodels and linearmodels.

    python -m venv venv && venv/bin/pip install statsmodels==0.15.0 linearmodels==7.1 numpy==2.4.6 pandas==3.1.1
    venv/bin/python scripts/reference/regression.py

Inputs are rounded to six digits and stored with the answers.
"""
import json
import pathlib

import numpy as np
import pandas as pd
import statsmodels.api as sm
from linearmodels.asset_pricing import LinearFactorModel
from linearmodels.asset_pricing import TradedFactorModel
from scipy.optimize import linprog

rng = np.random.default_rng(20240117)


def numeric():
    n, k = 60, 3
    x = np.round(np.column_stack([np.ones(n), rng.normal(size=(n, k - 1))]), 6)
    noise = rng.normal(size=n) * (0.5 + np.abs(x[:, 1]))
    y = np.round(x @ [0.5, 1.0, -2.0] + noise, 6)
    out = {"x": x.ravel().tolist(), "y": y.tolist(), "rows": n, "columns": k, "errors": {}, "quantile": {}}
    model = sm.OLS(y, x)
    out["coefficients"] = model.fit().params.tolist()
    out["errors"]["classical"] = model.fit().bse.tolist()
    for kind in ["HC0", "HC1", "HC2", "HC3"]:
        out["errors"][kind.lower()] = model.fit(cov_type=kind).bse.tolist()
    out["errors"]["newey-west"] = model.fit(cov_type="HAC", cov_kwds={"maxlags": 4}).bse.tolist()
    out["errors"]["newey-west, degrees of freedom"] = model.fit(
        cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True}
    ).bse.tolist()
    for p in [0.05, 0.25, 0.5, 0.9]:
        # the program itself, solved by HiGHS: statsmodels' own iteration stops at 1e-6
        cost = np.concatenate([np.zeros(2 * k), np.full(n, p), np.full(n, 1 - p)])
        rows = np.hstack([x, -x, np.eye(n), -np.eye(n)])
        solved = linprog(cost, A_eq=rows, b_eq=y, bounds=(0, None), method="highs")
        out["quantile"][str(p)] = {"coefficients": (solved.x[:k] - solved.x[k : 2 * k]).tolist(), "loss": solved.fun}
    return out


def pricing():
    t, n, k = 240, 8, 2
    factors = np.round(rng.normal([0.006, 0.003], [0.045, 0.03], size=(t, k)), 6)
    loadings = np.column_stack([np.linspace(0.6, 1.4, n), np.linspace(-0.5, 0.9, n)[::-1] ** 3 + 0.1 * np.arange(n)])
    alphas = np.linspace(-0.002, 0.002, n)
    returns = np.round(alphas + factors @ loadings.T + rng.normal(size=(t, n)) * np.linspace(0.01, 0.03, n), 6)
    out = {"rows": t, "assets": n, "factorCount": k, "returns": returns.ravel().tolist(), "factors": factors.ravel().tolist()}
    names = [f"a{i}" for i in range(n)]
    frame, factor_frame = pd.DataFrame(returns, columns=names), pd.DataFrame(factors, columns=["f0", "f1"])
    # two-pass regression with an estimated zero-beta rate, homoskedastic errors: Shanken's correction
    two = LinearFactorModel(frame, factor_frame, risk_free=True).fit(cov_type="kernel", bandwidth=0, debiased=False)
    out["twoPass"] = {"premia": two.risk_premia.tolist()}
    traded = TradedFactorModel(frame, factor_frame).fit(cov_type="robust", debiased=False)
    out["traded"] = {"alphas": traded.alphas.tolist(), "betas": traded.betas.to_numpy().ravel().tolist()}
    # GRS and Fama-MacBeth written out from the papers' formulas
    x = np.column_stack([np.ones(t), factors])
    b, *_ = np.linalg.lstsq(x, returns, rcond=None)
    residual = returns - x @ b
    sigma = residual.T @ residual / t
    mean, omega = factors.mean(0), np.cov(factors.T, ddof=0)
    out["grs"] = float((t - n - k) / n * b[0] @ np.linalg.solve(sigma, b[0]) / (1 + mean @ np.linalg.solve(omega, mean)))
    design = np.column_stack([np.ones(n), b[1:].T])
    gammas = np.linalg.lstsq(design, returns.T, rcond=None)[0].T
    gamma = gammas.mean(0)
    c = gamma[1:] @ np.linalg.solve(np.cov(factors.T, ddof=1), gamma[1:])
    fm = np.cov(gammas.T, ddof=1) / t
    padded = np.zeros((k + 1, k + 1))
    padded[1:, 1:] = np.cov(factors.T, ddof=1) / t
    out["famaMacBeth"] = {
        "premia": gamma.tolist(),
        "standardErrors": np.sqrt(np.diag(fm)).tolist(),
        "shanken": np.sqrt(np.diag((1 + c) * (fm - padded) + padded)).tolist(),
    }
    return out


targets = {
    "packages/numeric/src/regression/fixtures/regression.json": numeric(),
    "packages/risk/src/factors/fixtures/asset-pricing.json": pricing(),
}
for name, table in targets.items():
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(table, separators=(",", ":")) + "\n")
