import {
  barIndex,
  barTime,
  changedBars,
  checkBars,
  foldBars,
  parseInstant,
  sliceBars,
  type BarInterval,
  type BarQuery,
  type BarSeries,
  type MarketDataRepository,
  type SavedBars,
  type StoredAsset,
} from "@plimsoll/core";
import { decodeChunk, encodeChunks, yearOf } from "./bar-chunk.ts";
import type { Connection, Queryable } from "./connection.ts";

/**
 * Chunks written by one statement. Their bytes go in and out as hexadecimal text: the driver takes ten times as long to
 * turn bytes into a parameter.
 */
const batchSize = 100;

/** What a fold looks at. */
interface Extent {
  readonly asset: string;
  readonly interval: BarInterval;
  /** Epoch milliseconds; infinite for everything. */
  readonly knownAt: number;
  readonly fromYear: number;
  readonly toYear: number;
}

/** A `MarketDataRepository` in a PGlite database: yearly chunks of float64, many times faster than a row a bar. */
export class PgliteMarketDataRepository implements MarketDataRepository {
  readonly #connection: Connection;
  readonly #tenant: string;

  constructor(connection: Connection, tenant: string) {
    this.#connection = connection;
    this.#tenant = tenant;
  }

  async saveBars(series: readonly BarSeries[], options: { readonly knownAt: string }): Promise<SavedBars> {
    const knownAt = parseInstant(options.knownAt, "knownAt");
    series.forEach(checkBars);
    return this.#connection.transaction(async (transaction) => {
      let [added, revised] = [0, 0];
      for (const one of series) {
        const { asset, interval, index } = one;
        if (index.length === 0) continue;
        const fromYear = yearOf(index[0]!, interval);
        const toYear = yearOf(index[index.length - 1]!, interval);
        const known = await this.#fold(transaction, { asset, interval, knownAt, fromYear, toYear });
        const change = changedBars(known, one);
        added += change.added;
        revised += change.revised;
        await this.#insert(transaction, change.series, knownAt);
      }
      return { added, revised };
    });
  }

  async readBars(query: BarQuery): Promise<BarSeries> {
    const { asset, interval, first, last, knownAt } = readQuery(query);
    const fromYear = yearFrom(first, interval);
    const toYear = yearFrom(last, interval);
    return between(await this.#fold(this.#connection, { asset, interval, knownAt, fromYear, toYear }), first, last);
  }

  async latestBar(query: Omit<BarQuery, "from">): Promise<BarSeries> {
    const { asset, interval, last, knownAt } = readQuery(query);
    const years = await this.#connection.query<{ readonly year: number }>(
      `select distinct year from bar_chunks
       where tenant = $1 and asset = $2 and interval = $3 and year <= $4 and known_at <= $5 order by year desc`,
      [this.#tenant, asset, interval, boundedYear(yearFrom(last, interval)), boundedMoment(knownAt)],
    );
    for (const { year } of years) {
      const folded = await this.#fold(this.#connection, { asset, interval, knownAt, fromYear: year, toYear: year });
      const bars = between(folded, -Infinity, last);
      if (bars.index.length > 0) return sliceBars(bars, bars.index.length - 1, bars.index.length);
    }
    return foldBars(asset, interval, []);
  }

  async assets(): Promise<readonly StoredAsset[]> {
    const rows = await this.#connection.query<{
      readonly asset: string;
      readonly interval: BarInterval;
      readonly first: number;
      readonly last: number;
    }>(
      `select asset, interval, min(first_index) as first, max(last_index) as last
       from bar_chunks where tenant = $1 group by asset, interval order by asset, interval`,
      [this.#tenant],
    );
    return rows.map(({ asset, interval, first, last }) => ({
      asset,
      interval,
      from: barTime(first, interval),
      to: barTime(last, interval),
    }));
  }

  async #fold(queryable: Queryable, { asset, interval, knownAt, fromYear, toYear }: Extent): Promise<BarSeries> {
    const chunks = await queryable.query<{ readonly fields: number; readonly hex: string }>(
      `select fields, encode(data, 'hex') as hex from bar_chunks
       where tenant = $1 and asset = $2 and interval = $3 and year between $4 and $5 and known_at <= $6
       order by known_at, sequence`,
      [this.#tenant, asset, interval, boundedYear(fromYear), boundedYear(toYear), boundedMoment(knownAt)],
    );
    return foldBars(
      asset,
      interval,
      chunks.map((chunk) => decodeChunk(asset, interval, chunk.fields, Buffer.from(chunk.hex, "hex"))),
    );
  }

  async #insert(queryable: Queryable, series: BarSeries, knownAt: number): Promise<void> {
    const chunks = encodeChunks(series);
    for (let start = 0; start < chunks.length; start += batchSize) {
      const batch = chunks.slice(start, start + batchSize);
      const rows = batch.map((_, i) => {
        const [year, first, last, fields, hex] = [5, 6, 7, 8, 9].map((k) => `$${5 * i + k}`);
        return `($1, $2, $3, $4, ${year}, ${first}, ${last}, ${fields}, decode(${hex}::text, 'hex'))`;
      });
      await queryable.query(
        `insert into bar_chunks (tenant, asset, interval, known_at, year, first_index, last_index, fields, data)
         values ${rows.join(", ")}`,
        [
          this.#tenant,
          series.asset,
          series.interval,
          knownAt,
          ...batch.flatMap(({ year, firstIndex, lastIndex, fields, data }) => [
            year,
            firstIndex,
            lastIndex,
            fields,
            Buffer.from(data.buffer).toString("hex"),
          ]),
        ],
      );
    }
  }
}

function readQuery(query: BarQuery): {
  readonly asset: string;
  readonly interval: BarInterval;
  readonly first: number;
  readonly last: number;
  readonly knownAt: number;
} {
  const { asset, interval = "day", from, to, knownAt } = query;
  return {
    asset,
    interval,
    first: from === undefined ? -Infinity : barIndex(from, interval, "from", "start"),
    last: to === undefined ? Infinity : barIndex(to, interval, "to", "end"),
    knownAt: knownAt === undefined ? Infinity : parseInstant(knownAt, "knownAt"),
  };
}

const yearFrom = (index: number, interval: BarInterval): number =>
  Number.isFinite(index) ? yearOf(index, interval) : index;

/** Years as far as dates go, for a bound that is infinite. */
const boundedYear = (year: number): number => Math.min(Math.max(year, -300_000), 300_000);

const boundedMoment = (moment: number): number => Math.min(moment, Number.MAX_SAFE_INTEGER);

function between(bars: BarSeries, first: number, last: number): BarSeries {
  const start = bars.index.findIndex((index) => index >= first);
  if (start < 0) return sliceBars(bars, 0, 0);
  const end = bars.index.findIndex((index) => index > last);
  return sliceBars(bars, start, end < 0 ? bars.index.length : end);
}
