import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Risk } from "../../index.ts";
import type { Json } from "../../problem/normalize.ts";
import { compileProblem } from "../../program/compile.ts";
import { bindRisk, riskKinds } from "../../risks/table.ts";
import { checkedSupport, checkedValue } from "./checked-risk.ts";

const rows = 17;
const assets = ["A", "B", "C"];
const { context } = await compileProblem({
  assets,
  objective: { kind: "equal-weight" },
  covariance: [
    [0.04, 0.01, 0.002],
    [0.01, 0.03, -0.004],
    [0.002, -0.004, 0.02],
  ],
  benchmark: [0.5, 0.3, 0.2],
  scenarios: {
    assets,
    values: Array.from({ length: rows }, (_, t) =>
      assets.map((_asset, i) => 0.002 + 0.04 * Math.sin(7 * t + 3 * i) + 0.03 * Math.cos(t * (i + 2))),
    ),
  },
});

const risks: readonly Risk[] = Object.keys(riskKinds).flatMap((kind) => [
  { kind } as Risk,
  { kind, relativeTo: "benchmark" } as Risk,
  ...(["cvar", "evar", "cdar", "edar", "tail-gini", "cvar-range"].includes(kind)
    ? [{ kind, confidence: 0.6 } as Risk]
    : []),
]);

const number = fc.double({ min: -2, max: 2, noNaN: true });
const weights = fc.array(number, { minLength: 3, maxLength: 3 }).map((list) => Float64Array.from(list));
const numbers = (length: number): fc.Arbitrary<number[]> => fc.array(number, { minLength: length, maxLength: length });
const tail = fc.record({
  threshold: number,
  scenarios: fc.array(fc.integer({ min: -1, max: rows }), { minLength: 4, maxLength: 4 }),
  shares: numbers(4),
});
/** Proofs of every shape, none of them from a solver. */
const proofs: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ prices: numbers(rows) }),
  fc.record({ prices: fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { minLength: rows, maxLength: rows }) }),
  fc.record({ at: numbers(3), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ at: numbers(3), share: fc.constant(7) }),
  fc.record({ at: numbers(3), tails: fc.array(tail, { minLength: 1, maxLength: 2 }) }),
) as fc.Arbitrary<Json | undefined>;

describe.each(risks.map((risk) => [JSON.stringify(risk), risk] as const))("%s", (_text, risk) => {
  const term = bindRisk(risk, context, "risk");
  const terms = [term, ...(term.homogeneous === undefined ? [] : [term.homogeneous])];

  test("the checker's own value is that of the definition", () => {
    fc.assert(
      fc.property(weights, (at) => {
        for (const one of terms) expect(Math.abs(checkedValue(one, at) - one.value(at))).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  test("whatever a proof says, what is read from it is a linear function below the risk", () => {
    fc.assert(
      fc.property(weights, weights, proofs, (at, elsewhere, proof) => {
        for (const one of terms) {
          const gradient = new Float64Array(3);
          let below = checkedSupport(one, at, gradient, proof);
          for (let i = 0; i < 3; i += 1) below += gradient[i]! * (elsewhere[i]! - at[i]!);
          expect(below).toBeLessThanOrEqual(one.value(elsewhere) + 1e-12);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("without a proof it meets the risk at the weights", () => {
    fc.assert(
      fc.property(weights, (at) => {
        for (const one of terms)
          expect(Math.abs(checkedSupport(one, at, new Float64Array(3)) - one.value(at))).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });
});
