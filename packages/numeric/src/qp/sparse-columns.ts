/** The columns of a matrix without their zeros: column j has its entries from `starts[j]` to `starts[j + 1]`. */
export class SparseColumns {
  readonly starts: Int32Array;
  readonly entryRow: Int32Array;
  readonly entryValue: Float64Array;

  /** `columns`: n columns of m entries each, one after the other. */
  constructor(columns: Float64Array, n: number, m: number) {
    this.starts = new Int32Array(n + 1);
    this.entryRow = new Int32Array(n * m);
    this.entryValue = new Float64Array(n * m);
    let entries = 0;
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < m; i++) {
        const value = columns[j * m + i]!;
        if (value === 0) continue;
        this.entryRow[entries] = i;
        this.entryValue[entries++] = value;
      }
      this.starts[j + 1] = entries;
    }
  }
}
