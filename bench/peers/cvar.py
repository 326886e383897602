"""Least CVaR at 95 %, long only."""
import cvxpy as cp
import numpy as np

from common import frame, main, read_problem

problem = read_problem()
returns = problem["returns"]
periods, n = returns.shape
table = frame(returns)


def by_cvxpy():
    w, threshold, beyond = cp.Variable(n), cp.Variable(), cp.Variable(periods, nonneg=True)
    objective = threshold + cp.sum(beyond) / (0.05 * periods)
    scaled = returns / returns.std()
    cp.Problem(cp.Minimize(objective), [beyond >= -scaled @ w - threshold, cp.sum(w) == 1, w >= 0]).solve(solver=cp.CLARABEL)
    return w.value


def by_pypfopt():
    from pypfopt import EfficientCVaR

    return list(EfficientCVaR(np.zeros(n), table, beta=0.95, solver="CLARABEL").min_cvar().values())


def by_skfolio():
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk

    return MeanRisk(risk_measure=RiskMeasure.CVAR, cvar_beta=0.95).fit(table).weights_


def by_riskfolio():
    import riskfolio as rp

    portfolio = rp.Portfolio(returns=table, alpha=0.05)
    portfolio.assets_stats(method_mu="hist", method_cov="hist")
    return portfolio.optimization(model="Classic", rm="CVaR", obj="MinRisk", rf=0, hist=True)["weights"].to_numpy()


main([("cvxpy + Clarabel", by_cvxpy), ("PyPortfolioOpt", by_pypfopt), ("skfolio", by_skfolio), ("Riskfolio-Lib", by_riskfolio)])
