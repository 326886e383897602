import { invalidInput } from "@plimsoll/core";
import { readDay, readLag } from "../point-in-time/day.ts";

/** What flows in a period, in money. */
export const flowItems = [
  "revenue",
  "grossProfit",
  "operatingIncome",
  "depreciation",
  "interestExpense",
  "netIncome",
  "operatingCashFlow",
  "capitalExpenditure",
  "dividends",
] as const;

/** What stands at the end of a period: in money, and shares in number. */
export const stockItems = [
  "equity",
  "totalAssets",
  "totalDebt",
  "cash",
  "currentAssets",
  "currentLiabilities",
  "inventory",
  "shares",
] as const;

type Flow = (typeof flowItems)[number];
type Stock = (typeof stockItems)[number];

/** Figures of a company for one period, as published at one time. Costs, capital expenditure and dividends are positive. */
export interface Statement extends Partial<Readonly<Record<Flow | Stock, number | null>>> {
  /** Last day of the period. */
  readonly periodEnd: string;
  /** Day on which these figures were published; a restatement is a statement of its own. */
  readonly reported: string;
  readonly period: "quarter" | "year";
}

/**
 * Fundamentals as known on a day: flows over the last twelve months, stocks at the end of the last period, and some of both
 * a year before; NaN where they are not known.
 */
export interface Fundamentals extends Readonly<Record<Flow | Stock, number>> {
  readonly revenueYearAgo: number;
  readonly netIncomeYearAgo: number;
  readonly equityYearAgo: number;
  readonly totalAssetsYearAgo: number;
  readonly sharesYearAgo: number;
}

/** Options of {@link fundamentalsAt}. */
export interface FundamentalLag {
  /**
   * Days after `reported` from which figures count: 0 on the day itself, 1 where reports come after the close.
   * @defaultValue 0
   */
  readonly lag?: number | undefined;
}

interface Known {
  readonly statement: Statement;
  readonly end: number;
  readonly from: number;
}

/** Statements in the order in which they became known. */
export class StatementBook {
  readonly #known: readonly Known[];

  constructor(statements: readonly Statement[], lag: number) {
    this.#known = statements
      .map((statement, i): Known => {
        const end = readDay(statement.periodEnd, `statements[${i}].periodEnd`);
        const reported = readDay(statement.reported, `statements[${i}].reported`);
        if (reported < end) {
          throw invalidInput(
            `statements[${i}].reported`,
            `statements[${i}]: figures up to ${statement.periodEnd} can't be reported before, on ${statement.reported}`,
          );
        }
        checkItems(statement, i);
        return { statement, end, from: reported + lag };
      })
      .sort((a, b) => a.from - b.from);
  }

  /** How many statements are known on a day: as long as it stays the same, so do the fundamentals. */
  count(day: number): number {
    const after = this.#known.findIndex(({ from }) => from > day);
    return after < 0 ? this.#known.length : after;
  }

  /** What is known with the first `count` statements. */
  at(count: number): Fundamentals {
    // of restatements the one known last counts
    const latest = new Map<string, Known>();
    for (const known of this.#known.slice(0, count)) latest.set(`${known.statement.period} ${known.end}`, known);
    const periods = [...latest.values()].sort((a, b) => a.end - b.end);
    const now = summary(periods, Infinity);
    const yearAgo = summary(periods, now.end - 350, now.end - 380);
    return {
      ...now.items,
      revenueYearAgo: yearAgo.items.revenue,
      netIncomeYearAgo: yearAgo.items.netIncome,
      equityYearAgo: yearAgo.items.equity,
      totalAssetsYearAgo: yearAgo.items.totalAssets,
      sharesYearAgo: yearAgo.items.shares,
    };
  }
}

function checkItems(statement: Statement, i: number): void {
  if (statement.period !== "quarter" && statement.period !== "year") {
    const was = statement.period as string;
    throw invalidInput(
      `statements[${i}].period`,
      `statements[${i}].period: expected "quarter" or "year", was "${was}"`,
    );
  }
  for (const item of [...flowItems, ...stockItems]) {
    const value = statement[item] ?? 0;
    if (Number.isFinite(value)) continue;
    throw invalidInput(
      `statements[${i}].${item}`,
      `statements[${i}].${item}: expected a number, or null where it is not known, was ${value}`,
    );
  }
}

/** Items as of the last period that ends between two days. */
function summary(
  periods: readonly Known[],
  last: number,
  first = -Infinity,
): { readonly end: number; readonly items: Record<Flow | Stock, number> } {
  const ended = periods.filter(({ end }) => end <= last);
  const newest = ended.at(-1);
  const items = Object.fromEntries([...flowItems, ...stockItems].map((item) => [item, NaN])) as Record<
    Flow | Stock,
    number
  >;
  if (newest === undefined || newest.end < first) return { end: NaN, items };
  // a quarter and a year may end on the same day
  const same = ended.filter(({ end }) => end === newest.end);
  for (const item of stockItems) items[item] = firstKnown(same, item);
  const year = same.find(({ statement }) => statement.period === "year");
  const quarters = ended.filter(({ statement }) => statement.period === "quarter").slice(-4);
  for (const item of flowItems) {
    const annual = year?.statement[item] ?? NaN;
    items[item] = Number.isNaN(annual) ? sumOfQuarters(quarters, newest.end, item) : annual;
  }
  return { end: newest.end, items };
}

function firstKnown(same: readonly Known[], item: Stock): number {
  for (const { statement } of same) if (typeof statement[item] === "number") return statement[item];
  return NaN;
}

/** Sum of four quarters in a row that end on `end`; NaN where one is not there. */
function sumOfQuarters(quarters: readonly Known[], end: number, item: Flow): number {
  // four quarters end within three quarters of a year; a missing one in between makes it a whole one
  const isRow = quarters.length === 4 && quarters[3]!.end === end && end - quarters[0]!.end < 300;
  return isRow ? quarters.reduce((sum, { statement }) => sum + (statement[item] ?? NaN), 0) : NaN;
}

/**
 * Fundamentals of a company as known on a date: nothing reported after it, restatements from when they were published.
 *
 * Flows are those of the last fiscal year when it is the newest period, else the sum of the last four quarters.
 *
 * @throws `INVALID_INPUT` for an unreadable date, or figures reported before their period ended
 *
 * @example
 * ```ts
 * import { fundamentalsAt } from "@plimsoll/ml";
 *
 * const statements = [
 *   { periodEnd: "2022-12-31", reported: "2023-02-20", period: "year", netIncome: 8, equity: 40 },
 *   { periodEnd: "2023-12-31", reported: "2024-02-20", period: "year", netIncome: 10, equity: 50 },
 * ] as const;
 * console.log(fundamentalsAt(statements, "2024-02-19").netIncome, fundamentalsAt(statements, "2024-02-20").netIncome); // 8 10
 * ```
 */
export function fundamentalsAt(
  statements: readonly Statement[],
  date: string,
  options: FundamentalLag = {},
): Fundamentals {
  const book = new StatementBook(statements, readLag(options.lag, "lag"));
  return book.at(book.count(readDay(date, "date")));
}
