import type { RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../observations.ts";

/**
 * Start responsibilities (rows x states) for expectation-maximisation. Regimes of returns differ in mean or in
 * dispersion, so two starts alternate: k-means++ on the rows (Arthur & Vassilvitskii 2007), and random cuts of a
 * smoothed squared distance from the centre.
 */
export function startResponsibilities(
  observations: Observations,
  states: number,
  attempt: number,
  random: RandomStream,
): Float64Array {
  const labels =
    attempt % 2 === 0 ? dispersionLabels(observations, states, random) : clusterLabels(observations, states, random);
  const responsibilities = new Float64Array(observations.rows * states);
  // a little of each state everywhere keeps every covariance estimable
  const elsewhere = states === 1 ? 0 : 0.1 / (states - 1);
  responsibilities.fill(elsewhere);
  labels.forEach((label, t) => {
    responsibilities[t * states + label] = states === 1 ? 1 : 0.9;
  });
  return responsibilities;
}

/** Values with mean 0 and variance 1 by column over the complete rows; missing rows become zeros. */
function standardized({ rows, columns, values, missing, complete }: Observations): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let t = 0; t < rows; t++) if (missing[t] === 0) sum += values[t * columns + j]!;
    const mean = sum / complete;
    let square = 0;
    for (let t = 0; t < rows; t++) if (missing[t] === 0) square += (values[t * columns + j]! - mean) ** 2;
    const deviation = Math.sqrt(square / complete);
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 0) result[t * columns + j] = (values[t * columns + j]! - mean) / deviation;
    }
  }
  return result;
}

function dispersionLabels(observations: Observations, states: number, random: RandomStream): Uint8Array {
  const { rows, columns } = observations;
  const scaled = standardized(observations);
  const decay = 0.6 + 0.38 * random.uniform();
  const smooth = new Float64Array(rows);
  let level = columns;
  for (const direction of [1, -1]) {
    for (let step = 0; step < rows; step++) {
      const t = direction === 1 ? step : rows - 1 - step;
      let square = 0;
      for (let j = 0; j < columns; j++) square += scaled[t * columns + j]! ** 2;
      level = decay * level + (1 - decay) * square;
      smooth[t]! += level;
    }
  }
  const sorted = smooth.slice().sort();
  const cuts: number[] = [];
  for (let k = 1; k < states; k++) {
    const position = (k + 0.6 * (random.uniform() - 0.5)) / states;
    cuts.push(sorted[Math.min(rows - 1, Math.floor(position * rows))]!);
  }
  return Uint8Array.from(smooth, (value) => cuts.reduce((label, cut) => label + (value > cut ? 1 : 0), 0));
}

function clusterLabels(observations: Observations, states: number, random: RandomStream): Uint8Array {
  const { rows, columns } = observations;
  const scaled = standardized(observations);
  const centres = new Float64Array(states * columns);
  const nearest = new Float64Array(rows).fill(Infinity);
  const labels = new Uint8Array(rows);
  const distance = (t: number, k: number): number => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (scaled[t * columns + j]! - centres[k * columns + j]!) ** 2;
    return sum;
  };
  for (let k = 0; k < states; k++) {
    const chosen = k === 0 ? random.integer(rows) : drawProportionally(nearest, random);
    centres.set(scaled.subarray(chosen * columns, (chosen + 1) * columns), k * columns);
    for (let t = 0; t < rows; t++) nearest[t] = Math.min(nearest[t]!, distance(t, k));
  }
  for (let round = 0; round < 10; round++) {
    for (let t = 0; t < rows; t++) {
      let best = 0;
      for (let k = 1; k < states; k++) if (distance(t, k) < distance(t, best)) best = k;
      labels[t] = best;
    }
    const counts = new Float64Array(states);
    const sums = new Float64Array(states * columns);
    for (let t = 0; t < rows; t++) {
      const k = labels[t]!;
      counts[k]!++;
      for (let j = 0; j < columns; j++) sums[k * columns + j]! += scaled[t * columns + j]!;
    }
    for (let i = 0; i < sums.length; i++) {
      const count = counts[Math.floor(i / columns)]!;
      if (count > 0) centres[i] = sums[i]! / count;
    }
  }
  return labels;
}

function drawProportionally(weights: Float64Array, random: RandomStream): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let remaining = random.uniform() * total;
  for (let index = 0; index < weights.length; index++) {
    remaining -= weights[index]!;
    if (remaining < 0) return index;
  }
  return weights.length - 1;
}
