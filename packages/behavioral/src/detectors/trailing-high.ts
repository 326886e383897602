import type { PriceTable } from "../input/price-table.ts";

/** The highest close of each column over a number of rows, worked out when it is first asked for. */
export class TrailingHigh {
  readonly #table: PriceTable;
  readonly #window: number;
  readonly #minimum: number;

  constructor(table: PriceTable, window: number, minimum: number) {
    this.#table = table;
    this.#window = window;
    this.#minimum = minimum;
  }

  /** NaN with fewer prices in the window than the minimum. */
  at(row: number, column: number): number {
    if (row < 0 || column < 0) return NaN;
    const { prefix, suffix, known } = highsOf(this.#table, this.#window);
    const width = this.#table.assets.length;
    const cell = row * width + column;
    const before = cell - this.#window * width;
    if (known[cell]! - (before < 0 ? 0 : known[before]!) < this.#minimum) return NaN;
    return before + width < 0 ? prefix[cell]! : Math.max(prefix[cell]!, suffix[before + width]!);
  }
}

/** Tables serve the analysis of one investor after another. */
const known = new WeakMap<PriceTable, Map<number, BlockHighs>>();

function highsOf(table: PriceTable, window: number): BlockHighs {
  let windows = known.get(table);
  if (windows === undefined) known.set(table, (windows = new Map<number, BlockHighs>()));
  let highs = windows.get(window);
  if (highs === undefined) windows.set(window, (highs = blockHighs(table, window)));
  return highs;
}

interface BlockHighs {
  /** Highest price from the start of the cell's block of rows on, and from there to the block's end. */
  readonly prefix: Float64Array;
  readonly suffix: Float64Array;
  /** Prices up to the cell. */
  readonly known: Int32Array;
}

/** Any window is the end of one block and the start of the next (van Herk 1992): rows are read in order, all columns at once. */
function blockHighs({ closes, assets, days }: PriceTable, window: number): BlockHighs {
  const width = assets.length;
  const height = days.length;
  const prefix = new Float64Array(closes.length);
  const suffix = new Float64Array(closes.length);
  const known = new Int32Array(closes.length);
  for (let row = 0, cell = 0; row < height; row++) {
    const opens = row % window === 0;
    for (let column = 0; column < width; column++, cell++) {
      const price = closes[cell]!;
      const isKnown = !Number.isNaN(price);
      const above = opens ? -Infinity : prefix[cell - width]!;
      prefix[cell] = isKnown && price > above ? price : above;
      known[cell] = (row === 0 ? 0 : known[cell - width]!) + (isKnown ? 1 : 0);
    }
  }
  for (let row = height - 1, cell = closes.length - 1; row >= 0; row--) {
    const closing = row === height - 1 || row % window === window - 1;
    for (let column = width - 1; column >= 0; column--, cell--) {
      const price = closes[cell]!;
      const below = closing ? -Infinity : suffix[cell + width]!;
      suffix[cell] = price > below ? price : below;
    }
  }
  return { prefix, suffix, known };
}
