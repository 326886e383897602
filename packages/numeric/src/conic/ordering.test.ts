import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimumDegreeOrder } from "./ordering.ts";

type Edge = readonly [number, number];

function ordered(size: number, edges: readonly Edge[]): Int32Array {
  const lists = Array.from({ length: size }, () => new Set<number>());
  for (const [i, j] of edges) {
    if (i === j) continue;
    lists[i]!.add(j);
    lists[j]!.add(i);
  }
  const starts = new Int32Array(size + 1);
  lists.forEach((list, i) => (starts[i + 1] = starts[i]! + list.size));
  return minimumDegreeOrder(size, starts, Int32Array.from(lists.flatMap((list) => [...list])));
}

/** Entries of the factor below its diagonal, by plain elimination. */
function fill(size: number, edges: readonly Edge[], order: ArrayLike<number>): number {
  const lists = Array.from({ length: size }, () => new Set<number>());
  for (const [i, j] of edges) {
    if (i === j) continue;
    lists[i]!.add(j);
    lists[j]!.add(i);
  }
  let entries = 0;
  for (const pivot of Array.from(order)) {
    const reach = [...lists[pivot]!];
    entries += reach.length;
    for (const i of reach) {
      lists[i]!.delete(pivot);
      for (const j of reach) if (i !== j) lists[i]!.add(j);
    }
  }
  return entries;
}

describe("minimumDegreeOrder", () => {
  test("is a permutation, on any graph", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 200 }),
        (size, pairs) => {
          const edges = pairs.map(([i, j]): Edge => [i % size, j % size]);
          const order = ordered(size, edges);
          expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
          const natural = fill(
            size,
            edges,
            Array.from({ length: size }, (_, i) => i),
          );
          // a heuristic, but never far behind no ordering at all
          expect(fill(size, edges, order)).toBeLessThanOrEqual(1.1 * natural + 3);
        },
      ),
    );
  });

  test("no fill on trees and arrows; hubs go last", () => {
    const arrow = Array.from({ length: 30 }, (_, i): Edge => [0, i + 1]);
    expect(fill(31, arrow, ordered(31, arrow))).toBe(30);
    const path = Array.from({ length: 30 }, (_, i): Edge => [i, i + 1]);
    expect(fill(31, path, ordered(31, path))).toBe(30);
  });

  test("scenario rows: the chain of each scenario before the weights they share", () => {
    const [weights, scenarios] = [10, 300];
    const edges: Edge[] = [];
    for (let t = 0; t < scenarios; t++) {
      const shortfall = weights + 3 * t;
      edges.push([shortfall, shortfall + 1], [shortfall, shortfall + 2]);
      for (let i = 0; i < weights; i++) edges.push([i, shortfall + 1]);
    }
    const order = ordered(weights + 3 * scenarios, edges);
    expect(fill(order.length, edges, order)).toBeLessThanOrEqual(scenarios * (2 + weights) + weights * (weights - 1));
  });
});
