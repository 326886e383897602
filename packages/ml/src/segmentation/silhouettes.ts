import type { Observations } from "../observations.ts";
import { squaredDistance } from "../partition/distance.ts";

/** The silhouette of each complete row (Rousseeuw 1987), 0 for a row alone in its cluster. */
export function silhouettes(
  { rows, columns, values }: Observations,
  labels: Int32Array,
  clusters: number,
): Float64Array {
  const counts = new Float64Array(clusters);
  for (const label of labels) if (label >= 0) counts[label]!++;
  const out: number[] = [];
  const sums = new Float64Array(clusters);
  for (let t = 0; t < rows; t++) {
    const own = labels[t]!;
    if (own < 0) continue;
    sums.fill(0);
    for (let s = 0; s < rows; s++) {
      if (labels[s]! >= 0) sums[labels[s]!]! += Math.sqrt(squaredDistance(values, t, values, s, columns));
    }
    let other = Infinity;
    for (let k = 0; k < clusters; k++) {
      if (k !== own && counts[k]! > 0) other = Math.min(other, sums[k]! / counts[k]!);
    }
    const inside = counts[own] === 1 ? 0 : sums[own]! / (counts[own]! - 1);
    out.push(counts[own] === 1 || other === Infinity ? 0 : (other - inside) / Math.max(other, inside));
  }
  return Float64Array.from(out);
}
