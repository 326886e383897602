"""Least variance, long only, from the sample covariance."""
import cvxpy as cp
import numpy as np

from common import frame, main, read_problem

problem = read_problem()
returns, covariance, mean = problem["returns"], problem["covariance"], problem["mean"]
n = len(mean)
table = frame(returns)


def by_cvxpy():
    w = cp.Variable(n)
    # unscaled, daily variances of 1e-4 end within the solver's absolute tolerance
    scaled = covariance / covariance.diagonal().mean() * n
    cp.Problem(cp.Minimize(cp.quad_form(w, cp.psd_wrap(scaled))), [cp.sum(w) == 1, w >= 0]).solve(solver=cp.CLARABEL)
    return w.value


def by_pypfopt():
    from pypfopt import EfficientFrontier

    weights = EfficientFrontier(252 * mean, 252 * covariance, solver="CLARABEL").min_volatility()
    return list(weights.values())


def by_skfolio():
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk

    return MeanRisk(risk_measure=RiskMeasure.VARIANCE).fit(table).weights_


def by_riskfolio():
    import riskfolio as rp

    portfolio = rp.Portfolio(returns=table)
    portfolio.assets_stats(method_mu="hist", method_cov="hist")
    return portfolio.optimization(model="Classic", rm="MV", obj="MinRisk", rf=0, hist=True)["weights"].to_numpy()


main([("cvxpy + Clarabel", by_cvxpy), ("PyPortfolioOpt", by_pypfopt), ("skfolio", by_skfolio), ("Riskfolio-Lib", by_riskfolio)])
