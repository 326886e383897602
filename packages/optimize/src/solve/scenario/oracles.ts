import { argsort, syrk } from "@plimsoll/numeric";
import { addRidge, CurvatureSum } from "./curvature.ts";
import { drawdownsOf } from "./drawdown-path.ts";
import { entropicTilt } from "./entropic-tilt.ts";
import type { ScenarioProgram } from "./scenario-program.ts";
import { spreadCurvature } from "./spread-curvature.ts";

/** Powers of 2 below which weights aren't told apart. */
const lightest = 24;
/** Share of all weight that a curvature may leave out: gradients stay exact. */
const negligible = { rough: 1e-2, fine: 1e-4 } as const;

/** A measure at one portfolio: its value, a supporting price of each point, and its curvature when asked. */
export interface Support {
  readonly value: number;
  readonly prices: Float64Array;
  /** Whether values tie there, so that prices are one choice of many. */
  readonly kinked?: boolean;
  /** columns x columns; 0 along the portfolio itself, but for a ridge. A `rough` one leaves out what hardly weighs. */
  curvature(detail?: "rough" | "fine"): Float64Array;
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
      kinked: temperature === 0,
      curvature(detail = "fine") {
        const plus = heavy(probabilities, detail);
        if (!(temperature > 0)) return new CurvatureSum(columns).hessian();
        const scale = 1 / Math.max(temperature, coldest);
        const spread = spreadCurvature(points, columns, plus, probabilities, values, scale);
        if (spread !== undefined) return spread;
        const sum = new CurvatureSum(columns);
        sum.add({ points, plus, weights: picked(probabilities, plus), values: picked(values, plus) }, scale);
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
      curvature(detail = "fine") {
        const kept = heavy(probabilities, detail);
        const sum = new CurvatureSum(columns);
        const minus = kept.map((position) => position + 1);
        const plus = minus.map((date) => peaks[date]!);
        const rows = { points, plus, minus, weights: picked(probabilities, kept), values: picked(depths, minus) };
        if (temperature > 0) sum.add(rows, 1 / Math.max(temperature, coldest));
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
      const scale = value > 0 ? 1 / Math.sqrt(periods * Math.max(value, coldest)) : 0;
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
/** Width of a block, in returns of typical size, below which the measure has a kink there rather than curvature. */
const closest = 1e-5;

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
      const sum = new CurvatureSum(columns);
      for (let from = 0; from + 1 < count; from += neighbours) {
        const to = Math.min(count, from + neighbours);
        const size = to - from;
        const width = values[order[to - 1]!]! - values[order[from]!]!;
        if (!(width > 0)) continue;
        const plus = Int32Array.from(order.subarray(from, to));
        const rows = { points, plus, weights: new Float64Array(size).fill(1), values: picked(values, plus) };
        sum.add(rows, (4 * size * size) / (count * count * Math.max(width, closest)));
      }
      return sum.hessian();
    },
  };
};

/** Positions that make up all but a negligible share of the weights: those above the largest over a power of 2. */
function heavy(weights: Float64Array, detail: "rough" | "fine"): Int32Array {
  let largest = 0;
  let total = 0;
  for (let i = 0; i < weights.length; i += 1) {
    largest = Math.max(largest, weights[i]!);
    total += weights[i]!;
  }
  // weights below largest / 8 by their power of 2; the last have what is smaller still
  const masses = new Float64Array(lightest);
  const top = Math.log2(largest / 8);
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i]!;
    if (8 * weight > largest) continue;
    const power = weight > 0 ? Math.floor(top - Math.log2(weight)) : lightest;
    masses[Math.min(Math.max(power, 0), lightest - 1)]! += weight;
  }
  let cut = lightest;
  for (let dropped = 0; cut > 0; cut -= 1) {
    dropped += masses[cut - 1]!;
    if (dropped > negligible[detail] * total) break;
  }
  const least = (largest / 8) * 2 ** -cut;
  const kept: number[] = [];
  for (let i = 0; i < weights.length; i += 1) if (weights[i]! > least) kept.push(i);
  return Int32Array.from(kept);
}

/** Entries at some positions. */
function picked(values: Float64Array, positions: Int32Array): Float64Array {
  const entries = new Float64Array(positions.length);
  for (let k = 0; k < entries.length; k += 1) entries[k] = values[positions[k]!]!;
  return entries;
}
