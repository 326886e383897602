import { gemv, gemvTransposed, riskMeasures } from "@plimsoll/numeric";
import { multiplyForm } from "../../problem/quadratic-form.ts";
import type { Scenarios } from "../../problem/context.ts";
import type { Json } from "../../problem/normalize.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { QuadraticRisk, RiskShape } from "../../risks/risk-shape.ts";
import type { RootProof } from "../../risks/root-proof.ts";
import { targetAt, type TailSpec, tailLosses, type TailsProof } from "../../risks/tail-spec.ts";

/**
 * Writes a slope of a risk at weights into `gradient` and returns r with risk(v) >= r + slope'(v - weights): by the solver's
 * own prices where the measure has kinks. NaN where these are missing.
 */
export function slopeOf(
  term: RiskTerm,
  weights: Float64Array,
  gradient: Float64Array,
  proof: Json | undefined,
): number {
  const { benchmark, shape } = term;
  if (shape.form === "quadratic") return quadraticSlope(shape.risk, weights, gradient, proof);
  const away = benchmark === undefined ? weights : weights.map((weight, i) => weight - benchmark[i]!);
  return scenarioSlope(shape, away, gradient, proof);
}

function quadraticSlope(
  { form, centre, root }: QuadraticRisk,
  weights: Float64Array,
  gradient: Float64Array,
  proof: Json | undefined,
): number {
  const stated = root ? (proof as Partial<RootProof> | undefined) : undefined;
  const elsewhere = stated?.at === undefined ? undefined : Float64Array.from(stated.at);
  const away = weights.map((weight, i) => weight - (centre?.[i] ?? 0));
  const from = elsewhere === undefined ? away : elsewhere.map((weight, i) => weight - (centre?.[i] ?? 0));
  multiplyForm(form, from, gradient);
  let square = 0;
  for (let i = 0; i < from.length; i += 1) square += from[i]! * gradient[i]!;
  const deviation = Math.sqrt(Math.max(0, square));
  const factor = root ? (deviation > 0 ? (elsewhere === undefined ? 1 : stated!.share!) / deviation : 0) : 2;
  let along = 0;
  for (let i = 0; i < away.length; i += 1) {
    gradient[i] = factor * gradient[i]!;
    along += gradient[i]! * away[i]!;
  }
  return root ? along : along / 2;
}

function scenarioSlope(
  shape: Exclude<RiskShape, { readonly form: "quadratic" }>,
  weights: Float64Array,
  gradient: Float64Array,
  proof: Json | undefined,
): number {
  switch (shape.form) {
    case "tails":
      return tailsSlope(shape.scenarios, shape.tails, weights, gradient, proof);
    case "entropic":
    case "drawdowns":
    case "ranks": {
      const { prices } = (proof ?? {}) as { readonly prices?: readonly number[] };
      const used = prices === undefined ? ownPrices(shape, weights) : Float64Array.from(prices);
      return pulled(shape.scenarios, used, weights, gradient);
    }
    case "shortfalls": {
      const { scenarios, spec, root } = shape;
      const stated = root ? (proof as Partial<RootProof> | undefined) : undefined;
      const at = stated?.at === undefined ? weights : Float64Array.from(stated.at);
      const middle = spec.centre?.reduce((sum, value, i) => sum + value * at[i]!, 0) ?? 0;
      const short = seriesOf(scenarios, at).map((earned) => Math.max(0, spec.target + middle - earned));
      const square = short.reduce((sum, loss) => sum + loss * loss, 0) / spec.divisor;
      const risk = Math.sqrt(square);
      const factor = root ? (risk > 0 ? (stated?.share ?? 1) / (risk * spec.divisor) : 0) : 2 / spec.divisor;
      const prices = short.map((loss) => factor * loss);
      const total = prices.reduce((sum, price) => sum + price, 0);
      const along = pulled(scenarios, prices, weights, gradient, total, spec.centre) + total * spec.target;
      return root ? along : along - square;
    }
    case "growth": {
      const { scenarios } = shape;
      const series = seriesOf(scenarios, weights);
      const prices = series.map((earned) => 1 / (scenarios.rows * (1 + earned)));
      pulled(scenarios, prices, weights, gradient);
      return series.reduce((sum, earned) => sum - Math.log1p(earned), 0) / scenarios.rows;
    }
    case "negative-entropy": {
      let value = 0;
      for (let i = 0; i < weights.length; i += 1) {
        const share = Math.max(weights[i]! / shape.budget, 1e-300);
        gradient[i] = (Math.log(share) + 1) / shape.budget;
        value += gradient[i]! * weights[i]! - share;
      }
      return value;
    }
  }
}

/** Prices of losses by the measure's own derivative, where it is smooth and its solver hands over none. */
function ownPrices(
  shape: Extract<RiskShape, { readonly form: "entropic" | "drawdowns" | "ranks" }>,
  weights: Float64Array,
): Float64Array {
  return derivativeOf(shape, seriesOf(shape.scenarios, weights)).map((slope) => 0 - slope);
}

function derivativeOf(
  shape: Extract<RiskShape, { readonly form: "entropic" | "drawdowns" | "ranks" }>,
  series: Float64Array,
): Float64Array {
  if (shape.form === "entropic") return riskMeasures.evar.gradient(series, { confidence: 1 - shape.tail });
  // kinks: a solver that gives no prices proves nothing here
  if (shape.form === "ranks") return series.map(() => Number.NaN);
  const { gauge, scenarios } = shape;
  switch (gauge.kind) {
    case "average":
      return riskMeasures["average-drawdown"].gradient(series);
    case "root-mean-square":
      return riskMeasures.ulcer.gradient(series);
    case "tail":
      return riskMeasures.cdar.gradient(series, { confidence: 1 - gauge.count / scenarios.rows });
    case "entropic":
      return riskMeasures.edar.gradient(series, { confidence: 1 - gauge.tail });
  }
}

function tailsSlope(
  scenarios: Scenarios,
  tails: readonly TailSpec[],
  weights: Float64Array,
  gradient: Float64Array,
  proof: Json | undefined,
): number {
  const stated = proof as Partial<TailsProof> | undefined;
  if (stated?.at === undefined) return Number.NaN;
  const at = Float64Array.from(stated.at);
  const series = seriesOf(scenarios, at);
  const part = new Float64Array(weights.length);
  gradient.fill(0);
  let value = 0;
  tails.forEach((tail, k) => {
    const { threshold, scenarios: listed, shares } = stated.tails![k]!;
    const prices = tailLosses(tail, series, at).map((loss) => (loss > threshold ? tail.upper : 0));
    listed.forEach((scenario, position) => (prices[scenario] = tail.upper * shares[position]!));
    const total = prices.reduce((sum, price) => sum + price, 0);
    value += tail.sign * pulled(scenarios, prices, weights, part, total, tail.centre);
    value += prices.reduce((sum, price, s) => sum + price * targetAt(tail, s), 0);
    for (let i = 0; i < part.length; i += 1) gradient[i] = gradient[i]! + tail.sign * part[i]!;
  });
  return value;
}

function seriesOf({ rows, values }: Scenarios, weights: Float64Array): Float64Array {
  return gemv(values, rows, weights.length, weights);
}

/** Writes the slopes of sum prices'(centre'w - returns) and returns its value. */
function pulled(
  { rows, values }: Scenarios,
  prices: Float64Array,
  weights: Float64Array,
  gradient: Float64Array,
  total: number = 0,
  centre?: Float64Array,
): number {
  const returns = gemvTransposed(values, rows, weights.length, prices);
  let value = 0;
  for (let i = 0; i < weights.length; i += 1) {
    gradient[i] = total * (centre?.[i] ?? 0) - returns[i]!;
    value += gradient[i]! * weights[i]!;
  }
  return value;
}
