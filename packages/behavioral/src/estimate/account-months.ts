import type { DailyAccount } from "../choice-set/daily-account.ts";
import type { Fill } from "../choice-set/fills.ts";

/** A full calendar month of an account. */
export interface AccountMonth {
  /** `"2024-01"`. */
  readonly month: string;
  /** Half of purchases and sales, in money. */
  readonly traded: number;
  /** Average capital at work, in money, over the days that had any. */
  readonly capital: number;
  /** In money. */
  readonly costs: number;
  /** Time-weighted return before and after costs. */
  readonly grossReturn: number;
  readonly netReturn: number;
  /** Return of the portfolio held at the start of the year, had it been left alone; NaN if there was none. */
  readonly ownBenchmark: number;
}

/**
 * The full months of an account after the one in which it was opened, in order; months without positions are left out.
 *
 * Capital at work is the most that stood in positions within a day, so that a trader without positions at night has some too.
 * The own benchmark is that of Barber & Odean (2000): this year's first holdings (in the first year those at the end of its
 * first month) at this month's prices.
 */
export function accountMonths(account: DailyAccount, fills: readonly Fill[]): readonly AccountMonth[] {
  const { days, values, netInvested, costs, bought, sold } = account;
  const capital = capitalAtWork(account, fills);
  const ends = monthEnds(days);
  const months: AccountMonth[] = [];
  let base = ends[0]?.end ?? 0;
  for (let at = 1; at < ends.length; at++) {
    const { month, start, end } = ends[at]!;
    // a month that the record leaves early would look calm
    if (at === ends.length - 1 && daysLeft(days[end]!) > 7) break;
    if (at > 1 && month.endsWith("-01")) base = start - 1;
    let gross = 1;
    let net = 1;
    let money = 0;
    let active = 0;
    let traded = 0;
    let paid = 0;
    for (let row = start; row <= end; row++) {
      traded += (bought[row]! + sold[row]!) / 2;
      paid += costs[row]!;
      if (!(capital[row]! > 0)) continue;
      active += 1;
      money += capital[row]!;
      const gain = values[row]! - values[row - 1]! - netInvested[row]!;
      gross *= 1 + gain / capital[row]!;
      net *= 1 + (gain - costs[row]!) / capital[row]!;
    }
    if (active === 0) continue;
    const average = money / active;
    months.push({
      month,
      traded,
      capital: average,
      costs: paid,
      grossReturn: gross - 1,
      netReturn: net - 1,
      ownBenchmark: heldReturn(account, base, start - 1, end),
    });
  }
  return months;
}

function monthEnds(days: readonly string[]): { month: string; start: number; end: number }[] {
  const ends: { month: string; start: number; end: number }[] = [];
  days.forEach((day, row) => {
    const month = day.slice(0, 7);
    const last = ends[ends.length - 1];
    if (last?.month === month) last.end = row;
    else ends.push({ month, start: row, end: row });
  });
  return ends;
}

function daysLeft(day: string): number {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month, 0)).getUTCDate() - date;
}

/** The largest absolute value of the positions at the start of the day and after each of its moments of trade. */
function capitalAtWork({ days, values }: DailyAccount, fills: readonly Fill[]): Float64Array {
  const capital = new Float64Array(days.length);
  let next = 0;
  for (let row = 0; row < days.length; row++) {
    let standing = row === 0 ? 0 : values[row - 1]!;
    let most = Math.abs(standing);
    while (next < fills.length && fills[next]!.trade.day <= days[row]!) {
      // what happens at one moment has no order: a switch needs no more capital than was there
      const { instant } = fills[next]!.trade;
      for (; next < fills.length && fills[next]!.trade.instant === instant; next++) {
        const { trade, closedQuantity, openedQuantity } = fills[next]!;
        standing += (trade.side === "buy" ? 1 : -1) * (closedQuantity + openedQuantity) * trade.price;
      }
      most = Math.max(most, Math.abs(standing));
    }
    capital[row] = most;
  }
  return capital;
}

/** Return from one row's prices to another's of the positions held at the end of row `base`. */
function heldReturn({ assets, quantities, prices }: DailyAccount, base: number, from: number, to: number): number {
  const width = assets.length;
  let before = 0;
  let after = 0;
  for (let asset = 0; asset < width; asset++) {
    const held = quantities[base * width + asset]!;
    if (held === 0) continue;
    before += held * prices[from * width + asset]!;
    after += held * prices[to * width + asset]!;
  }
  return before > 0 ? after / before - 1 : NaN;
}

/**
 * Months of returns after which a mean monthly abnormal return is told from zero four times in five, by a two-sided test
 * at 5 %: ((z_.975 + z_.8) deviation / mean)^2. Three tenths of a per cent at a deviation of three take 65 years.
 *
 * @example
 * ```ts
 * import { monthsToDetect } from "@plimsoll/behavioral";
 *
 * console.log(monthsToDetect(0.003, 0.03)); // 785
 * ```
 */
export function monthsToDetect(meanReturn: number, deviation: number): number {
  const z = 1.959963984540054 + 0.8416212335729143;
  return Math.ceil(((z * deviation) / meanReturn) ** 2);
}
