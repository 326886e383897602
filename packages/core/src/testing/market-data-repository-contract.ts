import { barRecords, barsOf, type BarRecord, type BarSeries } from "../ports/bars.ts";
import type { MarketDataRepository } from "../ports/market-data-repository.ts";
import { equal, failsWith } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

const early = "2024-03-01T00:00:00Z";
const late = "2024-03-02T00:00:00Z";

const closes = (series: BarSeries): (readonly [string, number | null])[] =>
  barRecords(series).map((bar) => [bar.time, bar.close] as const);

const daily = (asset: string, bars: Readonly<Record<string, number>>): BarSeries =>
  barsOf(
    asset,
    "day",
    Object.entries(bars).map(([time, close]) => ({ time, close })),
  );

/** The contract of `MarketDataRepository`: an adapter passes all cases, or is wrong. */
export function marketDataRepositoryContract(subject: ContractSubject<MarketDataRepository>): readonly ContractCase[] {
  return casesOf(subject, {
    "an unknown asset has no bars": async ({ port }) => {
      equal(await port.readBars({ asset: "NONE" }), barsOf("NONE", "day", []), "bars");
      equal(await port.latestBar({ asset: "NONE", interval: "hour" }), barsOf("NONE", "hour", []), "latest bar");
      equal(await port.assets(), [], "assets");
    },

    "a bar reads back with every number, to the last bit": async ({ port }) => {
      const records: BarRecord[] = [
        { time: "1969-12-31", open: 0.1, high: 0.3, low: 5e-324, close: 0.1 + 0.2, volume: 1.7976931348623157e308 },
        { time: "2023-12-29", open: null, high: null, low: null, close: 100, volume: 0 },
        { time: "2024-01-02", open: 1, high: 2, low: -37.63, close: null, volume: null },
      ];
      const saved = await port.saveBars([barsOf("A", "day", records)], { knownAt: early });
      equal(saved, { added: 3, revised: 0 }, "saved");
      equal(barRecords(await port.readBars({ asset: "A" })), records, "bars");
    },

    "bars read by range, both ends included": async ({ port }) => {
      const bars = { "2022-12-30": 1, "2023-01-03": 2, "2023-12-29": 3, "2024-01-02": 4 };
      await port.saveBars([daily("A", bars), daily("B", { "2023-06-01": 9 })], { knownAt: early });
      const read = async (range: { from?: string; to?: string }) =>
        (await port.readBars({ asset: "A", ...range })).close;
      equal(await read({}), Float64Array.of(1, 2, 3, 4), "all");
      equal(await read({ from: "2023-01-03" }), Float64Array.of(2, 3, 4), "from");
      equal(await read({ to: "2023-12-29" }), Float64Array.of(1, 2, 3), "to");
      equal(await read({ from: "2022-12-31", to: "2023-12-31" }), Float64Array.of(2, 3), "between");
      equal(await read({ from: "2024-01-03" }), Float64Array.of(), "after the end");
      equal(await read({ to: "2022-12-29" }), Float64Array.of(), "before the beginning");
      equal(await read({ from: "2024-01-02", to: "2023-01-01" }), Float64Array.of(), "from after to");
      equal(closes(await port.latestBar({ asset: "A" })), [["2024-01-02", 4]], "latest");
      equal(closes(await port.latestBar({ asset: "A", to: "2023-06-30" })), [["2023-01-03", 2]], "latest up to a date");
      equal(closes(await port.latestBar({ asset: "A", to: "2000-01-01" })), [], "latest before the beginning");
    },

    "intervals are kept apart, and instants are exact": async ({ port }) => {
      const minutes = barsOf("A", "minute", [
        { time: "2023-12-31T23:59:00.000Z", close: 1 },
        { time: "2024-01-01T00:00:00.000Z", close: 2 },
        { time: "2024-01-01T00:01:00.123Z", close: 3 },
      ]);
      await port.saveBars([minutes, daily("A", { "2024-01-01": 10 })], { knownAt: early });
      equal(await port.readBars({ asset: "A", interval: "minute" }), minutes, "minutes");
      equal(closes(await port.readBars({ asset: "A" })), [["2024-01-01", 10]], "days");
      const range = { asset: "A", interval: "minute", from: "2024-01-01" } as const;
      equal(
        (await port.readBars({ ...range, to: "2024-01-01" })).close,
        Float64Array.of(2, 3),
        "a date is its whole day",
      );
      const instant = { from: "2023-12-31T23:59:00Z", to: "2024-01-01T01:00:00+01:00" };
      equal((await port.readBars({ ...range, ...instant })).close, Float64Array.of(1, 2), "between instants");
      equal(
        await port.assets(),
        [
          { asset: "A", interval: "day", from: "2024-01-01", to: "2024-01-01" },
          { asset: "A", interval: "minute", from: "2023-12-31T23:59:00.000Z", to: "2024-01-01T00:01:00.123Z" },
        ],
        "assets",
      );
    },

    "saving the same bars again changes nothing": async ({ port }) => {
      const bars = daily("A", { "2024-01-02": 1, "2024-01-03": NaN });
      await port.saveBars([bars], { knownAt: early });
      equal(await port.saveBars([bars], { knownAt: early }), { added: 0, revised: 0 }, "at the same moment");
      equal(await port.saveBars([bars], { knownAt: late }), { added: 0, revised: 0 }, "later");
      equal(await port.readBars({ asset: "A" }), bars, "bars");
    },

    "a correction counts from when it was known": async ({ port }) => {
      await port.saveBars([daily("A", { "2024-01-02": 1, "2024-01-03": 2 })], { knownAt: early });
      const correction = daily("A", { "2024-01-03": 20, "2024-01-04": 3 });
      equal(await port.saveBars([correction], { knownAt: late }), { added: 1, revised: 1 }, "saved");
      const at = async (knownAt?: string) => (await port.readBars({ asset: "A", knownAt })).close;
      equal(await at(), Float64Array.of(1, 20, 3), "now");
      equal(await at(late), Float64Array.of(1, 20, 3), "at the moment of the correction");
      equal(await at("2024-03-01T23:59:59.999Z"), Float64Array.of(1, 2), "just before the correction");
      equal(await at(early), Float64Array.of(1, 2), "at the first moment");
      equal(await at("2024-02-29T23:59:59.999Z"), Float64Array.of(), "before anything was known");
      equal(closes(await port.latestBar({ asset: "A", knownAt: early })), [["2024-01-03", 2]], "latest as known then");
    },

    "a correction that comes in late finds its place": async ({ port }) => {
      await port.saveBars([daily("A", { "2024-01-02": 3 })], { knownAt: "2024-03-03T00:00:00Z" });
      await port.saveBars([daily("A", { "2024-01-02": 1 })], { knownAt: early });
      await port.saveBars([daily("A", { "2024-01-02": 2 })], { knownAt: "2024-03-02T01:00:00+01:00" });
      const at = async (knownAt?: string) => (await port.readBars({ asset: "A", knownAt })).close;
      equal(await at(), Float64Array.of(3), "now");
      equal(await at(late), Float64Array.of(2), "in between");
      equal(await at(early), Float64Array.of(1), "first");
      await port.saveBars([daily("A", { "2024-01-02": 22 })], { knownAt: late });
      equal(await at(late), Float64Array.of(22), "of two saves for one moment the later counts");
    },

    "a value can be taken away": async ({ port }) => {
      await port.saveBars([daily("A", { "2024-01-02": 1, "2024-01-03": 2 })], { knownAt: early });
      equal(
        await port.saveBars([daily("A", { "2024-01-03": NaN })], { knownAt: late }),
        { added: 0, revised: 1 },
        "saved",
      );
      equal(await port.readBars({ asset: "A" }), daily("A", { "2024-01-02": 1, "2024-01-03": NaN }), "bars");
    },

    "forty years of daily bars come back whole": async ({ port }) => {
      const start = Date.UTC(1980, 0, 1);
      const records = Array.from({ length: 14_610 }, (_, i): BarRecord => {
        const time = new Date(start + i * 86_400_000).toISOString().slice(0, 10);
        return { time, open: i, high: i + 0.5, low: i - 0.5, close: i + 0.25, volume: i * 100 };
      });
      const bars = barsOf("LONG", "day", records);
      await port.saveBars([bars], { knownAt: early });
      equal(await port.readBars({ asset: "LONG" }), bars, "bars");
      const year = await port.readBars({ asset: "LONG", from: "2000-01-01", to: "2000-12-31" });
      equal([year.index.length, year.close[0]], [366, 7305.25], "the bars of 2000");
    },

    "assets are listed with their extent": async ({ port }) => {
      const series = ["Ü", "b", "B", "🙂", "\uffff", "^GSPC"].map((asset) => daily(asset, { "2024-01-02": 1 }));
      await port.saveBars([...series, daily("b", { "2020-01-02": 1, "2024-01-03": 2 })], { knownAt: early });
      const assets = await port.assets();
      equal(
        assets.map(({ asset }) => asset),
        ["B", "^GSPC", "b", "Ü", "\uffff", "🙂"],
        "assets in order of code points",
      );
      equal(assets[2], { asset: "b", interval: "day", from: "2020-01-02", to: "2024-01-03" }, "extent");
    },

    "what was handed in or out can be changed without changing the repository": async ({ port }) => {
      const bars = daily("A", { "2024-01-02": 1 });
      await port.saveBars([bars], { knownAt: early });
      bars.close[0] = 2;
      const read = await port.readBars({ asset: "A" });
      read.close[0] = 3;
      read.index[0] = 0;
      equal(await port.readBars({ asset: "A" }), daily("A", { "2024-01-02": 1 }), "bars");
    },

    "what can't be stored is INVALID_INPUT, and the whole save stays out": async ({ port }) => {
      const good = daily("A", { "2024-01-02": 1, "2024-01-03": 2 });
      const bad: Readonly<Record<string, BarSeries>> = {
        "an asset without a name": { ...good, asset: "" },
        "times that descend": { ...good, index: good.index.slice().reverse() },
        "a time twice": { ...good, index: Float64Array.of(1, 1) },
        "half a day": { ...good, index: Float64Array.of(1, 1.5) },
        "a column too short": { ...good, volume: Float64Array.of(1) },
        "an infinite price": { ...good, close: Float64Array.of(1, Infinity) },
      };
      for (const [what, series] of Object.entries(bad)) {
        await failsWith("INVALID_INPUT", () => port.saveBars([good, series], { knownAt: early }), what);
      }
      await failsWith("INVALID_INPUT", () => port.saveBars([good], { knownAt: "yesterday" }), "an unreadable moment");
      await failsWith(
        "INVALID_INPUT",
        () => port.readBars({ asset: "A", from: "2024-02-30" }),
        "a day that does not exist",
      );
      await failsWith(
        "INVALID_INPUT",
        () => port.readBars({ asset: "A", to: "2024-01-02T00:00:00Z" }),
        "an instant for days",
      );
      await failsWith("INVALID_INPUT", () => port.readBars({ asset: "A", knownAt: "2024-01-02" }), "a date as moment");
      equal(await port.assets(), [], "assets after failed saves");
    },
  });
}
