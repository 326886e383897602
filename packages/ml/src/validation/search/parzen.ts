import { exp, log, normalCdf, type RandomStream } from "@plimsoll/numeric";
import type { ChoiceParameter, ParameterValue, SearchParameter } from "./search-space.ts";

/** A density over the values of one parameter, estimated from some of them. */
export interface ParzenEstimate {
  draw(random: RandomStream): ParameterValue;
  logDensity(value: ParameterValue): number;
}

/** Weight of the prior, which counts as so many observations. */
const priorWeight = 1;

/** Categories by count, plus the prior shared evenly. */
function choiceEstimate({ values }: ChoiceParameter, observed: readonly ParameterValue[]): ParzenEstimate {
  const weights = values.map(() => priorWeight / values.length);
  for (const value of observed) {
    const at = values.indexOf(value);
    if (at >= 0) weights[at]! += 1;
  }
  const total = observed.length + priorWeight;
  return {
    draw(random) {
      let left = random.uniform() * total;
      const at = weights.findIndex((weight) => (left -= weight) < 0);
      return values[at < 0 ? values.length - 1 : at]!;
    },
    logDensity: (value) => log(weights[values.indexOf(value)]! / total),
  };
}

/** The line on which a numeric parameter is smooth, and half the width of the cell a value stands for there. */
function lineOf(parameter: Exclude<SearchParameter, ChoiceParameter>): { low: number; high: number; half: number } {
  const { kind, low, high } = parameter;
  if (kind === "log-uniform") return { low: log(low), high: log(high), half: 0 };
  return kind === "integer" ? { low: low - 0.5, high: high + 0.5, half: 0.5 } : { low, high, half: 0 };
}

/**
 * Standard deviations by the larger distance to a neighbour, the ends of the range being neighbours too, kept between a
 * share of the range and the range (Bergstra et al. 2011, section 4).
 */
function bandwidths(centres: readonly number[], low: number, high: number): number[] {
  const range = high - low;
  const least = range / Math.min(100, centres.length + 1);
  return centres.map((centre, i) => {
    const left = centre - (centres[i - 1] ?? low);
    const right = (centres[i + 1] ?? high) - centre;
    return Math.min(range, Math.max(least, left, right));
  });
}

/**
 * The adaptive Parzen estimator of Bergstra, Bardenet, Bengio & Kegl (2011): a mixture of normals, one around each
 * observed value and a wide one around the middle as prior, cut off at the ends of the range. Logarithms for log-uniform
 * parameters; the mass of the cell for whole numbers.
 */
export function parzenEstimate(parameter: SearchParameter, observed: readonly ParameterValue[]): ParzenEstimate {
  if (parameter.kind === "choice") return choiceEstimate(parameter, observed);
  const { low, high, half } = lineOf(parameter);
  const logarithmic = parameter.kind === "log-uniform";
  const middle = (low + high) / 2;
  const values = observed.map((value) => (logarithmic ? log(Number(value)) : Number(value)));
  const centres = [...values, middle].sort((a, b) => a - b);
  const widths = bandwidths(centres, low, high);
  widths[centres.indexOf(middle)] = high - low;
  const masses = centres.map(
    (centre, i) => normalCdf((high - centre) / widths[i]!) - normalCdf((low - centre) / widths[i]!),
  );
  const density = (x: number): number => {
    let sum = 0;
    for (let i = 0; i < centres.length; i++) {
      const z = (x - centres[i]!) / widths[i]!;
      const kernel =
        half === 0
          ? exp(-0.5 * z * z) / widths[i]!
          : normalCdf(z + half / widths[i]!) - normalCdf(z - half / widths[i]!);
      sum += kernel / masses[i]!;
    }
    return sum / centres.length;
  };
  return {
    draw(random) {
      const i = random.integer(centres.length);
      for (;;) {
        // the centre lies in the range and no deviation exceeds it, so more than a third of draws are kept
        const x = centres[i]! + widths[i]! * random.normal();
        if (x < low || x > high) continue;
        if (half > 0) return Math.min(parameter.high, Math.max(parameter.low, Math.round(x)));
        return Math.min(parameter.high, Math.max(parameter.low, logarithmic ? exp(x) : x));
      }
    },
    logDensity: (value) => log(density(logarithmic ? log(Number(value)) : Number(value))),
  };
}
