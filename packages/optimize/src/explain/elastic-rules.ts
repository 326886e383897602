import type { Program } from "../program/program.ts";

/** Largest weight that a holding rule counts with, if no bound is larger: bounds may be left out of a subset. */
const largestWeight = 10;

/** Columns and rows of an elastic program, for rules that need integers. Entries are by column. */
export interface ElasticRows {
  /** A new column that is 0 or 1. */
  binary(): number;
  /** A new column of at least 0. */
  continuous(): number;
  /** factor x one weight, and what has to be taken off limits for it. */
  weight(asset: number, factor: number): { readonly entries: Map<number, number>; readonly offset: number };
  /** A row that always holds. */
  row(entries: Map<number, number>, lower: number, upper: number): void;
  /** entries >= lower, unless the limit gives way. */
  lowerRow(entries: Map<number, number>, lower: number, limit: number): void;
  /** entries <= upper, unless the limit gives way. */
  upperRow(entries: Map<number, number>, upper: number, limit: number): void;
}

/** Writes the rules about holdings and issuers of a program: binaries with the largest weight they stand for. */
export function writeRules(program: Program, rows: ElasticRows): void {
  const { upper, lower, counts, floors, implications } = program;
  const size = Math.max(
    largestWeight,
    ...upper.filter(Number.isFinite),
    ...lower.filter(Number.isFinite).map(Math.abs),
  );
  const holdings = new Map<number, Holding>();
  const holdingOf = (asset: number): Holding => {
    const found = holdings.get(asset) ?? writeHolding(program, rows, asset, size);
    holdings.set(asset, found);
    return found;
  };
  for (const { asset, floor, limit } of floors) {
    const { long, short } = holdingOf(asset);
    const above = rows.weight(asset, 1);
    above.entries.set(long, -floor);
    if (short !== undefined) above.entries.set(short, size);
    rows.lowerRow(above.entries, -above.offset, limit);
    if (short === undefined) continue;
    const below = rows.weight(asset, 1);
    below.entries.set(short, floor).set(long, -size);
    rows.upperRow(below.entries, -below.offset, limit);
  }
  for (const { assets, min, max, minLimit, maxLimit } of counts) {
    const entries = new Map<number, number>();
    for (const asset of assets) for (const column of columnsOf(holdingOf(asset))) entries.set(column, 1);
    if (minLimit >= 0) rows.lowerRow(new Map(entries), min, minLimit);
    if (maxLimit >= 0) rows.upperRow(new Map(entries), max, maxLimit);
  }
  for (const { held, asked, limit } of implications) {
    // asked - held >= 0; a limit of 1 that gives way to 0 makes room for a holding without the other
    const entries = new Map<number, number>();
    for (const column of columnsOf(holdingOf(asked))) entries.set(column, 1);
    for (const column of columnsOf(holdingOf(held))) entries.set(column, -1);
    rows.lowerRow(entries, 0, limit);
  }
  writeIssuers(program, rows, size);
}

interface Holding {
  readonly long: number;
  /** Undefined where bounds exclude short positions. */
  readonly short: number | undefined;
}

function columnsOf({ long, short }: Holding): readonly number[] {
  return short === undefined ? [long] : [long, short];
}

/** -largest x short <= w <= largest x long, one of them at most. */
function writeHolding(
  { lower, upper, upperLimit, upperScale }: Program,
  rows: ElasticRows,
  asset: number,
  size: number,
): Holding {
  const long = rows.binary();
  const above = rows.weight(asset, 1);
  above.entries.set(long, -size);
  rows.row(above.entries, -Infinity, -above.offset);
  if (upperLimit[asset]! >= 0 && upperScale[asset] === 1) {
    // says nothing new of binaries, but much where they are relaxed: w <= upper x long + what the bound gives way
    const bounded = rows.weight(asset, 1);
    bounded.entries.set(long, -upper[asset]!);
    rows.upperRow(bounded.entries, -bounded.offset, upperLimit[asset]!);
  }
  if (lower[asset]! >= 0) return { long, short: undefined };
  const short = rows.binary();
  const below = rows.weight(asset, 1);
  below.entries.set(short, size);
  rows.row(below.entries, -below.offset, Infinity);
  rows.row(
    new Map([
      [long, 1],
      [short, 1],
    ]),
    -Infinity,
    1,
  );
  return { long, short };
}

/** W <= small + (largest - small) z, v >= W - largest (1 - z), sum v <= most. */
function writeIssuers({ largeIssuers }: Program, rows: ElasticRows, size: number): void {
  for (const { issuers, small, most, limit } of largeIssuers) {
    const sum = new Map<number, number>();
    for (const assets of issuers) {
      const large = rows.binary();
      const counted = rows.continuous();
      const together = new Map<number, number>();
      let offset = 0;
      for (const asset of assets) {
        const own = rows.weight(asset, 1);
        offset += own.offset;
        for (const [column, value] of own.entries) together.set(column, value);
      }
      rows.row(new Map(together).set(large, small - size), -Infinity, small - offset);
      const excess = new Map([...together].map(([column, value]) => [column, -value] as const));
      rows.row(excess.set(counted, 1).set(large, -size), offset - size, Infinity);
      sum.set(counted, 1);
    }
    rows.upperRow(sum, most, limit);
  }
}
