import type { Evidence } from "../choice-set/evidence.ts";
import { blockBootstrap } from "./block-bootstrap.ts";
import type { InvestorProfile } from "./investor-profile.ts";
import { counted, type ProfileEstimate } from "./profile-estimate.ts";

type Diversification = Pick<
  InvestorProfile,
  "positions" | "effectivePositions" | "largestWeight" | "diversificationRatio" | "homeShare"
>;

const fewestDays = 20;
const fewestReturns = 60;
// about a year
const longest = 250;

/** How the money is spread. Weights are shares of the gross value of the positions. */
export function diversification(evidence: Evidence, seed: number): Diversification {
  const { account, context } = evidence;
  const width = account.assets.length;
  const counts: number[] = [];
  const effective: number[] = [];
  let last: { readonly row: number; readonly weights: Float64Array } | null = null;
  account.days.forEach((day, row) => {
    const weights = weightsOf(evidence, row);
    if (weights === null) return;
    counts.push(weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0));
    effective.push(1 / weights.reduce((sum, weight) => sum + weight * weight, 0));
    last = { row, weights };
  });
  const final = last as { readonly row: number; readonly weights: Float64Array } | null;
  const none: Diversification = {
    positions: null,
    effectivePositions: null,
    largestWeight: null,
    diversificationRatio: null,
    homeShare: null,
  };
  if (final === null) return none;
  const { domicile } = context;
  const day = account.days[final.row]!;
  const home =
    domicile === undefined
      ? null
      : account.assets.reduce(
          (sum, asset, column) =>
            domicile.assetCountries[asset] === domicile.country ? sum + final.weights[column]! : sum,
          0,
        );
  const known =
    domicile === undefined ||
    width === 0 ||
    account.assets.every(
      (asset, column) => final.weights[column] === 0 || domicile.assetCountries[asset] !== undefined,
    );
  return {
    ...spread(counts, effective, seed),
    largestWeight: counted(Math.max(...final.weights), "fraction of the positions", `on ${day}`),
    diversificationRatio: ratio(evidence, final.row, final.weights, seed),
    homeShare: home === null || !known ? null : counted(home, "fraction of the positions", `on ${day}`),
  };
}

function spread(
  counts: readonly number[],
  effective: readonly number[],
  seed: number,
): Pick<Diversification, "positions" | "effectivePositions"> {
  if (counts.length < fewestDays) return { positions: null, effectivePositions: null };
  const means = (rows: Int32Array): number[] => {
    let [first, second] = [0, 0];
    for (const row of rows) {
      first += counts[row]!;
      second += effective[row]!;
    }
    return [first / rows.length, second / rows.length];
  };
  const point = means(Int32Array.from(counts, (_, row) => row));
  const intervals = blockBootstrap(counts.length, `positions ${seed}`, means);
  const estimate = (index: number, method: string): ProfileEstimate => ({
    value: point[index]!,
    interval: intervals[index]!,
    unit: "positions",
    method: `${method}; interval by stationary bootstrap`,
  });
  return {
    positions: estimate(0, "mean over days with positions"),
    effectivePositions: estimate(1, "mean of 1 / sum of squared weights over days with positions"),
  };
}

/** Gross weights at a day's end, `null` without positions. */
function weightsOf({ account }: Evidence, row: number): Float64Array | null {
  const { assets, quantities, prices } = account;
  const width = assets.length;
  const weights = new Float64Array(width);
  let gross = 0;
  for (let column = 0; column < width; column++) {
    const cell = row * width + column;
    if (quantities[cell] === 0) continue;
    const worth = Math.abs(quantities[cell]! * prices[cell]!);
    if (Number.isNaN(worth)) continue;
    weights[column] = worth;
    gross += worth;
  }
  return gross > 0 ? weights.map((worth) => worth / gross) : null;
}

/** The diversification ratio of the positions of a day over the last year of their prices; one position is 1 by itself. */
function ratio(evidence: Evidence, row: number, weights: Float64Array, seed: number): ProfileEstimate | null {
  const { assets, prices, quantities } = evidence.account;
  const width = assets.length;
  const held = Array.from(weights.keys()).filter((column) => weights[column]! > 0);
  const unit = "weighted mean volatility over that of the whole";
  const first = Math.max(1, row - longest + 1);
  const signs = held.map((column) => Math.sign(quantities[row * width + column]!));
  // days on which all positions have a price before and after; on a day nothing moves, no market was open
  const returns: Float64Array[] = [];
  for (let day = first; day <= row; day++) {
    const moves = Float64Array.from(held, (column, index) => {
      const change = prices[day * width + column]! / prices[(day - 1) * width + column]! - 1;
      return signs[index]! * change;
    });
    if (moves.every(Number.isFinite) && moves.some((move) => move !== 0)) returns.push(moves);
  }
  if (returns.length < fewestReturns) return null;
  const own = Float64Array.from(held, (column) => weights[column]!);
  const whole = returns.map((moves) => moves.reduce((sum, move, index) => sum + own[index]! * move, 0));
  const statistic = (rows: Int32Array): number[] => {
    const deviation = (value: (day: number) => number): number => {
      let [sum, squares] = [0, 0];
      for (const day of rows) {
        const move = value(day);
        sum += move;
        squares += move * move;
      }
      return Math.sqrt(Math.max(0, squares - (sum * sum) / rows.length));
    };
    const parts = own.reduce((sum, weight, index) => sum + weight * deviation((day) => returns[day]![index]!), 0);
    return [parts / deviation((day) => whole[day]!)];
  };
  const value = statistic(Int32Array.from(returns, (_, day) => day))[0]!;
  if (!Number.isFinite(value)) return null;
  const [interval] = blockBootstrap(returns.length, `diversification ${seed}`, statistic);
  return {
    value,
    interval: interval!,
    unit,
    method:
      "weights of the last day over the last year of daily returns (Choueifaty & Coignard 2008); interval by stationary bootstrap",
  };
}
