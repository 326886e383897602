import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeFeatures } from "../compute-features.ts";
import { FeatureStream } from "../feature-stream.ts";
import type { FeatureTable } from "../feature-table.ts";
import type { Parameter } from "../parameter.ts";
import { readFeature } from "../read-feature.ts";
import { technicalFamily, technicalTable } from "./table.ts";
import { TechnicalFeatureSchema, technicalFeatures } from "./technical-features.ts";
import { barAt, requestOf, rowsOf, tiedBars, walkingBars, type BarTable } from "./testing.ts";

const length = 60;
const few = { numRuns: 4 };
const missing = { shortHistory: "missing" } as const;

function compute(bars: BarTable, request: { readonly kind: string }): FeatureTable {
  return computeFeatures(technicalFamily, bars, [request], missing);
}

test("the table holds more than 50 indicators, each kind once, sources named", () => {
  const kinds = technicalTable.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds.length).toBeGreaterThanOrEqual(100);
  for (const { kind, title, source, outputs } of technicalTable) {
    expect(kind).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(title.length * source.length).toBeGreaterThan(0);
    expect(new Set(outputs).size).toBe(outputs.length);
  }
});

describe.each(technicalTable.map((feature) => [feature.kind, feature] as const))("%s", (_, feature) => {
  const request = requestOf(feature);

  test("update gives the batch to the last bit, also on ties, flat prices and bars without volume", () => {
    fc.assert(
      fc.property(request, fc.oneof(tiedBars(length), walkingBars(length)), (chosen, bars) => {
        const batch = compute(bars, chosen);
        const stream = FeatureStream.start(technicalFamily, [chosen]);
        for (let t = 0; t < length; t++) expect(stream.update(barAt(bars, t))).toEqual(batch.row(t));
      }),
      few,
    );
  });

  test("a stream saved as JSON and resumed goes on identically", () => {
    fc.assert(
      fc.property(request, tiedBars(length), fc.integer({ min: 0, max: length - 1 }), (chosen, bars, pause) => {
        const batch = compute(bars, chosen);
        let stream = FeatureStream.start(technicalFamily, [chosen]);
        for (let t = 0; t < length; t++) {
          if (t === pause) stream = FeatureStream.resume(technicalFamily, JSON.parse(JSON.stringify(stream)));
          expect(stream.update(barAt(bars, t))).toEqual(batch.row(t));
        }
        expect(stream.rows).toBe(length);
      }),
      few,
    );
  });

  test("perturbing the future changes no past value", () => {
    fc.assert(
      fc.property(request, tiedBars(length), walkingBars(length), fc.nat(length - 1), (chosen, bars, other, now) => {
        const mixed = Object.fromEntries(
          Object.keys(bars).map((key) => {
            const column = key as keyof BarTable;
            return [column, Float64Array.from([...bars[column].slice(0, now), ...other[column].slice(now)])];
          }),
        ) as unknown as BarTable;
        const width = compute(bars, chosen).columns;
        expect(compute(mixed, chosen).values.slice(0, now * width)).toEqual(
          compute(bars, chosen).values.slice(0, now * width),
        );
      }),
      few,
    );
  });

  test("all outputs begin after the declared lookback and stay", () => {
    fc.assert(
      fc.property(request, walkingBars(length), (chosen, bars) => {
        const { lookback } = readFeature(chosen, technicalFamily);
        const table = compute(bars, chosen);
        for (let t = 0; t < length; t++) {
          const complete = !table.row(t).some(Number.isNaN);
          expect(complete, `row ${t}, lookback ${lookback}`).toBe(t >= lookback);
        }
      }),
      few,
    );
  });

  test("values stay finite on ties, flat prices and bars without volume", () => {
    fc.assert(
      fc.property(request, tiedBars(length), (chosen, bars) => {
        const { lookback } = readFeature(chosen, technicalFamily);
        const table = compute(bars, chosen);
        for (let t = lookback; t < length; t++) expect(table.row(t).every(Number.isFinite), `row ${t}`).toBe(true);
      }),
      few,
    );
  });

  if (feature.memory === "window") {
    test("depends on the window alone", () => {
      fc.assert(
        fc.property(request, walkingBars(length), (chosen, bars) => {
          const { lookback } = readFeature(chosen, technicalFamily);
          if (lookback >= length) return;
          const whole = compute(bars, chosen).row(length - 1);
          const fresh = compute(rowsOf(bars, length - 1 - lookback, length), chosen).row(lookback);
          whole.forEach((value, i) => {
            expect(Math.abs(value - fresh[i]!)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(value)));
          });
        }),
        few,
      );
    });
  }

  test("reads only the inputs that it declares", () => {
    fc.assert(
      fc.property(request, walkingBars(length), (chosen, bars) => {
        const { inputs } = readFeature(chosen, technicalFamily);
        const declared = Object.fromEntries(inputs.map((input) => [input, bars[input]]));
        expect(computeFeatures(technicalFamily, declared, [chosen], missing).values).toEqual(
          compute(bars, chosen).values,
        );
      }),
      few,
    );
  });

  test("its name reads back to the same request, which the schema accepts", () => {
    fc.assert(
      fc.property(request, (chosen) => {
        const read = readFeature(chosen, technicalFamily);
        expect(readFeature(read.name, technicalFamily).request).toEqual(read.request);
        expect(TechnicalFeatureSchema.parse(JSON.parse(JSON.stringify(read.request)))).toEqual(read.request);
      }),
      few,
    );
  });

  test("a bar that lacks an input gives NaN there and is passed over", () => {
    fc.assert(
      fc.property(request, walkingBars(length), fc.nat(length - 1), (chosen, bars, hole) => {
        const { inputs } = readFeature(chosen, technicalFamily);
        const column = inputs[0]!;
        const holed = { ...bars, [column]: bars[column].map((value, t) => (t === hole ? NaN : value)) };
        const width = compute(bars, chosen).columns;
        const without = rowsOf(bars, 0, length);
        const kept = Object.fromEntries(
          Object.entries(without).map(([key, values]) => [key, (values as Float64Array).filter((__, t) => t !== hole)]),
        ) as unknown as BarTable;
        const table = compute(holed, chosen);
        expect(table.row(hole).every(Number.isNaN)).toBe(true);
        const rest = [...table.values].filter((__, i) => Math.floor(i / width) !== hole);
        expect(Float64Array.from(rest)).toEqual(compute(kept, chosen).values);
      }),
      few,
    );
  });
});

test("parameters declare defaults that the schema and the checks accept", () => {
  for (const feature of technicalTable) {
    const parameters = Object.entries(feature.parameters as Readonly<Record<string, Parameter>>);
    const defaults = Object.fromEntries(parameters.map(([name, parameter]) => [name, parameter.default]));
    expect(feature.check?.(defaults)).toBeUndefined();
    expect(TechnicalFeatureSchema.safeParse({ kind: feature.kind, ...defaults }).success).toBe(true);
  }
});

test("without include, every indicator stands in the table under its default name", () => {
  fc.assert(
    fc.property(walkingBars(130), (bars) => {
      const table = technicalFeatures(bars);
      expect(table.names).toContain("rsi-14");
      expect(table.names).toContain("macd-signal");
      expect(table.columns).toBe(technicalTable.reduce((sum, { outputs }) => sum + outputs.length, 0));
      expect(table.complete().rows).toBeGreaterThan(0);
    }),
    { numRuns: 3 },
  );
});

test("indicators whose memory fades forget where the bars began", () => {
  fc.assert(
    fc.property(walkingBars(900), (bars) => {
      const fading = technicalTable.filter(({ memory }) => memory === "fading").map(({ kind }) => ({ kind }));
      const whole = computeFeatures(technicalFamily, bars, fading);
      const late = computeFeatures(technicalFamily, rowsOf(bars, 100, 900), fading);
      const last = late.row(799);
      whole.row(899).forEach((value, i) => {
        const distance = Math.abs(value - last[i]!) / Math.max(1, Math.abs(value));
        expect(distance, whole.names[i]!).toBeLessThan(1e-6);
      });
    }),
    { numRuns: 2 },
  );
});
