"""Linear programs of what people want: linear loss aversion and minimax regret, long only."""
import cvxpy as cp

from common import main, read_problem

problem = read_problem()
returns = problem["returns"]
periods, n = returns.shape


def by_cvxpy(solver):
    def solve():
        w = cp.Variable(n)
        if problem["kind"] == "minimax-regret":
            worst = cp.max(returns.max(axis=1) - returns @ w)
            objective = cp.Minimize(worst)
        else:
            earned = returns @ w
            short = cp.sum(cp.pos(-earned)) / periods
            objective = cp.Maximize(cp.sum(earned) / periods - (problem["lossAversion"] - 1) * short)
        cp.Problem(objective, [cp.sum(w) == 1, w >= 0]).solve(solver=solver)
        return w.value

    return solve


main([("cvxpy + Clarabel", by_cvxpy(cp.CLARABEL)), ("cvxpy + HiGHS", by_cvxpy(cp.HIGHS))])
