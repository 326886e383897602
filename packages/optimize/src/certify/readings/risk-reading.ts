import { gemv, tailProbability } from "@plimsoll/numeric";
import type { ProblemContext } from "../../problem/context.ts";
import type { Risk } from "../../risks/table.ts";
import { entropicTilt } from "../measures/entropic-tilt.ts";
import { checkedQuadratic } from "../measures/quadratic.ts";

/** Difference from a benchmark, in the largest weight, that is no more than rounding. */
const rounding = 1e-14;

/**
 * The risk of weights by its definition (definitions 1 to 16), from the problem's numbers: `homogeneous` reads squares as
 * their roots, as ratios and budgets of risk do.
 */
export function readRisk(risk: Risk, context: ProblemContext, weights: Float64Array, homogeneous = false): number {
  if (risk.kind === "variance" || risk.kind === "standard-deviation") {
    const centre = risk.relativeTo === undefined ? undefined : context.requireBenchmark("risk");
    const root = homogeneous || risk.kind === "standard-deviation";
    return checkedQuadratic({ form: context.requireCovariance("risk"), centre, root }).value(weights);
  }
  const away = risk.relativeTo === undefined ? weights : lessBenchmark(weights, context.requireBenchmark("risk"));
  const value = ofReturns(risk, seriesOf(context, away));
  return homogeneous && (risk.kind === "semivariance" || risk.kind === "downside-variance") ? Math.sqrt(value) : value;
}

/** -mean ln(1 + return). */
export function readGrowthLoss(context: ProblemContext, weights: Float64Array): number {
  return mean(seriesOf(context, weights), (earned) => (earned > -1 ? 0 - Math.log1p(earned) : Infinity));
}

function lessBenchmark(weights: Float64Array, benchmark: Float64Array): Float64Array {
  const largest = weights.reduce((most, weight, i) => Math.max(most, Math.abs(weight), Math.abs(benchmark[i]!)), 0);
  return weights.map((weight, i) =>
    Math.abs(weight - benchmark[i]!) <= rounding * largest ? 0 : weight - benchmark[i]!,
  );
}

/** The portfolio's return in each scenario. */
export function seriesOf(context: ProblemContext, weights: Float64Array): Float64Array {
  const { rows, values } = context.requireScenarios("risk");
  return gemv(values, rows, weights.length, weights);
}

function ofReturns(
  risk: Exclude<Risk, { readonly kind: "variance" | "standard-deviation" }>,
  series: Float64Array,
): number {
  const count = series.length;
  const middle = mean(series, (earned) => earned);
  switch (risk.kind) {
    case "cvar":
      return worstMean(lossesOf(series), tailOf(risk.confidence));
    case "worst":
      return lossesOf(series).reduce((most, loss) => Math.max(most, loss), -Infinity);
    case "range":
      return (
        series.reduce((most, earned) => Math.max(most, earned), -Infinity) -
        series.reduce((least, earned) => Math.min(least, earned), Infinity)
      );
    case "cvar-range":
      return (
        worstMean(lossesOf(series), tailOf(risk.confidence)) +
        worstMean(series, tailOf(risk.gainConfidence ?? risk.confidence))
      );
    case "mad":
      return mean(series, (earned) => Math.abs(earned - middle));
    case "flpm":
      return mean(series, (earned) => Math.max(0, (risk.target ?? 0) - earned));
    case "slpm":
      return Math.sqrt(squaresBelow(series, risk.target ?? 0));
    case "downside-variance":
      return squaresBelow(series, risk.target ?? 0);
    case "semivariance":
      return squaresBelow(series, middle);
    case "evar":
      return entropicTilt(lossesOf(series), tailOf(risk.confidence)).value;
    case "max-drawdown":
      return drawdownsOf(series).reduce((most, depth) => Math.max(most, depth), 0);
    case "average-drawdown":
      return mean(drawdownsOf(series), (depth) => depth);
    case "cdar":
      return worstMean(drawdownsOf(series), tailOf(risk.confidence));
    case "ulcer":
      return Math.sqrt(mean(drawdownsOf(series), (depth) => depth * depth));
    case "edar":
      return entropicTilt(drawdownsOf(series), tailOf(risk.confidence)).value;
    case "gini": {
      if (count < 2) return 0;
      const sorted = series.slice().sort();
      let sum = 0;
      for (let i = 1; i <= count; i += 1) sum += (2 * i - count - 1) * sorted[i - 1]!;
      return (2 * sum) / (count * (count - 1));
    }
    case "tail-gini":
      return tailGini(lossesOf(series), tailOf(risk.confidence));
  }
}

function tailOf(confidence: number | undefined): number {
  return tailProbability(confidence ?? 0.95);
}

function lossesOf(series: Float64Array): Float64Array {
  return series.map((earned) => 0 - earned);
}

function mean(values: Float64Array, of: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
}

/** ddof 1. */
function squaresBelow(series: Float64Array, level: number): number {
  return (mean(series, (earned) => Math.min(0, earned - level) ** 2) * series.length) / (series.length - 1);
}

/** Mean of the largest `tail` of the values, a part of the one at the edge counted as such. */
function worstMean(values: Float64Array, tail: number): number {
  const sorted = values.slice().sort().reverse();
  const size = Math.max(1, tail * sorted.length);
  const whole = Math.min(sorted.length, Math.floor(size));
  let sum = 0;
  for (let k = 0; k < whole; k += 1) sum += sorted[k]!;
  return (sum + (size - whole) * (sorted[whole] ?? 0)) / size;
}

/** (2 / a^2) times the integral of p CVaR_p over p below a: between scenarios p CVaR_p is a straight line. */
function tailGini(losses: Float64Array, tail: number): number {
  const sorted = losses.slice().sort().reverse();
  const width = 1 / sorted.length;
  let integral = 0;
  let below = 0;
  for (let k = 0; k * width < tail && k < sorted.length; k += 1) {
    const step = Math.min(width, tail - k * width);
    integral += step * (below + (step * sorted[k]!) / 2);
    below += step * sorted[k]!;
  }
  return (2 * integral) / tail ** 2;
}

/** Drawdowns of the uncompounded path, the start included. */
function drawdownsOf(series: Float64Array): Float64Array {
  let level = 0;
  let peak = 0;
  return series.map((earned) => {
    level += earned;
    peak = Math.max(peak, level);
    return peak - level;
  });
}
