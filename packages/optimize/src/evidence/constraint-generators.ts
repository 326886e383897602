import * as fc from "fast-check";
import type { Constraint, PortfolioProblem } from "../index.ts";

/** Assets with everything that constraints may read; for tests. */
export const market: Omit<PortfolioProblem, "objective" | "constraints"> = {
  assets: ["A", "B", "C", "D", "E"],
  mean: [0.1, 0.08, 0.05, 0.02, 0.06],
  covariance: [
    [0.09, 0.02, 0.01, 0, 0.02],
    [0.02, 0.0625, 0.01, 0, 0.01],
    [0.01, 0.01, 0.04, 0, 0],
    [0, 0, 0, 0.0025, 0],
    [0.02, 0.01, 0, 0, 0.05],
  ],
  periodsPerYear: 1,
  currentWeights: { A: 0.5, B: 0.25, C: 0.25 },
  benchmark: [0.4, 0.3, 0.2, 0.1, 0],
  volumes: [2e6, 1e6, 5e5, 0, 4e6],
  portfolioValue: 1e7,
};

type Kind = Constraint["kind"];
type Of<Name extends Kind> = Extract<Constraint, { kind: Name }>;

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min * 64), max: Math.round(max * 64) }).map((parts) => parts / 64);
const some: fc.Arbitrary<string[]> = fc.subarray([...market.assets], { minLength: 1 });
const pair: fc.Arbitrary<string[]> = fc.shuffledSubarray([...market.assets], { minLength: 2, maxLength: 3 });
const perAsset = (min: number, max: number): fc.Arbitrary<number | (number | null)[] | Record<string, number>> =>
  fc.oneof(
    number(min, max),
    fc.array(fc.option(number(min, max)), { minLength: 5, maxLength: 5 }),
    fc.dictionary(fc.constantFrom(...market.assets), number(min, max), { minKeys: 1, noNullPrototype: true }),
  );
const coefficients: fc.Arbitrary<number[]> = fc.array(number(-2, 2), { minLength: 5, maxLength: 5 });
const limits: fc.Arbitrary<{ min?: number; max?: number; equals?: number }> = fc.oneof(
  number(-0.5, 1).map((min) => ({ min })),
  number(-0.5, 1).map((max) => ({ max })),
  fc.record({ min: number(-0.5, 0.5), max: number(0.5, 1) }),
  number(-0.5, 1).map((equals) => ({ equals })),
);
const inside = <Name extends Kind>(kind: Name, rest: fc.Arbitrary<Omit<Of<Name>, "kind">>): fc.Arbitrary<Of<Name>> =>
  rest.map((fields) => ({ kind, ...fields }) as unknown as Of<Name>);

/** A constraint of each kind; one without a generator fails to compile here and at the test that reads the table. */
export const constraintGenerators: { readonly [Name in Kind]: fc.Arbitrary<Of<Name>> } = {
  budget: inside("budget", limits),
  bounds: inside(
    "bounds",
    fc.oneof(
      perAsset(-0.5, 0.25).map((lower) => ({ lower })),
      perAsset(0.25, 0.75).map((upper) => ({ upper })),
    ),
  ),
  group: inside(
    "group",
    fc.tuple(some, limits).map(([assets, limit]) => ({ assets, ...limit })),
  ),
  linear: inside(
    "linear",
    fc.tuple(coefficients, limits).map(([list, limit]) => ({ coefficients: list, ...limit })),
  ),
  "net-exposure": inside(
    "net-exposure",
    fc.tuple(some, limits).map(([assets, limit]) => ({ assets, ...limit })),
  ),
  "gross-exposure": inside("gross-exposure", fc.record({ assets: some, max: number(0.25, 2) })),
  turnover: inside(
    "turnover",
    fc.record({ which: fc.constantFrom("half-l1" as const, "per-asset" as const), max: number(0, 1) }),
  ),
  cardinality: inside(
    "cardinality",
    fc.oneof(
      fc.record({ assets: some, max: fc.nat(4), minWeight: number(0, 0.3) }),
      fc.record({ exact: fc.integer({ min: 1, max: 5 }), minWeight: number(0.1, 0.2) }),
      fc.record({ min: fc.integer({ min: 1, max: 5 }), minWeight: number(0.1, 0.2) }),
    ),
  ),
  threshold: inside("threshold", fc.record({ assets: some, minWeight: number(0.05, 0.5) })),
  "mutually-exclusive": inside("mutually-exclusive", fc.record({ assets: pair, max: fc.constant(1) })),
  implies: inside(
    "implies",
    // data, never awaited
    pair.map(([first, ...others]) => ({ if: first!, then: others })), // oxlint-disable-line unicorn/no-thenable
  ),
  "ucits-5-10-40": inside(
    "ucits-5-10-40",
    fc.constantFrom<Omit<Of<"ucits-5-10-40">, "kind">>(
      {},
      { issuers: { one: ["A", "B"], two: ["C"] }, exempt: ["E"] },
      { government: ["A"], coveredBonds: ["B"], deposits: ["C"] },
      { groups: { all: ["A", "B", "C"] }, groupCap: 0.25 },
    ),
  ),
  "factor-exposure": inside(
    "factor-exposure",
    fc.tuple(coefficients, limits).map(([exposures, limit]) => ({ exposures, ...limit })),
  ),
  score: inside(
    "score",
    fc.tuple(coefficients, limits).map(([scores, limit]) => ({ scores, ...limit })),
  ),
  "tracking-error": inside("tracking-error", fc.record({ max: number(0.02, 0.5) })),
  "risk-limit": inside(
    "risk-limit",
    fc.record({
      risk: fc.constantFrom({ kind: "variance" } as const, { kind: "standard-deviation" } as const),
      max: number(0.02, 0.5),
    }),
  ),
  leverage: inside("leverage", fc.record({ max: number(1, 2) })),
  "long-short": inside(
    "long-short",
    fc.record({
      assets: some,
      long: number(0, 1.5).map((max) => ({ max })),
      short: number(0, 1).map((max) => ({ max })),
    }),
  ),
  "trade-limit": inside("trade-limit", fc.record({ buy: perAsset(0, 0.5), sell: perAsset(0, 0.5) })),
  participation: inside("participation", fc.record({ max: perAsset(0.1, 2), days: fc.integer({ min: 1, max: 3 }) })),
  "beta-neutral": inside(
    "beta-neutral",
    fc.oneof(
      fc.record({ max: number(0, 1) }),
      coefficients.map((betas) => ({ betas })),
    ),
  ),
  "effective-number": inside(
    "effective-number",
    fc.record({ min: number(1, 5), form: fc.constantFrom("squares" as const, "entropy" as const) }),
  ),
  concentration: inside("concentration", fc.record({ assets: some, count: fc.constant(1), max: number(0.1, 1) })),
  soft: inside(
    "soft",
    fc.record({
      constraint: fc.tuple(some, limits).map(([assets, limit]) => ({ kind: "group", assets, ...limit }) as const),
      penalty: number(0.1, 10),
    }),
  ),
};

/** Kinds that are about long-only portfolios, or refuse others. */
export const longOnlyKinds: ReadonlySet<Kind> = new Set<Kind>(["ucits-5-10-40", "effective-number"]);

/** Fields of a rule that another needs beside it: an asset asked for has to have a smallest holding. */
export function companions({ kind }: Constraint): readonly Constraint[] {
  return kind === "implies" ? [{ kind: "threshold", name: "smallest", minWeight: 1 / 64 }] : [];
}

/** Weights in 64ths, so that sums are exact: usually a full budget, often some zeros, shorts where they are wanted. */
export const portfolios = (shorts: boolean): fc.Arbitrary<Float64Array> =>
  fc
    .tuple(
      fc.array(fc.integer({ min: shorts ? -16 : 0, max: 32 }), { minLength: 5, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 0, max: 5 }),
    )
    .map(([parts, zero, exact]) => {
      const chosen = parts.map((part, i) => (zero[i] ? 0 : part));
      const missing = 64 - chosen.reduce((sum, part) => sum + part, 0);
      const at = chosen.indexOf(Math.max(...chosen));
      if (exact > 0 && (shorts || chosen[at]! + missing >= 0)) chosen[at] = chosen[at]! + missing;
      return Float64Array.from(chosen, (part) => part / 64);
    });
