import type { Json } from "../../problem/normalize.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { RiskShape } from "../../risks/risk-shape.ts";
import { type CheckedMeasure, lastRemembered } from "./checked-measure.ts";
import { drawdownMeasure } from "./drawdowns.ts";
import { entropicTilt } from "./entropic-tilt.ts";
import { checkedGrowth } from "./growth.ts";
import { checkedNegativeEntropy } from "./negative-entropy.ts";
import { checkedPrices } from "./priced.ts";
import { checkedQuadratic } from "./quadratic.ts";
import { rankMeasure } from "./ranks.ts";
import { fitEntropicPrices } from "./scenario-prices.ts";
import { checkedShortfalls } from "./shortfalls.ts";
import { checkedTails } from "./tails.ts";

/** Difference from a benchmark, in the largest weight, that is no more than rounding. */
const rounding = 1e-14;

const checked = new WeakMap<RiskTerm, CheckedMeasure>();

/** The risk of a portfolio, evaluated by the checker's own code. */
export function checkedValue(term: RiskTerm, weights: Float64Array): number {
  return measureOf(term).value(weights);
}

/** A linear function below a risk: see {@link CheckedMeasure.support}. */
export function checkedSupport(term: RiskTerm, weights: Float64Array, gradient: Float64Array, proof?: Json): number {
  return measureOf(term).support(weights, gradient, proof);
}

function measureOf(term: RiskTerm): CheckedMeasure {
  let made = checked.get(term);
  if (made === undefined) {
    const measure = measureOfShape(term.shape);
    const { benchmark } = term;
    // a quadratic form has the benchmark in its centre
    made = benchmark === undefined || term.shape.form === "quadratic" ? measure : relative(measure, benchmark);
    checked.set(term, made);
  }
  return made;
}

function measureOfShape(shape: RiskShape): CheckedMeasure {
  switch (shape.form) {
    case "quadratic":
      return checkedQuadratic(shape.risk);
    case "tails":
      return checkedTails(shape.scenarios, shape.tails);
    case "shortfalls":
      return checkedShortfalls(shape.scenarios, shape.spec, shape.root);
    case "entropic": {
      const { scenarios, tail } = shape;
      const tiltOf = lastRemembered((losses) => entropicTilt(losses, tail));
      return checkedPrices(scenarios, {
        value: (losses) => tiltOf(losses).value,
        prices: (losses) => tiltOf(losses).probabilities,
        fit: (prices) => fitEntropicPrices(prices, tail),
      });
    }
    case "drawdowns":
      return checkedPrices(shape.scenarios, drawdownMeasure(shape.gauge, shape.scenarios.rows));
    case "ranks":
      return checkedPrices(shape.scenarios, rankMeasure(shape.rankWeights));
    case "growth":
      return checkedGrowth(shape.scenarios);
    case "negative-entropy":
      return checkedNegativeEntropy(shape.budget);
  }
}

/** A measure of the difference from a benchmark. */
function relative(measure: CheckedMeasure, benchmark: Float64Array): CheckedMeasure {
  const away = (weights: Float64Array): Float64Array => {
    const largest = weights.reduce((most, weight, i) => Math.max(most, Math.abs(weight), Math.abs(benchmark[i]!)), 0);
    return weights.map((weight, i) => {
      const difference = weight - benchmark[i]!;
      return Math.abs(difference) <= rounding * largest ? 0 : difference;
    });
  };
  return {
    value: (weights) => measure.value(away(weights)),
    support: (weights, gradient, proof) => measure.support(away(weights), gradient, proof),
  };
}
