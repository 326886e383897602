import { type FeatureValue, MemoryFeatureStore } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { marketFeatures, marketStream } from "../features/market/index.ts";
import { featureValues, materialiseFeatures, offlineFeatures, onlineFeatures, pointInTimeJoin } from "./index.ts";

const minute = (at: number): string => new Date(Date.UTC(2024, 0, 1) + at * 60_000).toISOString();
const stored = (time: number, knownAt: number, value: number | null, feature = "f", entity = "A"): FeatureValue => ({
  entity,
  feature,
  time: minute(time),
  knownAt: minute(knownAt),
  value,
});
async function storeWith(values: readonly FeatureValue[]): Promise<MemoryFeatureStore> {
  const store = new MemoryFeatureStore();
  await store.write(values);
  return store;
}
const joined = async (store: MemoryFeatureStore, times: number[], timeToLive?: { minutes: number }, feature = "f") => {
  const rows = times.map((time) => ({ entity: "A", time: minute(time) }));
  return [...(await pointInTimeJoin(rows, store, [feature], { timeToLive })).table.column(feature)];
};

/** Values of two features of two entities, each known some minutes after its time, in any order. */
const values = fc.array(
  fc
    .record({
      time: fc.integer({ min: 0, max: 30 }),
      delay: fc.integer({ min: 0, max: 10 }),
      value: fc.option(fc.integer({ min: -99, max: 99 }), { freq: 6 }),
      feature: fc.constantFrom("f", "g"),
      entity: fc.constantFrom("A", "B"),
    })
    .map(({ time, delay, value, feature, entity }) => stored(time, time + delay, value, feature, entity)),
  { maxLength: 40 },
);
const at = (iso: string): number => (Date.parse(iso) - Date.UTC(2024, 0, 1)) / 60_000;

describe("point-in-time join", () => {
  test("a row gets what was known at its moment: no later value, no later correction", async () => {
    const store = await storeWith([stored(0, 0, 1), stored(10, 15, 2), stored(10, 30, 3), stored(20, 20, null)]);
    expect(await joined(store, [-1, 0, 14, 15, 19])).toEqual([NaN, 1, 1, 2, 2]);
    // a value stored as null hides the one before it
    expect(await joined(store, [20, 40])).toEqual([NaN, NaN]);
    const corrected = await storeWith([stored(10, 15, 2), stored(10, 30, 3)]);
    expect(await joined(corrected, [29, 30])).toEqual([2, 3]);
  });

  test("a value older than its time to live is missing, counted from the moment that it describes", async () => {
    const store = await storeWith([stored(0, 5, 1)]);
    expect(await joined(store, [5, 7, 8], { minutes: 7 })).toEqual([1, 1, NaN]);
    const rows = [{ entity: "A", time: minute(8) }];
    const own = await pointInTimeJoin(rows, store, [{ name: "f", timeToLive: { hours: 1 } }], {
      timeToLive: { minutes: 7 },
    });
    expect(own.table.column("f")[0]).toBe(1);
    expect(own.sources[0]![0]).toEqual(stored(0, 5, 1));
  });

  test("equals a search through all values, whatever was written in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(
        values,
        fc.array(fc.tuple(fc.constantFrom("A", "B"), fc.integer({ min: -2, max: 45 })), { minLength: 1 }),
        fc.integer({ min: 0, max: 30 }),
        async (written, asked, life) => {
          const store = await storeWith(written);
          const rows = asked.map(([entity, time]) => ({ entity, time: minute(time) }));
          const { table } = await pointInTimeJoin(rows, store, ["g", "f"], { timeToLive: { minutes: life } });
          rows.forEach((row, i) => {
            const expected = ["g", "f"].map((feature) => {
              const seen = written.filter(
                (one) => one.entity === row.entity && one.feature === feature && at(one.knownAt) <= at(row.time),
              );
              const latest = Math.max(...seen.map((one) => at(one.time)));
              const versions = seen.filter((one) => at(one.time) === latest);
              const known = Math.max(...versions.map((one) => at(one.knownAt)));
              const found = versions.filter((one) => at(one.knownAt) === known).at(-1);
              return found === undefined || at(row.time) - latest > life ? NaN : (found.value ?? NaN);
            });
            expect([...table.row(i)]).toEqual(expected);
          });
        },
      ),
    );
  });

  test("what becomes known after a row changes nothing in it", async () => {
    await fc.assert(
      fc.asyncProperty(values, values, fc.integer({ min: 0, max: 40 }), async (first, more, cut) => {
        const rows = ["A", "B"].flatMap((entity) => [0, cut].map((time) => ({ entity, time: minute(time) })));
        const before = await pointInTimeJoin(rows, await storeWith(first), ["f", "g"]);
        const later = more.filter((one) => at(one.knownAt) > cut);
        const after = await pointInTimeJoin(rows, await storeWith([...later, ...first]), ["f", "g"]);
        expect(after.table.values).toEqual(before.table.values);
      }),
    );
  });

  test("bad input is a typed error that names culprit and remedy", async () => {
    const store = new MemoryFeatureStore();
    const rows = [{ entity: "A", time: minute(0) }];
    await expect(pointInTimeJoin([{ entity: "A", time: "2024-01-01" }], store, ["f"])).rejects.toThrow(
      "rows[0].time: expected an ISO 8601 time with zone",
    );
    await expect(pointInTimeJoin(rows, store, [])).rejects.toThrow("expected at least one name");
    await expect(pointInTimeJoin(rows, store, ["f", "f"])).rejects.toThrow('"f" stands twice');
    await expect(pointInTimeJoin(rows, store, ["f"], { timeToLive: { days: -1 } })).rejects.toThrow(
      "such as { days: 5 }",
    );
    await expect(pointInTimeJoin(rows, store, ["f"], { timeToLive: {} })).rejects.toThrow("was empty");
    await expect(pointInTimeJoin(rows, store, ["f"], { signal: AbortSignal.abort() })).rejects.toThrow(
      "aborted during",
    );
    await expect(onlineFeatures(store, { entities: [], features: ["f"], at: minute(0) })).rejects.toThrow("entities");
  });
});

describe("online and offline views", () => {
  test("agree: what was read live is what the join gives afterwards", async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 30 }), async (all, life) => {
        const store = new MemoryFeatureStore();
        const query = { entities: ["A", "B"], features: ["f", "g"], timeToLive: { minutes: life } };
        const live: number[][] = [];
        // time passes: at each minute what became known is written, then predictions read
        for (let now = 0; now <= 42; now++) {
          await store.write(all.filter((one) => at(one.knownAt) === now));
          const { values } = await onlineFeatures(store, { ...query, at: minute(now) });
          live.push([...values]);
        }
        const rows = live.flatMap((_, now) => query.entities.map((entity) => ({ entity, time: minute(now) })));
        const { table } = await pointInTimeJoin(rows, store, query.features, query);
        expect([...table.values]).toEqual(live.flat());

        const offline = await offlineFeatures(store, { ...query, at: minute(42) });
        offline.rows.forEach((row, i) => {
          const entity = query.entities.indexOf(row.entity);
          expect([...offline.table.row(i)]).toEqual(live[at(row.time)]!.slice(2 * entity, 2 * entity + 2));
        });
        const moments = new Set(all.map((one) => `${one.entity} ${one.knownAt}`));
        expect(offline.rows.length).toBeLessThanOrEqual(moments.size);
      }),
      { numRuns: 30 },
    );
  });

  test("the offline view has a row for each moment at which something became known, from a given one on", async () => {
    const store = await storeWith([stored(0, 0, 1), stored(5, 8, 2), stored(3, 3, 9, "g"), stored(4, 4, 7, "g", "B")]);
    const query = { entities: ["A", "B"], features: ["f", "g"], at: minute(60) };
    const all = await offlineFeatures(store, query);
    expect(all.rows.map(({ entity, time }) => [entity, at(time)])).toEqual([
      ["A", 0],
      ["A", 3],
      ["A", 8],
      ["B", 4],
    ]);
    expect([...all.table.values]).toEqual([1, NaN, 1, 9, 2, 9, NaN, 7]);
    const late = await offlineFeatures(store, { ...query, from: minute(4) });
    expect(late.rows.map(({ time }) => at(time))).toEqual([8, 4]);
  });
});

describe("materialised features", () => {
  const dates = Array.from({ length: 12 }, (_, t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10));
  const close = [10, 11, 12, 11, 13, 14, 13, 12, 15, 16, 17, 16];
  const include = ["return-1", "short-term-reversal-3"];

  test("a table written at once and a stream written day by day fill a store alike", async () => {
    const offline = new MemoryFeatureStore();
    const table = marketFeatures({ close, dates }, { include });
    expect(await materialiseFeatures(offline, table, { entity: "A", dayEnds: "20:00:00.000Z" })).toBe(11 + 9);
    const online = new MemoryFeatureStore();
    const stream = marketStream({ include });
    for (let t = 0; t < close.length; t++) {
      const row = stream.update({ close: close[t]! });
      await online.write(
        featureValues({ entity: "A", names: stream.names, values: row, time: `${dates[t]!}T20:00:00.000Z` }),
      );
    }
    for (const at of dates.map((date) => `${date}T21:00:00Z`)) {
      const query = { entities: ["A"], features: include, at };
      expect(await onlineFeatures(online, query)).toEqual(await onlineFeatures(offline, query));
    }
  });

  test("rows are known after their day and a delay, never before", async () => {
    const store = new MemoryFeatureStore();
    const table = marketFeatures({ close, dates }, { include: ["return-1"] });
    await materialiseFeatures(store, table, { entity: "A", delay: { hours: 6 } });
    const seen = async (at: string) =>
      (await onlineFeatures(store, { entities: ["A"], features: ["return-1"], at })).values[0];
    expect(await seen("2024-01-03T05:59:59Z")).toBeNaN();
    expect(await seen("2024-01-03T06:00:00Z")).toBeCloseTo(0.1, 12);
  });

  test("missing rows inside a history hide the value before them; tables need dates", async () => {
    const store = new MemoryFeatureStore();
    const gap = marketFeatures({ close: [10, 11, NaN, 12], dates: dates.slice(0, 4) }, { include: ["return-1"] });
    await materialiseFeatures(store, gap, { entity: "A" });
    const { values } = await onlineFeatures(store, {
      entities: ["A"],
      features: ["return-1"],
      at: "2024-01-04T12:00:00Z",
    });
    expect(values[0]).toBeNaN();
    const bare = marketFeatures({ close }, { include });
    await expect(materialiseFeatures(store, bare, { entity: "A" })).rejects.toThrow("has no dates");
    await expect(materialiseFeatures(store, gap, { entity: "A", dayEnds: "20:00" })).rejects.toThrow(
      "dayEnds: expected",
    );
    expect(() => featureValues({ entity: "A", names: ["f"], values: [], time: minute(0) })).toThrow("expected 1");
  });
});
