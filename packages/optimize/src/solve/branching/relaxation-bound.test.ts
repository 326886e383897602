import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimizeSeparable } from "../../certify/separable.ts";
import { type Constraint, type Cost, type Objective, optimize, type PortfolioProblem, type Risk } from "../../index.ts";
import { leastAlong } from "./least-along.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });
const positive = fc.double({ min: 0, max: 3, noNaN: true });
const kink = fc.record({ at: number, size: positive });
const curve = fc.record({
  at: number,
  quadratic: fc.double({ min: 0.01, max: 3, noNaN: true }),
  threeHalves: positive,
});

describe("the least value of a bent line", () => {
  test("found downhill equals the least that the checker finds", () => {
    fc.assert(
      fc.property(
        fc.record({
          slope: number,
          kinks: fc.array(kink, { maxLength: 3 }),
          curves: fc.array(curve, { maxLength: 2 }),
          low: fc.option(number, { nil: -Infinity }),
          width: fc.option(positive, { nil: Infinity }),
        }),
        number,
        ({ slope, kinks, curves, low, width }, start) => {
          const lower = low;
          const upper = width === Infinity ? Infinity : (lower === -Infinity ? 0 : lower) + width;
          const own = leastAlong({ slope, kinks, curves, lower, upper }, start, 0);
          const { value, excess } = minimizeSeparable({ slope, kinks, curves, log: 0, lower, upper }, start);
          const least = excess > 0 ? -Infinity : value;
          expect(own === least || Math.abs(own - least) < 1e-9 * Math.max(1, Math.abs(value))).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a slope towards no bound counts as none up to rounding", () => {
    const line = { slope: -1e-14, kinks: [], curves: [], lower: 0, upper: Infinity };
    expect(leastAlong(line, 0.5, 1e-12)).toBeCloseTo(0, 12);
    expect(leastAlong(line, 0.5, 1e-16)).toBe(-Infinity);
  });
});

describe("what the search rules out is what its proof rules out", () => {
  const size = 7;
  const assets = Array.from({ length: size }, (_, i) => `asset ${i + 1}`);
  const few: Constraint = { kind: "cardinality", max: 3, minWeight: 0.12 };
  const utility = (risk: Risk): Objective => ({ kind: "max-utility", risk, riskAversion: 2 });
  const costs: readonly Cost[] = [
    { kind: "fixed-ticket", cost: 0.0003 },
    { kind: "linear", rate: 0.0004 },
    { kind: "quadratic", coefficient: 0.001 },
  ];
  const cases: readonly (readonly [string, Partial<PortfolioProblem> & Pick<PortfolioProblem, "objective">])[] = [
    ["CVaR", { objective: { kind: "min-risk", risk: { kind: "cvar", confidence: 0.9 } }, constraints: [few] }],
    ["EVaR", { objective: { kind: "min-risk", risk: { kind: "evar", confidence: 0.9 } }, constraints: [few] }],
    ["maximum drawdown", { objective: utility({ kind: "max-drawdown" }), constraints: [few] }],
    ["semivariance", { objective: utility({ kind: "semivariance" }), constraints: [few] }],
    ["the Sharpe ratio", { objective: { kind: "max-ratio" }, constraints: [few] }],
    ["tickets and other costs", { objective: { kind: "max-utility", riskAversion: 8 }, costs }],
    [
      "return under a risk cap and turnover",
      {
        objective: { kind: "max-return" },
        constraints: [
          { kind: "threshold", minWeight: 0.2 },
          { kind: "risk-limit", risk: { kind: "standard-deviation" }, max: 0.013 },
          { kind: "turnover", which: "half-l1", max: 0.5 },
        ],
      },
    ],
    [
      "tracking error with a soft limit",
      {
        objective: { kind: "min-tracking-error" },
        constraints: [few, { kind: "soft", constraint: '"asset 1" >= 0.3', penalty: 0.01 }],
      },
    ],
  ];
  test.each(cases)("%s", async (_name, parts) => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const stream = RandomStream.of(400 + seed);
      const loadings = assets.map(() => 0.3 + stream.uniform());
      const values = Array.from({ length: 40 }, () => {
        const common = stream.normal();
        return loadings.map((loading) => 0.01 * (0.1 + loading * common + stream.normal()));
      });
      const mean = assets.map((_, i) => values.reduce((sum, row) => sum + row[i]! / 40, 0.003));
      const weights = [0.3, 0.3, 0.2, 0.2, 0, 0, 0];
      const held = { currentWeights: weights, benchmark: weights };
      const solution = await optimize({
        assets,
        scenarios: { assets, values },
        mean,
        periodsPerYear: 252,
        ...held,
        ...parts,
      });
      const { certificate, proof, objective } = solution;
      expect(certificate.boundIs).toBe("verified");
      const { bound } = proof as { readonly bound: number };
      const better = parts.objective.kind.startsWith("max") ? certificate.bound - bound : bound - certificate.bound;
      expect(better).toBeLessThan(1e-9 * Math.max(Math.abs(objective), 1e-3));
    }
  });
});
