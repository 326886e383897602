import { invalidInput } from "@plimsoll/core";
import { value } from "../factors/aligned.ts";
import { daysBetween } from "./window-prices.ts";
import type { FactorSplit, StressedAsset, StressedFactor } from "./stress-test.ts";

/**
 * A gain over the dates after `from` up to `to`, by factor: loading of the portfolio times the factor's compounded return, and what
 * that leaves. Loadings are those of the weights at the beginning, like the gains themselves.
 */
export function factorGains(
  byAsset: readonly StressedAsset[],
  { model, returns }: FactorSplit,
  from: string,
  to: string,
  maximumAge: number,
): readonly StressedFactor[] {
  const first = returns.dates.findIndex((date) => date > from);
  const after = returns.dates.findIndex((date) => date > to);
  const end = after === -1 ? returns.rows : after;
  const covered =
    first !== -1 &&
    end > first &&
    daysBetween(from, returns.dates[first]!) <= maximumAge &&
    daysBetween(returns.dates[end - 1]!, to) <= maximumAge;
  if (!covered) {
    throw invalidInput(
      "factors.returns",
      `factors.returns: they run from ${returns.dates[0] ?? "nowhere"} to ${returns.dates.at(-1) ?? "nowhere"} and don't cover ${from} to ${to}`,
    );
  }
  const factors = model.factors.map((factor, j): StressedFactor => {
    const column = returns.assets.indexOf(factor);
    if (column === -1) throw invalidInput("factors.returns", `factors.returns: the factor "${factor}" is missing`);
    let wealth = 1;
    for (let t = first; t < end; t++) wealth *= 1 + value(returns, t, column, "factors.returns");
    const exposure = byAsset.reduce((sum, { asset, weight }) => sum + weight * loadingOf(model, asset, j), 0);
    return { factor, exposure, return: wealth - 1, pnl: exposure * (wealth - 1) };
  });
  const total = byAsset.reduce((sum, { pnl }) => sum + pnl, 0);
  const explained = factors.reduce((sum, { pnl }) => sum + pnl, 0);
  return [...factors, { factor: "specific", exposure: null, return: null, pnl: total - explained }];
}

function loadingOf(model: FactorSplit["model"], asset: string, factor: number): number {
  const row = model.assets.indexOf(asset);
  if (row !== -1) return model.loadings[row]![factor]!;
  throw invalidInput("factors.model", `factors.model: "${asset}" is not among its assets: fit it with the portfolio's`);
}
