import type { Scenarios } from "../../problem/context.ts";
import { affine, type ConicModel, scaledAffine, sumOf } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { conicTail } from "./tails.ts";
import { pricesOf, returnUnit, scenarioLosses } from "./scenario-losses.ts";

/** With more scenarios the network of comparisons takes longer than rows that are generated. */
export const mostSorted = 50;

/**
 * Sum of rankWeights_k x loss_(k), losses downwards and weights non-increasing, by the comparators of a sorting network
 * (Lim & Wright 2016): low <= both inputs, high = their sum - low. As each only has to spread its inputs at least as far
 * as sorting does, the least value is exact.
 */
export function conicSorted(model: ConicModel, scenarios: Scenarios, rankWeights: Float64Array): ConicRisk {
  const unit = returnUnit(scenarios);
  const count = scenarios.rows;
  const first = model.variables(count);
  const rows = scenarioLosses(scenarios, unit).map((loss, t) =>
    model.zero(sumOf(affine(0, [first + t, 1]), scaledAffine(loss, -1))),
  );
  const proof: ConicRisk["proof"] = (duals, _weights, price) => ({ prices: pricesOf(duals, rows, price * unit) });
  const wires = Array.from({ length: count }, (_, t) => first + t);
  const network = sortingNetwork(count);
  const steps = Array.from({ length: count - 1 }, (_, k) => k).filter((k) => rankWeights[k]! > rankWeights[k + 1]!);
  if (2 * steps.length * count <= 3 * network.length) {
    // few ranks: sum of (w_k - w_(k+1)) x sum of the k largest
    const losses = wires.map((wire) => affine(0, [wire, 1]));
    const least = rankWeights[count - 1] ?? 0;
    const parts = steps.map((k) =>
      scaledAffine(conicTail(model, losses, 1, k + 1).value, unit * (rankWeights[k]! - rankWeights[k + 1]!)),
    );
    const rest = affine(0, ...wires.map((wire): [number, number] => [wire, unit * least]));
    return { shape: "linear", value: sumOf(rest, ...parts), proof };
  }
  for (const [upper, lower] of network) {
    const [a, b] = [wires[upper]!, wires[lower]!];
    const high = model.variables();
    const low = model.variables();
    model.zero(affine(0, [high, 1], [low, 1], [a, -1], [b, -1]));
    model.nonnegative(affine(0, [a, 1], [low, -1]));
    model.nonnegative(affine(0, [b, 1], [low, -1]));
    wires[upper] = high;
    wires[lower] = low;
  }
  return {
    shape: "linear",
    value: affine(0, ...wires.map((wire, k): [number, number] => [wire, unit * rankWeights[k]!])),
    proof,
  };
}

/** Batcher's odd-even merge sort (1968) for any count: pairs to compare in turn, the larger to the first. */
export function sortingNetwork(count: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let p = 1; p < count; p *= 2)
    for (let k = p; k >= 1; k = Math.floor(k / 2))
      for (let j = k % p; j + k < count; j += 2 * k)
        for (let i = 0; i < Math.min(k, count - j - k); i += 1)
          if (Math.floor((i + j) / (2 * p)) === Math.floor((i + j + k) / (2 * p))) pairs.push([i + j, i + j + k]);
  return pairs;
}
