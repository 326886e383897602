import type { RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../observations.ts";
import { scaled, standardScale } from "../partition/column-scale.ts";
import { kMeans } from "../partition/k-means.ts";

/** Rounds of k-means before expectation-maximisation takes over. */
const clusterRounds = 10;

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
  const standardized = scaled(observations, standardScale(observations));
  const labels =
    attempt % 2 === 0
      ? dispersionLabels(standardized, states, random)
      : kMeans(standardized, states, random, clusterRounds).labels;
  const responsibilities = new Float64Array(observations.rows * states);
  // a little of each state everywhere keeps every covariance estimable
  const elsewhere = states === 1 ? 0 : 0.1 / (states - 1);
  responsibilities.fill(elsewhere);
  labels.forEach((label, t) => {
    // a missing row has no label and no say, but its law must sum to 1
    responsibilities[t * states + Math.max(0, label)] = states === 1 ? 1 : 0.9;
  });
  return responsibilities;
}

function dispersionLabels(
  { rows, columns, values, missing }: Observations,
  states: number,
  random: RandomStream,
): Int32Array {
  const decay = 0.6 + 0.38 * random.uniform();
  const smooth = new Float64Array(rows);
  let level = columns;
  for (const direction of [1, -1]) {
    for (let step = 0; step < rows; step++) {
      const t = direction === 1 ? step : rows - 1 - step;
      let square = 0;
      for (let j = 0; missing[t] === 0 && j < columns; j++) square += values[t * columns + j]! ** 2;
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
  return Int32Array.from(smooth, (value) => cuts.reduce((label, cut) => label + (value > cut ? 1 : 0), 0));
}
