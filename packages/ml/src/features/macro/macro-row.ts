import { readDay } from "../point-in-time/day.ts";
import { PublicationBook, type PublishedSeries } from "./publication.ts";

/** The published series that macro features read; rates and yields are fractions a year (0.05 = 5 %). */
export const macroSeriesNames = [
  "policyRate",
  "shortRate",
  "twoYearYield",
  "tenYearYield",
  "realYield",
  "highGradeYield",
  "lowGradeYield",
  "unemployment",
  "priceIndex",
  "output",
] as const;

/** The series, by name; those left out are missing throughout. */
export type MacroSeries = { readonly [Name in (typeof macroSeriesNames)[number]]?: PublishedSeries | undefined };

/** What was known of the economy on a day; the values a year ago are of the same vintage. */
export interface MacroRow {
  readonly policyRate: number;
  /** Three months. */
  readonly shortRate: number;
  readonly twoYearYield: number;
  readonly tenYearYield: number;
  /** Ten years, inflation-linked. */
  readonly realYield: number;
  /** Corporate bonds of the best grade. */
  readonly highGradeYield: number;
  /** Corporate bonds of the lowest investment grade. */
  readonly lowGradeYield: number;
  /** Share of the labour force. */
  readonly unemployment: number;
  /** Level of consumer prices. */
  readonly priceIndex: number;
  /** Level of real output. */
  readonly output: number;
  readonly unemploymentYearAgo: number;
  readonly priceIndexYearAgo: number;
  readonly outputYearAgo: number;
}

const yearAgo = ["unemployment", "priceIndex", "output"] as const;

/** The columns of {@link MacroRow}s on ascending days. */
export function macroColumns(series: MacroSeries, days: Int32Array): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  for (const name of macroSeriesNames) {
    const published = series[name];
    if (published === undefined) continue;
    const book = new PublicationBook(published, name);
    const now = new Float64Array(days.length);
    const before = new Float64Array(days.length);
    days.forEach((day, t) => {
      book.advance(day);
      const latest = book.latest();
      now[t] = latest.value;
      // months and quarters end up to three days apart from one year to the next
      before[t] = book.between(latest.period - 371, latest.period - 359);
    });
    columns[name] = now;
    if ((yearAgo as readonly string[]).includes(name)) columns[`${name}YearAgo`] = before;
  }
  return columns;
}

/**
 * What was known of the economy on a date: the newest figures published by then, in the version published by then.
 *
 * @throws `INVALID_INPUT` for an unreadable date, or a figure published before its period ended
 *
 * @example
 * ```ts
 * import { macroAt } from "@plimsoll/ml";
 *
 * const priceIndex = { lag: 14, observations: [{ period: "2024-01-31", value: 100 }, { period: "2024-02-29", value: 101 }] };
 * console.log(macroAt({ priceIndex }, "2024-03-13").priceIndex, macroAt({ priceIndex }, "2024-03-14").priceIndex); // 100 101
 * ```
 */
export function macroAt(series: MacroSeries, date: string): MacroRow {
  const columns = macroColumns(series, Int32Array.of(readDay(date, "date")));
  const names = [...macroSeriesNames, ...yearAgo.map((name) => `${name}YearAgo`)];
  return Object.fromEntries(names.map((name) => [name, columns[name]?.[0] ?? NaN])) as unknown as MacroRow;
}
