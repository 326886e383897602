import { gemv, gemvTransposed } from "@plimsoll/numeric";
import type { Scenarios } from "../problem/context.ts";
import type { Json } from "../problem/normalize.ts";
import type { Polyhedron } from "../program/polyhedron.ts";
import { type ScenarioPoints, type ScenarioProgram, scenarioProgramOf } from "../solve/scenario/scenario-program.ts";
import type { Solving } from "../solve/solving.ts";
import type { RiskMinimum, RiskTerm } from "./risk-kind.ts";
import { scenarioMagnitude } from "./scenario-magnitude.ts";
import type { ConicModel } from "../solve/conic/conic-model.ts";
import type { ConicRisk } from "../solve/conic/conic-risk.ts";

/** A measure of a portfolio's returns, convex and homogeneous of degree 1: the largest of sum p_t loss_t over some prices p. */
export interface SupportedMeasure {
  readonly kind: string;
  /** By the definition that reports use. */
  value(series: Float64Array): number;
  /** The derivative of the value by each return. */
  gradient(series: Float64Array): Float64Array;
  /** Changes prices of each period's loss, as little as need be, into ones that support the measure whatever the weights. */
  fit(prices: readonly number[]): Float64Array;
  /** Sum of the absolute prices that the measure may have. */
  readonly mass: number;
  /** Whether the measure is piecewise linear. */
  readonly polyhedral: boolean;
  /** What its solver reads. */
  readonly points: ScenarioPoints;
  /** How {@link SupportedMeasure.minimize} goes about it. */
  readonly solver: string;
  minimize(program: ScenarioProgram): Solving<RiskMinimum>;
  /** As in {@link RiskTerm.conic}. */
  readonly conic?: ((model: ConicModel) => ConicRisk) | undefined;
}

/** What a solver hands over: the price of each period's loss. */
interface PricesProof {
  readonly prices: readonly number[];
}

/** A portfolio with its returns by period and its risk. */
interface Valued {
  readonly weights: Float64Array;
  readonly series: Float64Array;
  readonly value: number;
}

const remembered = 2;

/** A measure of scenarios whose proof is a price for each period's loss: prices that fit the measure support it everywhere. */
export function supportedTerm(scenarios: Scenarios, measure: SupportedMeasure): RiskTerm {
  const { rows, values } = scenarios;
  const size = values.length / rows;
  // checks and reports ask for the same portfolios several times
  const recent: Valued[] = [];
  const at = (weights: Float64Array): Valued => {
    const known = recent.find((entry) => entry.weights.every((weight, i) => weight === weights[i]));
    if (known !== undefined) return known;
    const series = gemv(values, rows, size, weights);
    const made = { weights: weights.slice(), series, value: measure.value(series) };
    if (recent.unshift(made) > remembered) recent.pop();
    return made;
  };
  return {
    kind: measure.kind,
    degree: 1,
    polyhedral: measure.polyhedral,
    solver: measure.solver,
    value: (weights) => at(weights).value,
    magnitude: (weights, slopes) => scenarioMagnitude(scenarios, weights, slopes, measure.mass),
    minorant(weights, gradient, proof) {
      const prices = readPrices(proof, rows);
      const slopes =
        prices === undefined ? measure.gradient(at(weights).series) : measure.fit(prices).map((price) => 0 - price);
      gradient.set(gemvTransposed(values, rows, size, slopes));
      let value = 0;
      for (let i = 0; i < size; i += 1) value += gradient[i]! * weights[i]!;
      return value;
    },
    ...(measure.conic === undefined ? {} : { conic: measure.conic }),
    minimize: (polyhedron: Polyhedron, coefficient, linear) =>
      measure.minimize(scenarioProgramOf(polyhedron, scenarios, coefficient, linear, measure.points)),
  };
}

/** Undefined where the proof has another shape: then the portfolio's own prices support the measure. */
function readPrices(proof: Json | undefined, rows: number): readonly number[] | undefined {
  const { prices } = (proof ?? {}) as Partial<PricesProof>;
  const sound = Array.isArray(prices) && prices.length === rows && prices.every((price) => Number.isFinite(price));
  return sound ? prices : undefined;
}
