import { argsort } from "@plimsoll/numeric";
import { drawdownsOf } from "./drawdown-path.ts";

/** Prices of some points that support one part of a measure: part(v) >= sum prices_k v[points_k] for any values v. */
export interface PartSupport {
  readonly points: Int32Array;
  readonly prices: Float64Array;
}

/** A measure as a sum of parts, each convex and homogeneous, with few kinks each: one epigraph variable for each part. */
export type Parts = (values: Float64Array) => readonly PartSupport[];

/** Average drawdown by blocks of consecutive dates. */
export function drawdownBlocks(periods: number, blocks: number): Parts {
  const count = Math.min(blocks, periods);
  return (path) => {
    const { peaks } = drawdownsOf(path);
    return Array.from({ length: count }, (_, block) => {
      const from = 1 + Math.floor((block * periods) / count);
      const to = 1 + Math.floor(((block + 1) * periods) / count);
      const points: number[] = [];
      const prices: number[] = [];
      const add = (point: number, price: number): void => {
        if (points.at(-1) === point) prices[prices.length - 1]! += price;
        else {
          points.push(point);
          prices.push(price);
        }
      };
      // a peak is priced once for the dates it is the peak of
      for (let t = from; t < to; t += 1) if (peaks[t] !== t) add(peaks[t]!, 1 / periods);
      for (let t = from; t < to; t += 1) if (peaks[t] !== t) add(t, -1 / periods);
      return { points: Int32Array.from(points), prices: Float64Array.from(prices) };
    });
  };
}

/**
 * A spectral measure sum weights_k loss_(k), losses downwards and weights non-increasing from `weights[0]`, 0 beyond: as
 * the sum over k of (weights_k - weights_(k+1)) x the k largest losses, in blocks of about equal mass.
 */
export function sortedBlocks(weights: Float64Array, blocks: number): Parts {
  const depth = weights.length;
  const drops = weights.map((weight, k) => weight - (weights[k + 1] ?? 0));
  let total = 0;
  for (let k = 0; k < depth; k += 1) total += drops[k]! * (k + 1);
  // edges[b] .. edges[b + 1]: the k of block b
  const edges = [0];
  let mass = 0;
  for (let k = 0; k < depth; k += 1) {
    mass += drops[k]! * (k + 1);
    if (mass >= (edges.length * total) / blocks && edges.at(-1)! < k + 1) edges.push(k + 1);
  }
  if (edges.at(-1) !== depth) edges.push(depth);
  const shares = edges.slice(1).map((to, b) => {
    const share = new Float64Array(to);
    let carried = 0;
    for (let k = to - 1; k >= 0; k -= 1) {
      if (k >= edges[b]!) carried += drops[k]!;
      share[k] = 0 - carried;
    }
    return share;
  });
  return (values) => {
    const order = argsort(values);
    return shares.map((prices) => ({ points: order.subarray(0, prices.length), prices }));
  };
}
