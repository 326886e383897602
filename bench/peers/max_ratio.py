"""Greatest mean over volatility, long only, from the sample moments."""
import cvxpy as cp

from common import frame, main, read_problem

problem = read_problem()
returns, covariance, mean = problem["returns"], problem["covariance"], problem["mean"]
n = len(mean)
table = frame(returns)


def by_cvxpy():
    y = cp.Variable(n)
    scale = abs(mean).max()
    scaled = covariance / covariance.diagonal().mean() * n
    cp.Problem(cp.Minimize(cp.quad_form(y, cp.psd_wrap(scaled))), [(mean / scale) @ y == 1, y >= 0]).solve(solver=cp.CLARABEL)
    return y.value / y.value.sum()


def by_pypfopt():
    from pypfopt import EfficientFrontier

    return list(EfficientFrontier(252 * mean, 252 * covariance, solver="CLARABEL").max_sharpe(risk_free_rate=0).values())


def by_skfolio():
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk, ObjectiveFunction

    model = MeanRisk(risk_measure=RiskMeasure.VARIANCE, objective_function=ObjectiveFunction.MAXIMIZE_RATIO)
    return model.fit(table).weights_


def by_riskfolio():
    import riskfolio as rp

    portfolio = rp.Portfolio(returns=table)
    portfolio.assets_stats(method_mu="hist", method_cov="hist")
    return portfolio.optimization(model="Classic", rm="MV", obj="Sharpe", rf=0, hist=True)["weights"].to_numpy()


main([("cvxpy + Clarabel", by_cvxpy), ("PyPortfolioOpt", by_pypfopt), ("skfolio", by_skfolio), ("Riskfolio-Lib", by_riskfolio)])
