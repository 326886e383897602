"""Exactly ten holdings of at least 1 %: risk aversion / 2 x variance - mean, by Gurobi under its size-limited licence."""
import gurobipy as gp
from gurobipy import GRB

from common import main, read_problem

problem = read_problem()
covariance, mean, aversion = problem["covariance"], problem["mean"], problem["riskAversion"]
n = len(mean)


def by_gurobi():
    with gp.Env(params={"OutputFlag": 0}) as env, gp.Model(env=env) as model:
        model.Params.MIPGap = 1e-4
        w, held = model.addMVar(n), model.addMVar(n, vtype=GRB.BINARY)
        model.addConstr(w.sum() == 1)
        model.addConstr(held.sum() == 10)
        model.addConstr(w <= held)
        model.addConstr(w >= 0.01 * held)
        model.setObjective(w @ (aversion / 2 * covariance) @ w - mean @ w)
        model.optimize()
        return w.X


main([("Gurobi", by_gurobi)])
