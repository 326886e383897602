import { chooseWeighted, type RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../observations.ts";
import { nearestCentre, squaredDistance } from "./distance.ts";

/** Rows put to the nearest of a few centres. */
export interface Partition {
  /** `clusters` x `columns`, row-major. */
  readonly centres: Float64Array;
  /** Cluster of each row, -1 where the row is missing. */
  readonly labels: Int32Array;
  /** Sum of squared distances of the rows to their centres. */
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Centres far from one another: each drawn with probability proportional to its squared distance (Arthur & Vassilvitskii 2007). */
export function spreadCentres(observations: Observations, clusters: number, random: RandomStream): Float64Array {
  const { rows, columns, values, missing } = observations;
  const centres = new Float64Array(clusters * columns);
  const nearest = Float64Array.from(missing, (absent) => 1 - absent);
  for (let k = 0; k < clusters; k++) {
    // fewer distinct rows than clusters leave no distance to draw by
    const chosen = nearest.some((distance) => distance > 0) ? chooseWeighted(random, nearest) : missing.indexOf(0);
    centres.set(values.subarray(chosen * columns, (chosen + 1) * columns), k * columns);
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      const distance = squaredDistance(values, t, centres, k, columns);
      nearest[t] = k === 0 ? distance : Math.min(nearest[t]!, distance);
    }
  }
  return centres;
}

/** Means of the rows by label; a label without rows keeps its centre. */
export function labelMeans(
  { rows, columns, values }: Observations,
  labels: Int32Array,
  centres: Float64Array,
): Float64Array {
  const counts = new Float64Array(centres.length / columns);
  const sums = new Float64Array(centres.length);
  for (let t = 0; t < rows; t++) {
    const k = labels[t]!;
    if (k < 0) continue;
    counts[k]!++;
    for (let j = 0; j < columns; j++) sums[k * columns + j]! += values[t * columns + j]!;
  }
  return sums.map((sum, i) => {
    const count = counts[Math.floor(i / columns)]!;
    return count === 0 ? centres[i]! : sum / count;
  });
}

/** Lloyd's algorithm (1982) from centres spread by k-means++; the sum of squares never rises. */
export function kMeans(
  observations: Observations,
  clusters: number,
  random: RandomStream,
  maxIterations: number,
): Partition {
  const { rows, columns, values, missing } = observations;
  let centres = spreadCentres(observations, clusters, random);
  const labels = new Int32Array(rows).fill(-1);
  for (let iteration = 1; ; iteration++) {
    let changed = false;
    let inertia = 0;
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      const label = nearestCentre(values, t, centres, columns);
      changed ||= label !== labels[t];
      labels[t] = label;
      inertia += squaredDistance(values, t, centres, label, columns);
    }
    if (!changed || iteration === maxIterations) {
      return { centres, labels, inertia, iterations: iteration, converged: !changed };
    }
    centres = labelMeans(observations, labels, centres);
  }
}
