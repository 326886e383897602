import type { ParameterLayout } from "./specification.ts";
import { transitionPlace } from "./specification.ts";
import type { SwitchingSample } from "./switching-sample.ts";

/** A sample in units of its own spread, and how parameters there become those in the user's units. */
export interface ScaledSample {
  readonly sample: SwitchingSample;
  /** Standard deviation of the series. */
  readonly scale: number;
  /** Factor of each flat parameter; 1 for logarithms of variances. */
  readonly factors: Float64Array;
  toUser(theta: Float64Array): Float64Array;
  fromUser(theta: Float64Array): Float64Array;
}

function rootMeanSquare(values: Float64Array, columns: number, column: number): number {
  let sum = 0;
  let count = 0;
  for (let i = column; i < values.length; i += columns) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]! ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

/** Divides the series and each variable by its spread, so that every parameter is of the order of one. */
export function scaleSample(layout: ParameterLayout, { rows, y, x, z }: SwitchingSample, scale: number): ScaledSample {
  const { states } = layout.specification;
  const factors = new Float64Array(layout.size).fill(1);
  const columnScales = Array.from({ length: layout.columns }, (_, j) => rootMeanSquare(x, layout.columns, j) || 1);
  const transitionScales = Array.from(
    { length: layout.transitionWidth },
    (_, c) => rootMeanSquare(z, layout.transitionWidth, c) || 1,
  );
  columnScales.forEach((columnScale, j) => {
    for (let s = 0; s < states; s++) factors[layout.x[j * states + s]!] = scale / columnScale;
  });
  for (let from = 0; from < states; from++) {
    for (let to = 0; to < states - 1; to++) {
      transitionScales.forEach((each, c) => (factors[transitionPlace(layout, from, to, c)] = 1 / each));
    }
  }
  return {
    sample: {
      rows,
      y: y.map((value) => value / scale),
      x: x.map((value, i) => value / columnScales[i % layout.columns]!),
      z: z.map((value, i) => value / transitionScales[i % layout.transitionWidth]!),
    },
    scale,
    factors,
    toUser(theta) {
      const out = theta.map((value, i) => value * factors[i]!);
      for (const place of new Set(layout.variance)) out[place]! += 2 * Math.log(scale);
      return out;
    },
    fromUser(theta) {
      const out = theta.map((value, i) => value / factors[i]!);
      for (const place of new Set(layout.variance)) out[place]! -= 2 * Math.log(scale);
      return out;
    },
  };
}
