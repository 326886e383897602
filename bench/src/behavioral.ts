/** Whole behaviour reports: a large account, and ten real investors where the reference data is there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { analyzeBehavior, type BehaviorInput, type PriceRecord, type TradeRecord } from "@plimsoll/behavioral";
import { PricePanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

const dayLength = 86_400_000;

/** Four trades every second day: purchases of what is not held and sales of what is, with about sixty positions. */
function largeAccount(): BehaviorInput {
  const stream = RandomStream.of("behaviour");
  const assets = Array.from({ length: 500 }, (_, index) => `asset ${index + 1}`);
  const days: number[] = [];
  for (let day = Date.UTC(2019, 0, 1) / dayLength; days.length < 1260; day++) if ((day + 3) % 7 < 5) days.push(day);
  const levels = new Float64Array(500).fill(50);
  const values = new Float64Array(1260 * 500);
  for (let row = 0; row < 1260; row++) {
    const market = 0.01 * stream.normal();
    for (let column = 0; column < 500; column++) {
      levels[column]! *= Math.exp(0.9 * market + 0.02 * stream.normal());
      values[row * 500 + column] = Math.round(100 * levels[column]!) / 100;
    }
  }
  const dates = days.map((day) => new Date(day * dayLength).toISOString().slice(0, 10));
  const held: number[] = [];
  const quantities = new Map<number, number>();
  const trades: TradeRecord[] = [];
  for (let row = 2; trades.length < 10_000; row = row === 1259 ? 2 : row + 1) {
    if (row === 2 && trades.length > 0) break;
    for (let minute = 0; minute < 8 && trades.length < 10_000; minute++) {
      const at = `${dates[row]}T15:${String(minute).padStart(2, "0")}:00Z`;
      const buys = held.length < 40 || (held.length < 80 && stream.uniform() < 0.5);
      const column = buys ? stream.integer(500) : held[stream.integer(held.length)]!;
      const price = values[row * 500 + column]!;
      const quantity = buys ? Math.ceil(1000 / price) : quantities.get(column)!;
      if (buys && !quantities.has(column)) held.push(column);
      if (!buys) held.splice(held.indexOf(column), 1);
      if (buys) quantities.set(column, (quantities.get(column) ?? 0) + quantity);
      else quantities.delete(column);
      trades.push({ side: buys ? "buy" : "sell", asset: assets[column]!, quantity, price, at });
    }
  }
  return { trades, prices: PricePanel.of({ dates, assets, values }) };
}

// CRAN package dispositionEffect 1.0.1
function realInvestors(): { readonly accounts: readonly TradeRecord[][]; readonly prices: PriceRecord[] } | null {
  const root = process.env["PLIMSOLL_REFERENCE_DATA"];
  if (root === undefined || !existsSync(join(root, "data/behavioral"))) return null;
  const rows = (file: string): string[][] =>
    gunzipSync(readFileSync(join(root, "data/behavioral", file)))
      .toString("utf8")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  const time = (text: string): string => `${text.replace(" ", "T")}Z`;
  const accounts = new Map<string, TradeRecord[]>();
  for (const [investor = "", type, asset = "", quantity, price, at = ""] of rows("deanalysis_trades.csv.gz")) {
    const list = accounts.get(investor) ?? [];
    accounts.set(investor, list);
    const side = type === "B" ? "buy" : "sell";
    list.push({ side, asset, quantity: Number(quantity), price: Number(price), at: time(at) });
  }
  const prices = rows("deanalysis_prices.csv.gz").map(([asset = "", at = "", price]) => ({
    asset,
    at: time(at),
    price: Number(price),
  }));
  return { accounts: [...accounts.values()], prices };
}

function lazily<Value>(make: () => Value): () => Value {
  let value: { readonly made: Value } | undefined;
  return () => (value ??= { made: make() }).made;
}

const large = lazily(largeAccount);
const real = realInvestors();

/** The rows as one panel, which all investors share and which is read once. */
const panel = lazily(() => {
  const known = new Map<string, { asset: string; date: string; value: number }>();
  for (const { asset, at, price } of real!.prices) known.set(`${asset} ${at}`, { asset, date: at, value: price });
  return PricePanel.fromRecords([...known.values()]);
});

export const benchmarks: readonly Benchmark[] = [
  {
    name: "behaviour report, 10 000 trades x 500 assets x 5 years",
    run: () => analyzeBehavior(large()),
  },
  ...(real === null
    ? []
    : [
        {
          name: "behaviour reports of ten real investors (4917 trades, 258 137 prices)",
          target: 1000,
          run: () => real.accounts.map((trades) => analyzeBehavior({ trades, prices: real.prices })),
        },
        {
          name: "behaviour reports of ten real investors, their prices as one panel",
          target: 1000,
          run: () => real.accounts.map((trades) => analyzeBehavior({ trades, prices: panel() })),
        },
      ]),
];
