import { RandomStream } from "@plimsoll/numeric";
import { type Evidence, evidenceOf } from "../choice-set/evidence.ts";
import { readOptions } from "../input/behavior-options.ts";
import type { BehaviorInput } from "../input/behavior-input.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";

const dayLength = 86_400_000;
const epoch = Date.UTC(2021, 0, 4);

/** The evidence of an input on default options. */
export function evidence(input: BehaviorInput): Evidence {
  return evidenceOf(input, readOptions({}).ledger);
}

/** ISO time of a simulated day's hour. */
export function time(day: number, hours: number): string {
  return new Date(epoch + day * dayLength + Math.round(hours * 3_600_000)).toISOString();
}

/** How a simulated day trader departs from chance. */
export interface DayTraderOptions {
  readonly seed: number | string;
  readonly days: number;
  /** Round trips a day. */
  readonly trips?: number;
  /** Factors of size and pause after a loss. */
  readonly revenge?: { readonly size: number; readonly pause: number };
  /** Factor of size while the day's result is below zero. */
  readonly chase?: number;
  /** Whether whole days are bad: more losses, larger sizes and shorter pauses, whatever came just before. */
  readonly badDays?: boolean;
}

/** A day trader's round trips: sizes and pauses drawn for each, and flat at night. */
export function dayTrader(options: DayTraderOptions): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const { seed, days, trips = 6, revenge, chase = 1, badDays = false } = options;
  const random = RandomStream.of(seed);
  const trades: TradeRecord[] = [];
  for (let day = 0; day < days; day++) {
    const bad = badDays && random.uniform() < 0.5;
    let clock = 9.5;
    let lost = false;
    let result = 0;
    for (let trip = 0; trip < trips; trip++) {
      const vengeful = lost && revenge !== undefined;
      const factor = (vengeful ? revenge.size : 1) * (result < 0 ? chase : 1) * (bad ? 2 : 1);
      clock += 0.3 * random.exponential() * (vengeful ? revenge.pause : 1) * (bad ? 0.5 : 1) + 0.005;
      const quantity = 10 * Math.exp(0.5 * random.normal()) * factor;
      const asset = `S${random.integer(8)}`;
      trades.push({ side: "buy", asset, quantity, price: 100, at: time(day, clock) });
      clock += 0.2 * random.exponential() + 0.005;
      const move = 0.5 * Math.abs(random.normal()) + 0.01;
      lost = random.uniform() < (bad ? 0.7 : badDays ? 0.3 : 0.5);
      const price = 100 + (lost ? -move : move);
      result += quantity * (price - 100);
      trades.push({ side: "sell", asset, quantity, price, at: time(day, clock) });
    }
  }
  return { trades, prices: [] };
}

/** How a simulated investor departs from chance. */
export interface InvestorOptions {
  readonly seed: number | string;
  readonly days: number;
  /** Taste for last month's winners when buying. */
  readonly fomo?: number;
  /** Taste for the deepest loser when adding. */
  readonly down?: number;
  /** Factor of each addition at a loss over the purchase before. */
  readonly doubling?: number;
}

const assets = Array.from({ length: 20 }, (_, index) => `A${index}`);

/** An investor with six positions who adds, and sells one to buy another, now and then. */
export function investor(options: InvestorOptions): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const { seed, days, fomo = 0, down = 0, doubling } = options;
  const random = RandomStream.of(seed);
  const levels = new Float64Array(assets.length).fill(100);
  const history: Float64Array[] = [];
  const held = new Map<number, { quantity: number; cost: number; last: number }>();
  const trades: TradeRecord[] = [];
  const prices: PriceRecord[] = [];
  const trade = (side: "buy" | "sell", asset: number, quantity: number, day: number, hours: number): void => {
    trades.push({ side, asset: assets[asset]!, quantity, price: levels[asset]!, at: time(day, hours) });
  };
  const draw = (candidates: readonly number[], taste: (asset: number) => number): number => {
    const weights = candidates.map((asset) => Math.exp(taste(asset)));
    let rest = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    return candidates[weights.findIndex((weight) => (rest -= weight) < 0)] ?? candidates.at(-1)!;
  };
  const open = (asset: number, day: number, hours: number): void => {
    const money = 1000 * Math.exp(0.3 * random.normal());
    const quantity = money / levels[asset]!;
    held.set(asset, { quantity, cost: levels[asset]!, last: money });
    trade("buy", asset, quantity, day, hours);
  };
  for (let day = 0; day < days; day++) {
    const market = 0.01 * random.normal();
    const today = time(day, 0).slice(0, 10);
    assets.forEach((asset, index) => {
      levels[index]! *= Math.exp(0.9 * market + 0.02 * random.normal());
      prices.push({ asset, at: today, price: levels[index]! });
    });
    const month = history.at(-20);
    history.push(levels.slice());
    if (day === 30) for (let asset = 0; asset < 6; asset++) open(asset, day, 15);
    if (day <= 30) continue;
    if (random.uniform() < 0.15) {
      const chosen = draw([...held.keys()], (asset) => down * (held.get(asset)!.cost / levels[asset]! - 1) * 10);
      const position = held.get(chosen)!;
      const losing = levels[chosen]! < position.cost;
      const money =
        losing && doubling !== undefined ? position.last * doubling : 1000 * Math.exp(0.3 * random.normal());
      const quantity = money / levels[chosen]!;
      trade("buy", chosen, quantity, day, 15);
      position.cost = (position.quantity * position.cost + money) / (position.quantity + quantity);
      position.quantity += quantity;
      position.last = money;
    }
    if (random.uniform() < 0.1) {
      const sold = draw([...held.keys()], () => 0);
      trade("sell", sold, held.get(sold)!.quantity, day, 16);
      held.delete(sold);
      const free = assets.flatMap((_, index) => (held.has(index) || index === sold ? [] : [index]));
      open(
        draw(free, (asset) => (fomo * Math.log(levels[asset]! / month![asset]!)) / 0.1),
        day,
        16.5,
      );
    }
  }
  return { trades, prices };
}
