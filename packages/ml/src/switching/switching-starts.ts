import { choleskyFactor, choleskySolve, type RandomStream } from "@plimsoll/numeric";
import type { ParameterLayout } from "./specification.ts";
import { transitionPlace } from "./specification.ts";
import type { SwitchingSample } from "./switching-sample.ts";

/** Least squares of y on x with weights and a little ridge, from row `first` on. */
function weightedFit(
  { rows, y, x }: SwitchingSample,
  columns: number,
  first: number,
  weights: Float64Array,
): Float64Array {
  const normal = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  for (let t = first; t < rows; t++) {
    for (let i = 0; i < columns; i++) {
      const xi = x[t * columns + i]! * weights[t]!;
      right[i]! += xi * y[t]!;
      for (let j = 0; j < columns; j++) normal[i * columns + j]! += xi * x[t * columns + j]!;
    }
  }
  for (let i = 0; i < columns; i++) normal[i * columns + i]! += 1e-6 * (rows - first);
  choleskyFactor(normal, columns, normal);
  return columns === 0 ? right : choleskySolve(normal, columns, right, right);
}

function fitted({ x }: SwitchingSample, columns: number, t: number, beta: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += x[t * columns + j]! * beta[j]!;
  return sum;
}

/**
 * A random start: rows are sorted into states by a smoothed level, by a smoothed spread, by the sign of a slope's residual
 * or by stretches of time; coefficients and variances are those of least squares with these memberships.
 */
export function randomStart(
  layout: ParameterLayout,
  sample: SwitchingSample,
  attempt: number,
  random: RandomStream,
): Float64Array {
  const { specification, columns } = layout;
  const { states, order } = specification;
  const first = order;
  const pooled = weightedFit(sample, columns, first, new Float64Array(sample.rows).fill(1));
  const residuals = new Float64Array(sample.rows);
  for (let t = first; t < sample.rows; t++) residuals[t] = sample.y[t]! - fitted(sample, columns, t, pooled);
  const labels = startLabels(residuals, first, states, attempt, random, specification.variance === "switching");

  const theta = new Float64Array(layout.size);
  const purity = 0.75 + 0.24 * random.uniform();
  const switchingMean = specification.intercept === "switching";
  for (let s = 0; s < states; s++) {
    const weights = Float64Array.from(labels, (label) => (label === s ? purity : (1 - purity) / (states - 1)));
    const beta = weightedFit(sample, columns, first, weights);
    for (let j = 0; j < columns; j++) {
      const place = layout.x[j * states + s]!;
      const switching = layout.x[j * states] !== layout.x[j * states + states - 1];
      theta[place] = switching ? beta[j]! : pooled[j]!;
    }
    let [square, total] = [0, 0];
    for (let t = first; t < sample.rows; t++) {
      square += weights[t]! * (sample.y[t]! - fitted(sample, columns, t, switchingMean ? beta : pooled)) ** 2;
      total += weights[t]!;
    }
    const logVariance = Math.log(Math.max(1e-3, square / total));
    theta[layout.variance[s]!]! += specification.variance === "switching" ? logVariance : logVariance / states;
    for (let to = 0; to < states - 1; to++) {
      const stay = 0.6 + 0.38 * random.uniform();
      const logit =
        s === to
          ? Math.log((stay * (states - 1)) / (1 - stay))
          : s < states - 1
            ? 0
            : -Math.log((stay * (states - 1)) / (1 - stay));
      theta[transitionPlace(layout, s, to, 0)] = logit;
      for (let c = 1; c < layout.transitionWidth; c++) {
        theta[transitionPlace(layout, s, to, c)] = 0.5 * random.normal();
      }
    }
  }
  for (const place of new Set(layout.ar)) theta[place] = 0.3 * (2 * random.uniform() - 1);
  return theta;
}

function startLabels(
  residuals: Float64Array,
  first: number,
  states: number,
  attempt: number,
  random: RandomStream,
  variances: boolean,
): Uint8Array {
  const rows = residuals.length;
  const kind = attempt % 3;
  if (kind === 2) {
    // stretches of time
    const labels = new Uint8Array(rows);
    let state = random.integer(states);
    const move = 1 / (5 + 0.2 * rows * random.uniform());
    for (let t = 0; t < rows; t++) {
      if (random.uniform() < move) state = random.integer(states);
      labels[t] = state;
    }
    return labels;
  }
  const bySpread = variances ? kind === 0 : attempt % 6 === 4;
  const decay = 0.9 * random.uniform();
  const level = new Float64Array(rows);
  for (const direction of [1, -1]) {
    let smooth = 0;
    for (let step = first; step < rows; step++) {
      const t = direction === 1 ? step : rows - 1 - (step - first);
      smooth = decay * smooth + (1 - decay) * (bySpread ? residuals[t]! ** 2 : residuals[t]!);
      level[t]! += smooth;
    }
  }
  const sorted = level.slice(first).sort();
  const cuts: number[] = [];
  for (let k = 1; k < states; k++) {
    const position = (k + 0.8 * (random.uniform() - 0.5)) / states;
    cuts.push(sorted[Math.min(sorted.length - 1, Math.floor(position * sorted.length))]!);
  }
  return Uint8Array.from(level, (value) => cuts.reduce((label, cut) => label + (value > cut ? 1 : 0), 0));
}
