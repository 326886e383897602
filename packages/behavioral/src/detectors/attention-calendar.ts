import type { Evidence } from "../choice-set/evidence.ts";
import { dayNumber, readLocalTime } from "../input/local-time.ts";
import type { PriceTable } from "../input/price-table.ts";

/** Share of asset-days that stand out by volume or return. */
const outstanding = 0.1;
/** Days of volume that say what is usual, and how few of them are enough. */
const usualWindow = 252;
const usualMinimum = 20;

/** What caught the eye, and when. */
export class AttentionCalendar {
  readonly #signs = new Map<string, Map<number, number>>();
  readonly #table: PriceTable;
  readonly #extremes = new Map<number, ReadonlySet<number>>();

  constructor({ context, prices, timeZone }: Evidence) {
    this.#table = prices.table;
    const days = new Map<string, number>();
    const dayOf = (at: string, argument: string): number => {
      let day = days.get(at);
      if (day === undefined) {
        day = dayNumber(readLocalTime(at, argument, timeZone).day);
        days.set(at, day);
      }
      return day;
    };
    const inNews = new Set<string>();
    context.news?.forEach(({ asset, at }, row) => {
      const day = dayOf(at, `news[${row}].at`);
      const key = `${asset}\n${day}`;
      if (inNews.has(key)) return;
      inNews.add(key);
      this.#add(asset, day);
    });
    const volumes = new Map<string, { day: number; volume: number }[]>();
    context.volumes?.forEach(({ asset, at, volume }, row) => {
      const list = volumes.get(asset);
      const own = { day: dayOf(at, `volumes[${row}].at`), volume };
      if (list === undefined) volumes.set(asset, [own]);
      else list.push(own);
    });
    for (const [asset, list] of volumes) this.#addAbnormal(asset, list);
  }

  /** Signs of a day: 1 for news, 1 for abnormal volume. */
  signs(asset: string, day: number): number {
    return this.#signs.get(asset)?.get(day) ?? 0;
  }

  /** Columns whose last return up to a row is among the tenth largest in size. */
  extremeReturns(row: number): ReadonlySet<number> {
    let extremes = this.#extremes.get(row);
    if (extremes === undefined) {
      const moves: { column: number; move: number }[] = [];
      for (let column = 0; column < this.#table.assets.length; column++) {
        const move = Math.abs(Math.log(this.#table.close(row, column) / this.#table.close(row - 1, column)));
        if (move > 0) moves.push({ column, move });
      }
      moves.sort((a, b) => b.move - a.move);
      extremes = new Set(moves.slice(0, Math.floor(outstanding * moves.length)).map(({ column }) => column));
      this.#extremes.set(row, extremes);
    }
    return extremes;
  }

  /** Volume over its mean of the year before; the highest tenth of an asset's days so far stand out. */
  #addAbnormal(asset: string, list: { day: number; volume: number }[]): void {
    list.sort((a, b) => a.day - b.day);
    let sum = 0;
    const ratios: number[] = [];
    list.forEach(({ day, volume }, index) => {
      const known = Math.min(index, usualWindow);
      if (known >= usualMinimum && sum > 0) {
        const ratio = (volume * known) / sum;
        // a place among the earlier ratios, kept in order
        const place = lowerBound(ratios, ratio);
        if (ratios.length >= usualMinimum && place >= (1 - outstanding) * ratios.length) this.#add(asset, day);
        ratios.splice(place, 0, ratio);
      }
      sum += volume - (index >= usualWindow ? list[index - usualWindow]!.volume : 0);
    });
  }

  #add(asset: string, day: number): void {
    let own = this.#signs.get(asset);
    if (own === undefined) {
      own = new Map();
      this.#signs.set(asset, own);
    }
    own.set(day, (own.get(day) ?? 0) + 1);
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
