import { invalidInput } from "@plimsoll/core";
import { readDay, readLag } from "../point-in-time/day.ts";

/** A figure about a period as published at one time; a revision is a publication of its own. */
export interface Publication {
  /** Last day of the period that it describes, such as the end of the month; for rates the day. */
  readonly period: string;
  readonly value: number | null;
  /**
   * The day of publication.
   * @defaultValue `period` plus the lag of the series
   */
  readonly published?: string | undefined;
}

/** A published series. */
export interface PublishedSeries {
  readonly observations: readonly Publication[];
  /**
   * Days from the end of a period to its publication, where no day is given: 0 for market rates, some 15 for consumer
   * prices, 30 and more for output.
   * @defaultValue 0
   */
  readonly lag?: number | undefined;
}

interface Known {
  readonly period: number;
  readonly from: number;
  readonly value: number;
}

/** A value with the day that it describes. */
export interface KnownValue {
  readonly period: number;
  readonly value: number;
}

/** Publications in the order in which they became known, walked forward day by day. */
export class PublicationBook {
  readonly #known: readonly Known[];
  /** Latest version of each period so far. */
  readonly #versions = new Map<number, number>();
  #periods: number[] = [];
  #next = 0;
  #day = -Infinity;

  constructor(series: PublishedSeries, name: string) {
    const lag = readLag(series.lag, `${name}.lag`);
    this.#known = series.observations
      .map(({ period, value, published }, i): Known => {
        const at = `${name}.observations[${i}]`;
        const day = readDay(period, `${at}.period`);
        const from = published === undefined ? day + lag : readDay(published, `${at}.published`);
        if (from < day) {
          throw invalidInput(at, `${at}: a figure up to ${period} can't be published before, on ${published!}`);
        }
        if (value !== null && !Number.isFinite(value)) {
          throw invalidInput(at, `${at}.value: expected a number, or null where it is not known, was ${value}`);
        }
        return { period: day, from, value: value ?? NaN };
      })
      .sort((a, b) => a.from - b.from);
  }

  /** Goes on to a day; days must not fall. */
  advance(day: number): void {
    if (day < this.#day) throw new RangeError(`expected a day not before ${this.#day}, was ${day}`);
    this.#day = day;
    let isNew = false;
    for (; this.#next < this.#known.length && this.#known[this.#next]!.from <= day; this.#next++) {
      const { period, value } = this.#known[this.#next]!;
      isNew ||= !this.#versions.has(period);
      this.#versions.set(period, value);
    }
    if (isNew) this.#periods = [...this.#versions.keys()].sort((a, b) => a - b);
  }

  /** The newest period known, as of the day reached; NaN where there is none. */
  latest(): KnownValue {
    const period = this.#periods.at(-1);
    return period === undefined ? { period: NaN, value: NaN } : { period, value: this.#versions.get(period)! };
  }

  /** The value of the newest period that ended between `first` and `last`, as of the day reached; NaN where there is none. */
  between(first: number, last: number): number {
    for (let i = this.#periods.length - 1; i >= 0; i--) {
      const period = this.#periods[i]!;
      if (period < first) break;
      if (period <= last) return this.#versions.get(period)!;
    }
    return NaN;
  }
}
