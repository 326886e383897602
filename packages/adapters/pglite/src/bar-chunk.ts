import { barFields, isDaily, sliceBars, type BarInterval, type BarSeries } from "@plimsoll/core";

/** The bars of one year as bytes: the index, then each field that has any value, as little-endian float64. */
export interface BarChunk {
  readonly year: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** Bit `i` is set when `barFields[i]` is there; a field that is missing throughout takes no space. */
  readonly fields: number;
  readonly data: Uint8Array;
}

/** The calendar year (UTC) of an index value. */
export function yearOf(index: number, interval: BarInterval): number {
  return new Date(isDaily(interval) ? index * 86_400_000 : index).getUTCFullYear();
}

/** Cuts a series into one chunk for each year. */
export function encodeChunks(series: BarSeries): BarChunk[] {
  const chunks: BarChunk[] = [];
  const { index, interval } = series;
  let start = 0;
  while (start < index.length) {
    const year = yearOf(index[start]!, interval);
    let end = start + 1;
    while (end < index.length && yearOf(index[end]!, interval) === year) end++;
    chunks.push(encode(sliceBars(series, start, end), year));
    start = end;
  }
  return chunks;
}

function encode(series: BarSeries, year: number): BarChunk {
  const present = barFields.filter((field) => series[field].some((value) => !Number.isNaN(value)));
  const rows = series.index.length;
  const data = new Uint8Array(8 * rows * (1 + present.length));
  const view = new DataView(data.buffer);
  [series.index, ...present.map((field) => series[field])].forEach((column, c) => {
    for (let i = 0; i < rows; i++) view.setFloat64(8 * (c * rows + i), column[i]!, true);
  });
  const fields = present.reduce((bits, field) => bits | (1 << barFields.indexOf(field)), 0);
  return { year, firstIndex: series.index[0]!, lastIndex: series.index[rows - 1]!, fields, data };
}

/** The series of a chunk. */
export function decodeChunk(asset: string, interval: BarInterval, fields: number, data: Uint8Array): BarSeries {
  const present = barFields.filter((_, bit) => (fields & (1 << bit)) !== 0);
  const rows = data.byteLength / 8 / (1 + present.length);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const column = (c: number): Float64Array => {
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = view.getFloat64(8 * (c * rows + i), true);
    return values;
  };
  const columnOf = (field: (typeof barFields)[number]): Float64Array => {
    const place = present.indexOf(field);
    return place < 0 ? new Float64Array(rows).fill(NaN) : column(1 + place);
  };
  return {
    asset,
    interval,
    index: column(0),
    open: columnOf("open"),
    high: columnOf("high"),
    low: columnOf("low"),
    close: columnOf("close"),
    volume: columnOf("volume"),
  };
}
