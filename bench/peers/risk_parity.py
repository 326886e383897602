"""Equal contributions to the variance, long only."""
import cvxpy as cp
import numpy as np

from common import frame, main, read_problem

problem = read_problem()
returns, covariance = problem["returns"], problem["covariance"]
n = len(covariance)
table = frame(returns)


def by_cvxpy():
    y = cp.Variable(n)
    scaled = covariance / covariance.diagonal().mean()
    cp.Problem(cp.Minimize(0.5 * cp.quad_form(y, cp.psd_wrap(scaled)) - cp.sum(cp.log(y)) / n)).solve(solver=cp.CLARABEL)
    return y.value / y.value.sum()


def by_skfolio():
    from skfolio import RiskMeasure
    from skfolio.optimization import RiskBudgeting

    return RiskBudgeting(risk_measure=RiskMeasure.VARIANCE).fit(table).weights_


def by_riskfolio():
    import riskfolio as rp

    portfolio = rp.Portfolio(returns=table)
    portfolio.assets_stats(method_mu="hist", method_cov="hist")
    return portfolio.rp_optimization(model="Classic", rm="MV", rf=0, b=None, hist=True)["weights"].to_numpy()


main([("cvxpy + Clarabel", by_cvxpy), ("skfolio", by_skfolio), ("Riskfolio-Lib", by_riskfolio)])
