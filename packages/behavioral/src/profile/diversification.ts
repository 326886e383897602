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
  const columns = [counts, effective].map((own) => Float64Array.from(own));
  const found = blockBootstrap(columns, `positions ${seed}`, (sums) => Array.from(sums, (sum) => sum / counts.length));
  const estimate = (index: number, method: string): ProfileEstimate => ({
    ...found[index]!,
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
  const size = held.length;
  // days x positions, and the whole in the last column
  const moves = new Float64Array((row - first + 1) * (size + 1));
  let count = 0;
  for (let day = first; day <= row; day++) {
    const at = count * (size + 1);
    let whole = 0;
    let moved = false;
    for (let index = 0; index < size; index++) {
      const cell = day * width + held[index]!;
      const move = signs[index]! * (prices[cell]! / prices[cell - width]! - 1);
      moves[at + index] = move;
      whole += weights[held[index]!]! * move;
      moved ||= move !== 0;
    }
    moves[at + size] = whole;
    if (moved && Number.isFinite(whole)) count += 1;
  }
  if (count < fewestReturns) return null;
  const columns = Array.from({ length: 2 * (size + 1) }, (_, column) => {
    const index = column % (size + 1);
    const own = Float64Array.from({ length: count }, (__, day) => moves[day * (size + 1) + index]!);
    return column > size ? own.map((move) => move * move) : own;
  });
  const [found] = blockBootstrap(columns, `diversification ${seed}`, (sums) => {
    const deviation = (index: number): number =>
      Math.sqrt(Math.max(0, sums[size + 1 + index]! - (sums[index]! * sums[index]!) / count));
    const parts = held.reduce((sum, column, index) => sum + weights[column]! * deviation(index), 0);
    return [parts / deviation(size)];
  });
  if (!Number.isFinite(found!.value)) return null;
  return {
    ...found!,
    unit,
    method:
      "weights of the last day over the last year of daily returns (Choueifaty & Coignard 2008); interval by stationary bootstrap",
  };
}
