import { barFields, sliceBars, type BarField, type BarInterval, type BarSeries } from "./bars.ts";

/** The bars of a save that say something new. */
export interface ChangedBars {
  readonly series: BarSeries;
  readonly added: number;
  readonly revised: number;
}

function seriesOf(
  asset: string,
  interval: BarInterval,
  column: (field: BarField | "index") => Float64Array,
): BarSeries {
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
  return seriesOf(asset, interval, column);
}

/**
 * One ascending series from pieces of the same asset and interval: where pieces overlap, the later piece counts.
 * The rule by which stores resolve corrections.
 */
export function foldBars(asset: string, interval: BarInterval, pieces: readonly BarSeries[]): BarSeries {
  const ascending = joinAscending(asset, interval, pieces);
  if (ascending !== undefined) return ascending;
  const latest = new Map<number, { piece: BarSeries; row: number }>();
  for (const piece of pieces) piece.index.forEach((index, row) => latest.set(index, { piece, row }));
  const indices = Float64Array.from(latest.keys()).sort();
  return gather(
    asset,
    interval,
    Array.from(indices, (index) => latest.get(index)!),
  );
}

/** The pieces one after the other, if each begins after the one before has ended: the common case, and the fast one. */
function joinAscending(asset: string, interval: BarInterval, pieces: readonly BarSeries[]): BarSeries | undefined {
  let length = 0;
  let last = -Infinity;
  for (const { index } of pieces) {
    if (index.length === 0) continue;
    if (index[0]! <= last) return undefined;
    last = index[index.length - 1]!;
    length += index.length;
  }
  const column = (field: BarField | "index"): Float64Array => {
    const values = new Float64Array(length);
    let offset = 0;
    for (const piece of pieces) {
      values.set(piece[field], offset);
      offset += piece.index.length;
    }
    return values;
  };
  return seriesOf(asset, interval, column);
}

/** The bars of `incoming` that `current` does not have, or has with other numbers (NaN equals NaN), as arrays of their own. */
export function changedBars(current: BarSeries, incoming: BarSeries): ChangedBars {
  const rows: { readonly piece: BarSeries; readonly row: number }[] = [];
  let added = 0;
  let known = 0;
  for (let row = 0; row < incoming.index.length; row++) {
    const index = incoming.index[row]!;
    while (known < current.index.length && current.index[known]! < index) known++;
    const isNew = current.index[known] !== index;
    if (isNew) added++;
    else if (barFields.every((field) => sameNumber(incoming[field][row]!, current[field][known]!))) continue;
    rows.push({ piece: incoming, row });
  }
  const whole = rows.length === incoming.index.length;
  const series = whole ? sliceBars(incoming, 0, rows.length) : gather(incoming.asset, incoming.interval, rows);
  return { series, added, revised: rows.length - added };
}

const sameNumber = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
