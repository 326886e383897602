import { axpy, gemv } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import type { Json } from "../../problem/normalize.ts";
import type { TailProof, TailSpec, TailsProof } from "../../risks/tail-spec.ts";
import { type CheckedMeasure, lastRemembered, productOf } from "./checked-measure.ts";

/** A sum of tails of scenario losses: of each, the largest weighted sum that the limits on scenario weights allow. */
export function checkedTails(scenarios: Scenarios, tails: readonly TailSpec[]): CheckedMeasure {
  const { rows, values } = scenarios;
  const size = values.length / rows;
  const seriesOf = lastRemembered((weights) => gemv(values, rows, size, weights));
  return {
    value(weights) {
      const series = seriesOf(weights);
      return tails.reduce((sum, tail) => sum + worstOf(tail, lossesOf(tail, series, weights)), 0);
    },
    support(weights, gradient, proof) {
      const stated = readProof(proof, size, tails.length);
      const at = stated === undefined ? weights : Float64Array.from(stated.at);
      const series = seriesOf(at);
      gradient.fill(0);
      let constant = 0;
      tails.forEach((tail, k) => {
        const shares = sharesOf(tail, lossesOf(tail, series, at), stated?.tails[k]);
        let sum = 0;
        for (let s = 0; s < shares.length; s += 1) sum += shares[s]!;
        const pulled = pulledBy(shares, values, size);
        for (let i = 0; i < size; i += 1)
          gradient[i] = gradient[i]! - tail.sign * (pulled[i]! - sum * (tail.centre?.[i] ?? 0));
        constant += targetSum(tail.target, shares, sum);
      });
      return constant + productOf(gradient, weights);
    },
  };
}

/** shares'values: most scenarios have no share. */
function pulledBy(shares: Float64Array, values: Float64Array, size: number): Float64Array {
  const pulled = new Float64Array(size);
  for (let s = 0; s < shares.length; s += 1) if (shares[s] !== 0) axpy(shares[s]!, values, pulled, size, s * size, 0);
  return pulled;
}

function lossesOf({ sign, centre, target }: TailSpec, series: Float64Array, weights: Float64Array): Float64Array {
  const middle = centre === undefined ? 0 : productOf(centre, weights);
  return series.map((earned, s) => (typeof target === "number" ? target : target[s]!) + sign * (middle - earned));
}

/** sum of shares x target. */
function targetSum(target: TailSpec["target"], shares: Float64Array, sum: number): number {
  if (typeof target === "number") return sum * target;
  return target.reduce((total, value, s) => total + value * shares[s]!, 0);
}

/** The largest sum of p loss, 0 <= p <= upper, sum p = total where there is one: the worst losses in full, as far as it goes. */
function worstOf({ upper, total }: TailSpec, losses: Float64Array): number {
  let sum = 0;
  if (total === undefined) {
    for (const loss of losses) sum += Math.max(0, loss);
    return upper * sum;
  }
  if (total <= upper) return total * losses.reduce((most, loss) => Math.max(most, loss), -Infinity);
  const sorted = losses.slice().sort();
  let left = total;
  for (let s = sorted.length - 1; s >= 0 && left > 0; s -= 1) {
    const share = Math.min(upper, left);
    sum += share * sorted[s]!;
    left -= share;
  }
  return sum;
}

/** A proof of the right shape; undefined otherwise, and then the portfolio's own worst scenarios support the measure. */
function readProof(proof: Json | undefined, size: number, count: number): TailsProof | undefined {
  const { at, tails } = (proof ?? {}) as Partial<TailsProof>;
  const numbers = (list: unknown): boolean => Array.isArray(list) && list.every((value) => Number.isFinite(value));
  if (!numbers(at) || at!.length !== size || !Array.isArray(tails) || tails.length !== count) return undefined;
  const sound = (tails as readonly TailProof[]).every(
    ({ threshold, scenarios, shares }) =>
      Number.isFinite(threshold) && numbers(scenarios) && numbers(shares) && scenarios.length === shares.length,
  );
  return sound ? ({ at, tails } as TailsProof) : undefined;
}

/** Scenario weights of a tail, made to keep its limits whatever the proof says: so they support the measure. */
function sharesOf({ upper, total }: TailSpec, losses: Float64Array, stated: TailProof | undefined): Float64Array {
  const threshold = stated?.threshold ?? (total === undefined ? 0 : edgeOf(losses, total / upper));
  const shares = losses.map((loss) => (loss > threshold ? upper : 0));
  stated?.scenarios.forEach((scenario, position) => {
    if (scenario in shares) shares[scenario] = upper * Math.min(1, Math.max(0, stated.shares[position]!));
  });
  if (total === undefined) return shares;
  let sum = 0;
  for (let s = 0; s < shares.length; s += 1) sum += shares[s]!;
  if (sum > total) return shares.map((share) => (share * total) / sum);
  // what is missing goes to the scenarios with room, at the edge where nothing was stated
  const roomy = shares.map((share, s) =>
    stated !== undefined || losses[s] === threshold ? Math.max(0, upper - share) : 0,
  );
  let room = 0;
  for (let s = 0; s < roomy.length; s += 1) room += roomy[s]!;
  return room > 0 ? shares.map((share, s) => share + (roomy[s]! * (total - sum)) / room) : shares;
}

/** The loss at which `count` scenarios are full. */
function edgeOf(losses: Float64Array, count: number): number {
  const sorted = losses.slice().sort();
  return sorted[Math.max(0, sorted.length - 1 - Math.floor(Math.min(count, sorted.length - 1)))]!;
}
