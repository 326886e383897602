import { dayNumber } from "../input/local-time.ts";
import type { PriceHistory } from "../input/price-history.ts";
import type { Trade } from "../input/read-trades.ts";
import type { Repair } from "../input/trade-record.ts";
import type { Fill } from "./fills.ts";
import { type BookEntry, type CostBasis, type Holding, PositionBook } from "./position-book.ts";
import { type ReferencePoint, ReferenceReader } from "./reference-point.ts";
import type { RoundTrip } from "./round-trips.ts";
import type { SaleChoice, SaleDay } from "./sale-days.ts";

/** How positions are kept and measured. */
export interface LedgerOptions {
  readonly costBasis: CostBasis;
  readonly referencePoint: ReferencePoint;
  /** Annual return of the reference point `"expectation"`. */
  readonly expectedReturn: number;
  /** Whether selling more than is held closes the position or opens a short one. */
  readonly shortSales: "clip" | "open";
  /** Whether the accounts of a household keep their positions apart. */
  readonly households: "separate" | "together";
}

/** The purchases of a day in an account, with what was held at its start. */
export interface Purchases {
  readonly day: string;
  readonly account: string;
  /** Epoch milliseconds of the first. */
  readonly instant: number;
  /** Ids by asset. */
  readonly bought: ReadonlyMap<string, readonly string[]>;
  readonly held: ReadonlySet<string>;
}

/** All that follows from the trades in one pass. */
export interface Ledger {
  readonly fills: readonly Fill[];
  readonly saleDays: readonly SaleDay[];
  readonly purchases: readonly Purchases[];
  readonly roundTrips: readonly RoundTrip[];
  readonly repairs: readonly Repair[];
}

/** Keeps the books of each account and lists what happened, in time order. */
export function keepLedger(trades: readonly Trade[], prices: PriceHistory, options: LedgerOptions): Ledger {
  const together = options.households === "together";
  const byAccount = new Map<string, Trade[]>();
  for (const trade of trades) {
    const account = together ? "" : trade.account;
    const list = byAccount.get(account);
    if (list === undefined) byAccount.set(account, [trade]);
    else list.push(trade);
  }
  const ledgers = [...byAccount].map(([account, own]) => keepAccount(account, own, prices, options));
  if (ledgers.length === 1) return ledgers[0]!;
  const position = new Map(trades.map(({ id }, index) => [id, index]));
  const byDay = (a: { instant: number; account: string }, b: { instant: number; account: string }): number =>
    a.instant - b.instant || (a.account < b.account ? -1 : 1);
  return {
    fills: ledgers.flatMap(({ fills }) => fills).sort((a, b) => position.get(a.trade.id)! - position.get(b.trade.id)!),
    saleDays: ledgers.flatMap(({ saleDays }) => saleDays).sort(byDay),
    purchases: ledgers.flatMap(({ purchases }) => purchases).sort(byDay),
    roundTrips: ledgers
      .flatMap(({ roundTrips }) => roundTrips)
      .sort((a, b) => position.get(a.closeTrade)! - position.get(b.closeTrade)!),
    repairs: ledgers.flatMap(({ repairs }) => repairs),
  };
}

interface FirstSale {
  readonly trade: Trade;
  /** The position as the sale met it, purchases of the day included. */
  readonly met: Holding;
  readonly ids: string[];
}

function keepAccount(account: string, trades: readonly Trade[], prices: PriceHistory, options: LedgerOptions): Ledger {
  const book = new PositionBook(options.costBasis, options.shortSales === "open");
  const reference = new ReferenceReader(options.referencePoint, options.expectedReturn, prices);
  const fills: Fill[] = [];
  const saleDays: SaleDay[] = [];
  const purchases: Purchases[] = [];
  const roundTrips: RoundTrip[] = [];
  const repairs: Repair[] = [];
  for (let first = 0; first < trades.length;) {
    const { day } = trades[first]!;
    const opening = book.entries();
    const firstSales = new Map<string, FirstSale>();
    const bought = new Map<string, string[]>();
    let firstPurchase = NaN;
    let end = first;
    for (; end < trades.length && trades[end]!.day === day; end++) {
      const trade = trades[end]!;
      const entry = book.apply(trade);
      if (entry.excess > 0) repairs.push(oversold(trade, entry.excess));
      if (entry.closedQuantity + entry.openedQuantity > 0) fills.push(fillOf(account, trade, entry, options.costBasis));
      for (const { quantity, opened } of entry.closed) {
        roundTrips.push(roundTripOf(account, quantity, opened, trade, entry.before!.sign));
      }
      if (entry.closedQuantity > 0) {
        const sale = firstSales.get(trade.asset);
        if (sale !== undefined) sale.ids.push(trade.id);
        else firstSales.set(trade.asset, { trade, met: entry.before!, ids: [trade.id] });
      }
      if (trade.side === "buy" && entry.openedQuantity > 0) {
        if (bought.size === 0) firstPurchase = trade.instant;
        const ids = bought.get(trade.asset);
        if (ids === undefined) bought.set(trade.asset, [trade.id]);
        else ids.push(trade.id);
      }
    }
    const { instant } = trades[end - 1]!;
    if (opening.some(({ asset }) => firstSales.has(asset))) {
      const left = new Set(book.entries().map(({ asset }) => asset));
      const trimDay = opening.some(({ asset }) => firstSales.has(asset) && left.has(asset));
      const choices = choicesOf(opening, firstSales, trimDay, prices, reference, instant, day, repairs);
      saleDays.push({ day, account, instant, choices });
    }
    if (bought.size > 0) {
      const held = new Set(opening.map(({ asset }) => asset));
      purchases.push({ day, account, instant: firstPurchase, bought, held });
    }
    first = end;
  }
  return { fills, saleDays, purchases, roundTrips, repairs };
}

/**
 * The positions held before the day's first trade. A sold one has the price of its first sale of the day, and the cost
 * it had just before (earlier purchases of the day included); a kept one the last price known at the day's last trade,
 * and the cost at the start of the day.
 */
function choicesOf(
  opening: readonly Holding[],
  firstSales: ReadonlyMap<string, FirstSale>,
  trimDay: boolean,
  prices: PriceHistory,
  reference: ReferenceReader,
  instant: number,
  day: string,
  repairs: Repair[],
): SaleChoice[] {
  const today = dayNumber(day);
  const choices: { -readonly [Key in keyof SaleChoice]: SaleChoice[Key] }[] = [];
  let total = 0;
  for (const holding of opening) {
    const { asset, sign, quantity } = holding;
    const sale = firstSales.get(asset);
    const price = sale?.trade.price ?? prices.at(asset, instant);
    if (Number.isNaN(price)) {
      repairs.push({
        kind: "missing-price",
        asset,
        message: `${asset} has no price at or before ${day}: the position was left out of that day's choice set`,
      });
      continue;
    }
    // a position turned round within the day is judged as it stood at its start
    const met = sale === undefined || sale.met.sign !== sign ? holding : sale.met;
    total += quantity * price;
    choices.push({
      asset,
      direction: sign === 1 ? "long" : "short",
      sold: sale !== undefined,
      trades: sale?.ids ?? [],
      return: sign * (price / reference.price(met, today) - 1),
      weight: quantity * price,
      quantity,
      price,
      averageCost: met.averageCost,
      daysHeld: Math.max(0, today - dayNumber(holding.opened.day)),
      trimDay,
    });
  }
  for (const choice of choices) choice.weight /= total;
  return choices;
}

function fillOf(
  account: string,
  trade: Trade,
  { before, closed, closedQuantity, openedQuantity }: BookEntry,
  basis: CostBasis,
): Fill {
  const sign = before?.sign ?? 1;
  const cost =
    basis === "average"
      ? closedQuantity * (before?.averageCost ?? 0)
      : closed.reduce((sum, { quantity, opened }) => sum + quantity * opened.price, 0);
  return {
    trade,
    account,
    quantityBefore: before === undefined ? 0 : before.sign * before.quantity,
    averageCostBefore: before?.averageCost ?? NaN,
    realizedProfit: closedQuantity === 0 ? 0 : sign * (closedQuantity * trade.price - cost),
    closedQuantity,
    openedQuantity,
  };
}

function roundTripOf(account: string, quantity: number, opened: Trade, closed: Trade, sign: 1 | -1): RoundTrip {
  return {
    asset: closed.asset,
    account,
    direction: sign === 1 ? "long" : "short",
    quantity,
    openTrade: opened.id,
    closeTrade: closed.id,
    openInstant: opened.instant,
    closeInstant: closed.instant,
    openDay: opened.day,
    closeDay: closed.day,
    openPrice: opened.price,
    closePrice: closed.price,
    profit: sign * quantity * (closed.price - opened.price),
  };
}

function oversold(trade: Trade, excess: number): Repair {
  const { id, asset } = trade;
  // in the units of the statement, and without the dust of a subtraction
  const units = Number(((excess * trade.price) / trade.statedPrice).toPrecision(12));
  return {
    kind: "oversold",
    trade: id,
    asset,
    message: `trade ${id} sells ${units} ${asset} more than held: the position was closed, no short was opened`,
  };
}
