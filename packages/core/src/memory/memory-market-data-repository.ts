import { changedBars, foldBars } from "../ports/bar-revisions.ts";
import { barIndex, barTime, checkBars, sliceBars, type BarInterval, type BarSeries } from "../ports/bars.ts";
import { parseInstant } from "../ports/instant.ts";
import type { BarQuery, MarketDataRepository, SavedBars, StoredAsset } from "../ports/market-data-repository.ts";
import { byCodePoint } from "./code-points.ts";

/** What one save said about one asset. */
interface Revision {
  readonly knownAt: number;
  readonly series: BarSeries;
}

/** A {@link MarketDataRepository} in memory. */
export class MemoryMarketDataRepository implements MarketDataRepository {
  /** By interval and asset; revisions in order of precedence, the last one counts. */
  readonly #revisions = new Map<string, Revision[]>();

  async saveBars(series: readonly BarSeries[], options: { readonly knownAt: string }): Promise<SavedBars> {
    const knownAt = parseInstant(options.knownAt, "knownAt");
    series.forEach(checkBars);
    let [added, revised] = [0, 0];
    for (const one of series) {
      const known = this.#fold(one.asset, one.interval, knownAt);
      const change = changedBars(known, one);
      added += change.added;
      revised += change.revised;
      if (change.series.index.length > 0) this.#insert({ knownAt, series: change.series });
    }
    return { added, revised };
  }

  async readBars(query: BarQuery): Promise<BarSeries> {
    const { asset, interval = "day", from, to, knownAt } = query;
    const moment = knownAt === undefined ? Infinity : parseInstant(knownAt, "knownAt");
    const first = from === undefined ? -Infinity : barIndex(from, interval, "from", "start");
    const last = to === undefined ? Infinity : barIndex(to, interval, "to", "end");
    const bars = this.#fold(asset, interval, moment);
    const start = bars.index.findIndex((index) => index >= first);
    if (start < 0) return sliceBars(bars, 0, 0);
    const end = bars.index.findIndex((index) => index > last);
    return sliceBars(bars, start, end < 0 ? bars.index.length : end);
  }

  async latestBar(query: Omit<BarQuery, "from">): Promise<BarSeries> {
    const bars = await this.readBars(query);
    return sliceBars(bars, Math.max(0, bars.index.length - 1), bars.index.length);
  }

  async assets(): Promise<readonly StoredAsset[]> {
    const found = [...this.#revisions.values()].map((revisions): StoredAsset => {
      const { asset, interval } = revisions[0]!.series;
      const { index } = this.#fold(asset, interval, Infinity);
      return { asset, interval, from: barTime(index[0]!, interval), to: barTime(index.at(-1)!, interval) };
    });
    return found.sort((a, b) => byCodePoint(a.asset, b.asset) || byCodePoint(a.interval, b.interval));
  }

  #insert(revision: Revision): void {
    const { asset, interval } = revision.series;
    const key = `${interval} ${asset}`;
    const revisions = this.#revisions.get(key) ?? [];
    const later = revisions.findIndex((other) => other.knownAt > revision.knownAt);
    revisions.splice(later < 0 ? revisions.length : later, 0, revision);
    this.#revisions.set(key, revisions);
  }

  #fold(asset: string, interval: BarInterval, knownAt: number): BarSeries {
    const revisions = this.#revisions.get(`${interval} ${asset}`) ?? [];
    const pieces = revisions.filter((revision) => revision.knownAt <= knownAt);
    return foldBars(
      asset,
      interval,
      pieces.map((revision) => revision.series),
    );
  }
}
