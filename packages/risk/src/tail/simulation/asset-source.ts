/**
 * A law of the assets' returns of one period, drawn in blocks of rows. `core` fills symmetric draws, which may be mirrored by
 * their sign, `finish` turns them into simple returns; both work in place, asset by asset: draw i of column j stands at
 * j * rows + i.
 */
export interface AssetSource {
  /** `continued` says that row i goes on from row i of the block before: the next period of the same path. */
  readonly core: (out: Float64Array, rows: number, continued: boolean) => void;
  readonly finish: (out: Float64Array, rows: number) => void;
  /**
   * Adds the portfolio's returns to `pnl` from what `core` drew in `rows` rows: what `finish` and a weighted sum over the
   * assets would give, in one pass. A `pnl` longer than that goes on with the mirror images.
   */
  readonly weigh?: (out: Float64Array, rows: number, weights: Float64Array, pnl: Float64Array) => void;
  readonly conventions: Readonly<Record<string, string | number>>;
}

/** The history that laws are fitted to: simple returns, row-major, of assets with weight. */
export interface AssetHistory {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** One column as a series. */
export function columnOf({ rows, columns, values }: AssetHistory, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, t) => values[t * columns + column]!);
}
