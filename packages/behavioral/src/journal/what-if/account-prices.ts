import type { DailyAccount } from "../../choice-set/daily-account.ts";
import { dayNumber, dayText } from "../../input/local-time.ts";

/** Closing prices of the account's assets by day. */
export class AccountPrices {
  readonly days: readonly string[];
  readonly #account: DailyAccount;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(account: DailyAccount) {
    this.days = account.days;
    this.#account = account;
    this.#rows = new Map(account.days.map((day, row) => [day, row]));
    this.#columns = new Map(account.assets.map((asset, column) => [asset, column]));
  }

  row(day: string): number {
    return this.#rows.get(day)!;
  }

  /** The last price known at the end of the day in a row. */
  at(asset: string, row: number): number {
    return this.#account.prices[row * this.#columns.size + this.#columns.get(asset)!]!;
  }

  close(asset: string, day: string): number {
    return this.at(asset, this.row(day));
  }

  /** The first day of the account that is `days` later or more, `undefined` after its end. */
  dayAfter(day: string, days: number): string | undefined {
    if (days === Infinity) return undefined;
    const target = dayText(dayNumber(day) + days);
    return this.days.find((other) => other >= target);
  }
}
