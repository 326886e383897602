import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeFeatures } from "./compute-features.ts";
import type { Feature, FeatureFamily } from "./feature.ts";
import { FeatureStream } from "./feature-stream.ts";
import { calendarAt, calendarFamily, CalendarFeatureSchema } from "./calendar/index.ts";
import { FundamentalFeatureSchema, fundamentalFamily } from "./fundamental/index.ts";
import { MacroFeatureSchema, macroFamily } from "./macro/index.ts";
import { MarketFeatureSchema, marketFamily } from "./market/index.ts";
import { SentimentFeatureSchema, sentimentFamily } from "./sentiment/index.ts";
import type { Parameter } from "./parameter.ts";

type Row = Record<string, number>;
type Family = FeatureFamily<Row>;

/** Random rows of a family: a length and a seed give the same ones. */
type Rows = (count: number, seed: number) => Row[];

const marketRows: Rows = (count, seed) => {
  const random = RandomStream.of(seed);
  let [price, market] = [100, 50];
  return Array.from({ length: count }, () => {
    const shock = 0.01 * random.normal();
    market *= Math.exp(shock);
    const open = price * Math.exp(0.005 * random.normal());
    // closes on whole cents, so that some days are unchanged
    const close = random.uniform() < 0.2 ? price : open * Math.exp(shock + 0.01 * random.normal());
    price = close;
    return {
      open,
      high: Math.max(open, close) * (1 + 0.01 * random.uniform()),
      low: Math.min(open, close) * (1 - 0.01 * random.uniform()),
      close,
      volume: Math.round(1000 * random.exponential()) + 1,
      market,
    };
  });
};

/** Numbers around 1, each input drawn anew. */
const positiveRows =
  (family: FeatureFamily<never>): Rows =>
  (count, seed) => {
    const random = RandomStream.of(seed);
    const inputs: readonly string[] = family.inputs;
    return Array.from({ length: count }, () =>
      Object.fromEntries(inputs.map((input) => [input, Math.exp(0.3 * random.normal())])),
    );
  };

const calendarRows: Rows = (count, seed) => {
  const holidays = ["2020-01-01", "2020-04-10", "2020-07-04", "2021-01-01", "2022-12-26", "2030-01-01"];
  return Array.from({ length: count }, (_, t) => {
    const date = new Date(Date.UTC(2020, 0, 2 + (seed % 900) + t)).toISOString().slice(0, 10);
    return { ...calendarAt(date, { holidays }) };
  });
};

const sentimentRows: Rows = (count, seed) => {
  const random = RandomStream.of(seed);
  return Array.from({ length: count }, () => {
    const scores = Array.from({ length: random.integer(4) }, () => random.integer(7) - 3);
    const sum = (value: (score: number) => number): number => scores.reduce((total, score) => total + value(score), 0);
    return {
      count: scores.length,
      weight: scores.length,
      total: sum((score) => score),
      squares: sum((score) => score * score),
      positive: scores.filter((score) => score > 0).length,
      negative: scores.filter((score) => score < 0).length,
    };
  });
};

const families: readonly { readonly family: Family; readonly rows: Rows }[] = [
  { family: marketFamily as unknown as Family, rows: marketRows },
  { family: fundamentalFamily as unknown as Family, rows: positiveRows(fundamentalFamily) },
  { family: macroFamily as unknown as Family, rows: positiveRows(macroFamily) },
  { family: calendarFamily as unknown as Family, rows: calendarRows },
  { family: sentimentFamily as unknown as Family, rows: sentimentRows },
];

/** Small parameters, so that forty rows are enough: their smallest value, a few rows more for windows. */
const small: Readonly<Record<string, number>> = { window: 6, long: 9, short: 4, skip: 1, start: 3, lag: 1 };

function requestOf(feature: Feature<Row>): { kind: string } & Record<string, number | string> {
  const parameters = Object.entries(feature.parameters as Readonly<Record<string, Parameter>>);
  const numbers = parameters.flatMap(([name, parameter]) =>
    parameter.type === "count" ? [[name, Math.max(parameter.minimum, small[name] ?? 5)] as const] : [],
  );
  return { kind: feature.kind, ...Object.fromEntries(numbers) };
}

/** The parameters of a request, defaults filled in. */
function filledOf(feature: Feature<Row>, request: Record<string, number | string>): Record<string, number | string> {
  const parameters = Object.entries(feature.parameters as Readonly<Record<string, Parameter>>);
  return Object.fromEntries(parameters.map(([name, parameter]) => [name, request[name] ?? parameter.default]));
}

function table(family: Family, request: unknown, rows: readonly Row[]): number[][] {
  const columns = Object.fromEntries(family.inputs.map((input) => [input, rows.map((row) => row[input] ?? NaN)]));
  const { values, columns: width } = computeFeatures<Row>(family, columns as never, [request]);
  return rows.map((_, t) => [...values.subarray(t * width, (t + 1) * width)]);
}

const entries = families.flatMap(({ family, rows }) =>
  family.features.map((feature) => [family.name, feature.kind, { family, rows, feature }] as const),
);
const seed = fc.integer({ min: 1, max: 1_000_000 });

describe("every feature of every family", () => {
  test.each(entries)(
    "%s %s: perturbing the future changes no past value",
    (_family, _kind, { family, rows, feature }) => {
      const request = requestOf(feature);
      fc.assert(
        fc.property(seed, seed, fc.integer({ min: 1, max: 39 }), (one, other, cut) => {
          const past = rows(40, one);
          const changed = [...past.slice(0, cut), ...rows(40, other).slice(cut)];
          expect(table(family, request, changed).slice(0, cut)).toEqual(table(family, request, past).slice(0, cut));
        }),
        { numRuns: 8 },
      );
    },
  );

  test.each(entries)(
    "%s %s: row by row, and resumed from JSON, equals the batch",
    (_family, _kind, { family, rows, feature }) => {
      const request = requestOf(feature);
      fc.assert(
        fc.property(seed, fc.integer({ min: 0, max: 39 }), (one, stop) => {
          const all = rows(40, one);
          let stream = FeatureStream.start(family, [request]);
          const found = all.map((row, t) => {
            if (t === stop) stream = FeatureStream.resume(family, JSON.parse(JSON.stringify(stream)));
            return [...stream.update(row)];
          });
          expect(found).toEqual(table(family, request, all));
          // a stream that gets only what the feature reads saves itself too
          const bare = FeatureStream.start(family, [request]);
          const inputs: readonly string[] = feature.inputs(filledOf(feature, request));
          const reads = all.map((row) => Object.fromEntries(inputs.map((input) => [input, row[input]!])));
          const alone = reads.map((row) => [...bare.update(row)]);
          expect(alone).toEqual(found);
          expect(FeatureStream.resume(family, JSON.parse(JSON.stringify(bare))).rows).toBe(40);
        }),
        { numRuns: 5 },
      );
    },
  );

  test.each(entries)(
    "%s %s: declares its name, window and inputs as they are",
    (_family, _kind, { family, rows, feature }) => {
      expect(feature.kind).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(feature.title.length).toBeGreaterThan(5);
      expect(feature.source.length).toBeGreaterThan(2);
      const request = requestOf(feature);
      const filled = filledOf(feature, request);
      const lookback = feature.lookback(filled);
      // of several histories, the first value ever: some features have none on some windows
      const histories = [1, 2, 3, 4, 5, 6].map((one) => rows(40, one));
      const first = histories.map((all) => table(family, request, all).findIndex((row) => !row.some(Number.isNaN)));
      expect(Math.min(...first.map((row) => (row < 0 ? Infinity : row)))).toBe(lookback);

      const all = histories[0]!;
      const expected = table(family, request, all);
      const inputs: readonly string[] = feature.inputs(filled);
      const unread = family.inputs.filter((input) => !inputs.includes(input));
      const without = all.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => !unread.includes(name))),
      );
      const bare = computeFeatures<Row>(
        family,
        Object.fromEntries(inputs.map((input) => [input, without.map((row) => row[input] as number)])) as never,
        [request],
      );
      expect([...bare.values]).toEqual(expected.flat());
      for (const input of inputs) {
        const gap = all.map((row, t) => (t === 30 ? { ...row, [input]: NaN } : row));
        expect(table(family, request, gap)[30]!.every(Number.isNaN)).toBe(true);
      }
    },
  );
});

describe("requests as data", () => {
  const schemas = [
    MarketFeatureSchema,
    FundamentalFeatureSchema,
    MacroFeatureSchema,
    CalendarFeatureSchema,
    SentimentFeatureSchema,
  ];

  test("each family's schema takes every feature of its table, and nothing else", () => {
    families.forEach(({ family }, i) => {
      for (const feature of family.features) expect(schemas[i]!.safeParse(requestOf(feature)).success).toBe(true);
      expect(schemas[i]!.safeParse({ kind: "no-such-feature" }).success).toBe(false);
      expect(schemas[i]!.safeParse({ kind: family.features[0]!.kind, unknown: 1 }).success).toBe(false);
    });
  });
});
