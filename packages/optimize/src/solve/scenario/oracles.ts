import { argsort, syrk } from "@plimsoll/numeric";
import { addRidge, CurvatureSum } from "./curvature.ts";
import { drawdownsOf } from "./drawdown-path.ts";
import { entropicTilt } from "./entropic-tilt.ts";
import type { ScenarioProgram } from "./scenario-program.ts";

/** A measure at one portfolio: its value, a supporting price of each point, and its curvature when asked. */
export interface Support {
  readonly value: number;
  readonly prices: Float64Array;
  /** columns x columns; 0 along the portfolio itself, but for a ridge. */
  curvature(): Float64Array;
}

/** A measure homogeneous of degree 1 as the Newton methods ask it: by the values of the points. */
export type Oracle = (program: ScenarioProgram, values: Float64Array) => Support;

/** Temperature, in returns of typical size, below which a measure is a maximum: its cuts then serve better than curvature. */
const coldest = 1e-3;

/** EVaR of returns. Keeps its last temperature to start the next search. */
export function entropicOracle(tail: number): Oracle {
  let start = 0;
  return ({ points, columns }, values) => {
    const tilt = entropicTilt(
      values.map((value) => 0 - value),
      tail,
      start,
    );
    start = tilt.temperature;
    const { probabilities, temperature } = tilt;
    return {
      value: tilt.value,
      prices: probabilities.map((probability) => 0 - probability),
      curvature() {
        const kept = heavy(probabilities);
        const sum = new CurvatureSum(columns, kept.length);
        if (temperature > 0)
          sum.add(
            kept.length,
            (k, into, at) => into.set(points.subarray(kept[k]! * columns, (kept[k]! + 1) * columns), at),
            (k) => probabilities[kept[k]!]!,
            (k) => values[kept[k]!]!,
            1 / Math.max(temperature, coldest),
          );
        return sum.hessian();
      },
    };
  };
}

/** EVaR of drawdowns. */
export function entropicDrawdownOracle(tail: number): Oracle {
  let start = 0;
  return ({ points, columns, count }, values) => {
    const { depths, peaks } = drawdownsOf(values);
    const tilt = entropicTilt(depths.subarray(1), tail, start);
    start = tilt.temperature;
    const { probabilities, temperature } = tilt;
    const prices = new Float64Array(count);
    for (let t = 1; t < count; t += 1) {
      prices[peaks[t]!]! += probabilities[t - 1]!;
      prices[t]! -= probabilities[t - 1]!;
    }
    return {
      value: tilt.value,
      prices,
      curvature() {
        const kept = heavy(probabilities);
        const sum = new CurvatureSum(columns, kept.length);
        if (temperature > 0)
          sum.add(
            kept.length,
            (k, into, at) => {
              const t = (kept[k]! + 1) * columns;
              const s = peaks[kept[k]! + 1]! * columns;
              for (let j = 0; j < columns; j += 1) into[at + j] = points[s + j]! - points[t + j]!;
            },
            (k) => probabilities[kept[k]!]!,
            (k) => depths[kept[k]! + 1]!,
            1 / Math.max(temperature, coldest),
          );
        return sum.hessian();
      },
    };
  };
}

/** Root mean square of drawdowns. */
export const ulcerOracle: Oracle = ({ points, columns, count, periods }, values) => {
  const { depths, peaks } = drawdownsOf(values);
  let squares = 0;
  for (let t = 1; t < count; t += 1) squares += depths[t]! * depths[t]!;
  const value = Math.sqrt(squares / periods);
  const prices = new Float64Array(count);
  for (let t = 1; t < count; t += 1) {
    // 0 where there is no drawdown at all
    const price = value > 0 ? depths[t]! / (periods * value) : 0;
    prices[peaks[t]!]! += price;
    prices[t]! -= price;
  }
  return {
    value,
    prices,
    curvature() {
      const rows = new Float64Array(periods * columns);
      const gradient = new Float64Array(columns);
      for (let t = 1; t < count; t += 1) {
        const at = (t - 1) * columns;
        const peak = peaks[t]! * columns;
        for (let j = 0; j < columns; j += 1) {
          const row = points[peak + j]! - points[t * columns + j]!;
          rows[at + j] = row;
          gradient[j]! += row * depths[t]!;
        }
      }
      // each row less its regression on the portfolio's drawdown
      const scale = value > 0 ? 1 / Math.sqrt(periods * value) : 0;
      for (let t = 1; t < count; t += 1) {
        const at = (t - 1) * columns;
        const share = squares > 0 ? depths[t]! / squares : 0;
        for (let j = 0; j < columns; j += 1) rows[at + j] = scale * (rows[at + j]! - share * gradient[j]!);
      }
      const hessian = syrk(rows, periods, columns);
      addRidge(hessian, columns);
      return hessian;
    },
  };
};

const neighbours = 25;

/** Gini mean difference. Its curvature is that of a smooth density: covariances of neighbours in the sorted sample. */
export const giniOracle: Oracle = ({ points, columns, count }, values) => {
  const order = argsort(values);
  const prices = new Float64Array(count);
  let value = 0;
  for (let i = 0; i < count; i += 1) {
    const price = (2 * (2 * (i + 1) - count - 1)) / (count * (count - 1));
    prices[order[i]!] = price;
    value += price * values[order[i]!]!;
  }
  return {
    value,
    prices,
    curvature() {
      const sum = new CurvatureSum(columns, count);
      for (let from = 0; from + 1 < count; from += neighbours) {
        const to = Math.min(count, from + neighbours);
        const size = to - from;
        const width = values[order[to - 1]!]! - values[order[from]!]!;
        if (!(width > 0)) continue;
        sum.add(
          size,
          (k, into, at) => into.set(points.subarray(order[from + k]! * columns, (order[from + k]! + 1) * columns), at),
          () => 1,
          (k) => values[order[from + k]!]!,
          (4 * size * size) / (count * count * width),
        );
      }
      return sum.hessian();
    },
  };
};

/** Positions whose weight counts in a curvature: dropping the rest does no harm, gradients stay exact. */
function heavy(weights: Float64Array): Int32Array {
  let largest = 0;
  for (let i = 0; i < weights.length; i += 1) largest = Math.max(largest, weights[i]!);
  const kept: number[] = [];
  for (let i = 0; i < weights.length; i += 1) if (weights[i]! > 1e-6 * largest) kept.push(i);
  return Int32Array.from(kept);
}
