import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import type { Json } from "../problem/normalize.ts";
import { minimizeTails } from "../solve/tail/minimize-tails.ts";
import { type TailSpec, tailLosses, type TailsProof } from "./tail-spec.ts";
import type { RiskTerm } from "./risk-kind.ts";
import { scenarioMagnitude } from "./scenario-magnitude.ts";
import { conicTails } from "../solve/conic/tails.ts";

/**
 * A measure that is a sum of tails of scenario losses, piecewise linear in the weights. `measure` is its value for the
 * portfolio's returns, by the definition that reports use.
 */
export function tailTerm(
  kind: string,
  scenarios: Scenarios,
  tails: readonly TailSpec[],
  measure: (series: Float64Array) => number,
): RiskTerm {
  const size = scenarios.values.length / scenarios.rows;
  const mass = tails.reduce((sum, { total, upper }) => sum + (total ?? upper * scenarios.rows), 0);
  const target = tails.reduce((sum, tail) => sum + Math.abs(tail.target), 0);
  let last: { readonly weights: Float64Array; readonly series: Float64Array } | undefined;
  // checks and reports ask for the same portfolio several times
  const seriesOf = (weights: Float64Array): Float64Array => {
    if (last === undefined || !last.weights.every((weight, i) => weight === weights[i]))
      last = { weights: weights.slice(), series: gemv(scenarios.values, scenarios.rows, size, weights) };
    return last.series;
  };
  return {
    kind,
    degree: 1,
    polyhedral: true,
    value: (weights) => measure(seriesOf(weights)),
    magnitude: (weights, slopes) => scenarioMagnitude(scenarios, weights, slopes, mass) + mass * target,
    minorant(weights, gradient, proof) {
      const stated = readProof(proof, size, tails.length);
      const at = stated === undefined ? weights : Float64Array.from(stated.at);
      const series = seriesOf(at);
      gradient.fill(0);
      let value = 0;
      tails.forEach((tail, k) => {
        const losses = tailLosses(tail, series, at);
        const shares = sharesOf(tail, losses, stated?.tails[k]);
        let sum = 0;
        for (let s = 0; s < shares.length; s += 1) sum += shares[s]!;
        const pulled = gemvTransposed(scenarios.values, scenarios.rows, size, shares);
        for (let i = 0; i < size; i += 1)
          gradient[i] = gradient[i]! - tail.sign * (pulled[i]! - sum * (tail.centre?.[i] ?? 0));
        value += sum * tail.target;
      });
      for (let i = 0; i < size; i += 1) value += gradient[i]! * weights[i]!;
      return value;
    },
    conic: (model) => conicTails(model, scenarios, tails),
    solver: "active scenarios",
    minimize: (polyhedron, coefficient, linear, state) =>
      minimizeTails(scenarios, tails, polyhedron, coefficient, linear, state),
  };
}

type StatedTail = TailsProof["tails"][number];

/** A proof of the right shape; undefined otherwise, and then the portfolio's own worst scenarios support the measure. */
function readProof(proof: Json | undefined, size: number, count: number): TailsProof | undefined {
  const { at, tails } = (proof ?? {}) as Partial<TailsProof>;
  const numbers = (list: unknown): boolean => Array.isArray(list) && list.every((value) => Number.isFinite(value));
  if (!numbers(at) || at!.length !== size || !Array.isArray(tails) || tails.length !== count) return undefined;
  const sound = (tails as readonly StatedTail[]).every(
    ({ threshold, scenarios, shares }) =>
      Number.isFinite(threshold) && numbers(scenarios) && numbers(shares) && scenarios.length === shares.length,
  );
  return sound ? ({ at, tails } as TailsProof) : undefined;
}

/** Scenario weights of a tail, made to keep its limits whatever the proof says: so they support the measure. */
function sharesOf({ upper, total }: TailSpec, losses: Float64Array, stated: StatedTail | undefined): Float64Array {
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
