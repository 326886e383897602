import type { PanelAxis } from "./axis.ts";
import { assetsOf, type PanelFrame } from "./frame.ts";

/** A long table: entry `i` says that asset `assets[columns[i]]` had `values[i]` on `dates[i]`. */
export interface LongTable {
  readonly axis: PanelAxis;
  readonly dates: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly assets: readonly string[];
}

/** Turns a long table into a frame; `refuse` makes the error for two entries of one date and asset. */
export function pivot(table: LongTable, refuse: (first: number, second: number) => Error): PanelFrame {
  const { dates, columns, axis } = table;
  const index = Float64Array.from(new Set(Array.from(dates))).sort();
  const rowByDate = new Map(Array.from(index, (date, row) => [date, row]));
  const assets = assetsOf(table.assets);
  const values = new Float64Array(index.length * assets.length).fill(Number.NaN);
  const entryByCell = new Int32Array(values.length);
  for (let entry = 0; entry < dates.length; entry += 1) {
    const cell = rowByDate.get(dates[entry]!)! * assets.length + columns[entry]!;
    const first = entryByCell[cell]!;
    if (first > 0) throw refuse(first - 1, entry);
    entryByCell[cell] = entry + 1;
    values[cell] = table.values[entry]!;
  }
  return { axis, index, assets, values };
}
