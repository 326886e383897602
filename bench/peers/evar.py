"""Least EVaR at 95 %, long only."""
import cvxpy as cp
import numpy as np

from common import frame, main, read_problem

problem = read_problem()
returns = problem["returns"]
periods, n = returns.shape
table = frame(returns)


def by_cvxpy():
    w, t, z, u = cp.Variable(n), cp.Variable(), cp.Variable(nonneg=True), cp.Variable(periods)
    scale = returns.std()
    constraints = [
        cp.sum(w) == 1,
        w >= 0,
        cp.sum(u) <= z,
        cp.constraints.ExpCone(-(returns / scale) @ w - t, np.ones(periods) * z, u),
    ]
    cp.Problem(cp.Minimize(t + z * np.log(1 / (0.05 * periods))), constraints).solve(solver=cp.CLARABEL)
    return w.value


def by_skfolio():
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk

    return MeanRisk(risk_measure=RiskMeasure.EVAR, evar_beta=0.95).fit(table).weights_


def by_riskfolio():
    import riskfolio as rp

    portfolio = rp.Portfolio(returns=table, alpha=0.05)
    portfolio.assets_stats(method_mu="hist", method_cov="hist")
    return portfolio.optimization(model="Classic", rm="EVaR", obj="MinRisk", rf=0, hist=True)["weights"].to_numpy()


main([("cvxpy + Clarabel", by_cvxpy), ("skfolio", by_skfolio), ("Riskfolio-Lib", by_riskfolio)])
