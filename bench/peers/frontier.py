"""A hundred portfolios of least variance at given returns, long only: a row of weights for each target."""
import cvxpy as cp
import numpy as np

from common import frame, main, read_problem

problem = read_problem()
returns, covariance, mean = problem["returns"], problem["covariance"], problem["mean"]
targets = np.array(problem["targets"])
n = len(mean)
table = frame(returns)


def by_cvxpy():
    w, target = cp.Variable(n), cp.Parameter()
    scale = abs(mean).max()
    scaled = covariance / covariance.diagonal().mean() * n
    constraints = [cp.sum(w) == 1, w >= 0, (mean / scale) @ w >= target]
    frontier = cp.Problem(cp.Minimize(cp.quad_form(w, cp.psd_wrap(scaled))), constraints)
    rows = []
    for value in targets:
        target.value = value / scale
        frontier.solve(solver=cp.CLARABEL)
        rows.append(w.value)
    return rows


def by_pypfopt():
    from pypfopt import EfficientFrontier

    model = lambda: EfficientFrontier(252 * mean, 252 * covariance, solver="CLARABEL")
    return [list(model().efficient_return(252 * float(value)).values()) for value in targets]


def by_skfolio():
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk

    return MeanRisk(risk_measure=RiskMeasure.VARIANCE, min_return=targets).fit(table).weights_


main([("cvxpy + Clarabel", by_cvxpy), ("PyPortfolioOpt", by_pypfopt), ("skfolio", by_skfolio)])
