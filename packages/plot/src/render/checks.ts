import { invalidInput, type ChartSeries } from "@plimsoll/core";

/** ISO dates as epoch milliseconds; they must be valid and ascending. */
export function checkDates(argument: string, dates: readonly string[]): void {
  let before = -Infinity;
  dates.forEach((date, i) => {
    const time = Date.parse(date);
    if (!Number.isFinite(time)) {
      throw invalidInput(
        `${argument}[${i}]`,
        `${argument}[${i}] must be an ISO date such as "2024-01-31", was "${date}"`,
        {
          expected: "an ISO date",
          received: date,
        },
      );
    }
    if (time <= before) {
      throw invalidInput(
        `${argument}[${i}]`,
        `${argument} must ascend, but "${date}" stands after "${dates[i - 1]}": sort the dates and drop duplicates`,
        { expected: "ascending dates", received: date },
      );
    }
    before = time;
  });
}

export function checkSameLength(argument: string, actual: number, expected: number, what: string): void {
  if (actual === expected) return;
  throw invalidInput(
    argument,
    `${argument} has ${actual} entries, but ${what} has ${expected}: one for each is needed`,
    {
      expected: `${expected} entries`,
      received: `${actual} entries`,
    },
  );
}

export function checkNotEmpty(argument: string, length: number, remedy: string): void {
  if (length > 0) return;
  throw invalidInput(argument, `${argument} is empty: ${remedy}`, { expected: "at least one entry", received: "none" });
}

export function checkFinite(
  argument: string,
  value: number,
  rule?: { readonly min: number; readonly remedy: string },
): void {
  if (!Number.isFinite(value)) {
    throw invalidInput(
      argument,
      `${argument} must be a finite number, was ${value}: write null where there is no value`,
      {
        expected: "a finite number",
        received: String(value),
      },
    );
  }
  if (rule !== undefined && value < rule.min) {
    throw invalidInput(argument, `${argument} is ${value}: ${rule.remedy}`, {
      expected: `at least ${rule.min}`,
      received: String(value),
    });
  }
}

/** One value or `null` for each ascending date, and at least one value. */
export function checkSeries(
  argument: string,
  series: ChartSeries,
  rule?: { readonly min: number; readonly remedy: string },
): void {
  checkNotEmpty(`${argument}.dates`, series.dates.length, `"${series.name}" needs at least one date`);
  checkSameLength(`${argument}.values`, series.values.length, series.dates.length, `${argument}.dates`);
  checkDates(`${argument}.dates`, series.dates);
  series.values.forEach((value, i) => {
    if (value !== null) checkFinite(`${argument}.values[${i}]`, value, rule);
  });
  if (series.values.every((value) => value === null)) {
    throw invalidInput(
      `${argument}.values`,
      `${argument}.values ("${series.name}") holds only nulls: leave the series out`,
      {
        expected: "at least one value",
        received: "only nulls",
      },
    );
  }
}

/** The smallest positive number: the lower limit of what a logarithmic axis can show. */
export const POSITIVE: { readonly min: number; readonly remedy: string } = {
  min: Number.MIN_VALUE,
  remedy: 'a logarithmic axis shows positive values only: use scale "linear"',
};
