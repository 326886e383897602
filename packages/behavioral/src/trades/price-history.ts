import { invalidInput, type PricePanel } from "@plimsoll/core";
import { readLocalTime } from "./local-time.ts";

/** One quoted price. */
export interface PriceRecord {
  readonly asset: string;
  readonly at: string;
  readonly price: number;
}

interface Series {
  readonly instants: Float64Array;
  readonly prices: Float64Array;
}

const dayLength = 86_400_000;

/** Prices by asset, asked for at a moment: the last one known then. A price of a day counts for the whole of its day. */
export class PriceHistory {
  readonly #series: ReadonlyMap<string, Series>;

  private constructor(series: ReadonlyMap<string, Series>) {
    this.#series = series;
  }

  /** From a panel; missing prices are passed over. */
  static fromPanel(panel: PricePanel): PriceHistory {
    const series = new Map<string, Series>();
    const unit = panel.axis === "day" ? dayLength : 1;
    panel.assets.forEach((asset) => {
      const column = panel.column(asset);
      const known = Array.from(panel.index.keys()).filter((row) => !Number.isNaN(column[row]!));
      series.set(asset, {
        instants: Float64Array.from(known, (row) => panel.index[row]! * unit),
        prices: Float64Array.from(known, (row) => column[row]!),
      });
    });
    return new PriceHistory(series);
  }

  /** From rows in any order; a later row of the same moment and asset wins. */
  static fromRecords(records: readonly PriceRecord[], timeZone: string | undefined): PriceHistory {
    const rows = new Map<string, { instant: number; price: number }[]>();
    // quotes of many assets share their moments, and reading a time in a zone is slow
    const read = new Map<string, number>();
    records.forEach(({ asset, at, price }, row) => {
      if (!(price > 0 && Number.isFinite(price))) {
        throw invalidInput(
          `prices[${row}].price`,
          `row ${row + 1} of the prices: expected a price above 0, was ${price}`,
        );
      }
      let instant = read.get(at);
      if (instant === undefined) {
        instant = readLocalTime(at, `prices[${row}].at`, timeZone).instant;
        read.set(at, instant);
      }
      const list = rows.get(asset);
      if (list === undefined) rows.set(asset, [{ instant, price }]);
      else list.push({ instant, price });
    });
    const series = new Map<string, Series>();
    for (const [asset, list] of rows) {
      list.sort((a, b) => a.instant - b.instant);
      series.set(asset, {
        instants: Float64Array.from(list, ({ instant }) => instant),
        prices: Float64Array.from(list, ({ price }) => price),
      });
    }
    return new PriceHistory(series);
  }

  /** The last price at or before `instant`, NaN where there is none. */
  at(asset: string, instant: number): number {
    const series = this.#series.get(asset);
    if (series === undefined) return NaN;
    let low = 0;
    let high = series.instants.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (series.instants[middle]! <= instant) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? NaN : series.prices[low - 1]!;
  }
}
