import { barFields, type BarField, type BarInterval, type BarSeries } from "./bars.ts";

/** The bars of a save that say something new. */
export interface ChangedBars {
  readonly series: BarSeries;
  readonly added: number;
  readonly revised: number;
}

/** The given rows of the given pieces as one series. */
function gather(
  asset: string,
  interval: BarInterval,
  rows: readonly { readonly piece: BarSeries; readonly row: number }[],
): BarSeries {
  const column = (field: BarField | "index"): Float64Array => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = rows[i]!.piece[field][rows[i]!.row]!;
    return values;
  };
  return {
    asset,
    interval,
    index: column("index"),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
}

/**
 * One ascending series from pieces of the same asset and interval: where pieces overlap, the later piece counts.
 * The rule by which stores resolve corrections.
 */
export function foldBars(asset: string, interval: BarInterval, pieces: readonly BarSeries[]): BarSeries {
  const latest = new Map<number, { piece: BarSeries; row: number }>();
  for (const piece of pieces) piece.index.forEach((index, row) => latest.set(index, { piece, row }));
  const indices = Float64Array.from(latest.keys()).sort();
  return gather(
    asset,
    interval,
    Array.from(indices, (index) => latest.get(index)!),
  );
}

/** The bars of `incoming` that `current` does not have, or has with other numbers (NaN equals NaN). */
export function changedBars(current: BarSeries, incoming: BarSeries): ChangedBars {
  const known = new Map(Array.from(current.index, (index, row) => [index, row]));
  const rows: { readonly piece: BarSeries; readonly row: number }[] = [];
  let added = 0;
  incoming.index.forEach((index, row) => {
    const before = known.get(index);
    if (before === undefined) added++;
    else if (barFields.every((field) => Object.is(incoming[field][row]! + 0, current[field][before]! + 0))) return;
    rows.push({ piece: incoming, row });
  });
  return { series: gather(incoming.asset, incoming.interval, rows), added, revised: rows.length - added };
}
