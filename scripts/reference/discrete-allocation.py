"""PyPortfolioOpt's discrete allocations of known weights, for packages/optimize/src/allocate/fixtures.

    pip install PyPortfolioOpt==1.6.0 highspy==1.15.1
    PLIMSOLL_REFERENCE_DATA=... python scripts/reference/discrete-allocation.py > packages/optimize/src/allocate/fixtures/pypfopt_discrete_allocation.json

Prices are the last row of pypfopt/stock_prices.csv, weights those of packages/optimize/src/fixtures/pypfopt_stock_prices.json.
Asserted are the objective values (sum |value - target| + leftover): the shares may differ between equally good answers.
"""
import json
import os
import sys
from pathlib import Path

import pandas as pd
from pypfopt.discrete_allocation import DiscreteAllocation, get_latest_prices

root = Path(os.environ["PLIMSOLL_REFERENCE_DATA"])
here = Path(__file__).resolve().parents[2]
prices = get_latest_prices(pd.read_csv(root / "data/optimize/pypfopt/stock_prices.csv", index_col="date", parse_dates=True))
golden = json.loads((here / "packages/optimize/src/fixtures/pypfopt_stock_prices.json").read_text())


def weightings():
    for name, case in golden["cases"].items():
        weights = dict(zip(golden["tickers"], case["w"]))
        if min(weights.values()) > -1e-9 and abs(sum(weights.values()) - 1) < 1e-6:
            yield name, {asset: max(weight, 0.0) for asset, weight in weights.items()}
    yield "equal weights", {asset: 1 / len(golden["tickers"]) for asset in golden["tickers"]}


def outcome(weights, value, allocation):
    objective = sum(abs(weight * value - allocation.get(asset, 0) * prices[asset]) for asset, weight in weights.items())
    left = value - sum(count * prices[asset] for asset, count in allocation.items())
    return {"shares": {asset: int(count) for asset, count in allocation.items()}, "cash": left, "objective": objective + left}


cases = []
for name, weights in weightings():
    for value in (500, 2_000, 10_000, 100_000):
        make = lambda: DiscreteAllocation(weights, prices, total_portfolio_value=value)
        linear, _ = make().lp_portfolio(solver="HIGHS")
        greedy, _ = make().greedy_portfolio()
        cases.append({
            "name": name,
            "value": value,
            "weights": weights,
            "integer": outcome(weights, value, linear),
            "greedy": outcome(weights, value, greedy),
        })
json.dump({"source": "PyPortfolioOpt 1.6.0, scripts/reference/discrete-allocation.py", "prices": prices.to_dict(), "cases": cases}, sys.stdout, indent=1)
print()
