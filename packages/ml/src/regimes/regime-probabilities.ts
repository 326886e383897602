/** Probabilities of regimes by row: `values` is rows x states, row-major; each row sums to 1. */
export class RegimeProbabilities {
  /** Which information they condition on: the past only, all rows, or the last row before the forecast. */
  readonly kind: "filtered" | "smoothed" | "forecast";
  readonly rows: number;
  readonly states: number;
  readonly values: Float64Array;

  constructor(kind: "filtered" | "smoothed" | "forecast", rows: number, states: number, values: Float64Array) {
    this.kind = kind;
    this.rows = rows;
    this.states = states;
    this.values = values;
  }

  /** The probabilities of row `index`, a view of length `states`. */
  row(index: number): Float64Array {
    return this.values.subarray(index * this.states, (index + 1) * this.states);
  }

  /** The most probable state of each row; ties go to the lower state. */
  mostLikely(): Int32Array {
    return Int32Array.from({ length: this.rows }, (_, t) => {
      const law = this.row(t);
      let best = 0;
      for (let k = 1; k < this.states; k++) if (law[k]! > law[best]!) best = k;
      return best;
    });
  }

  toJSON(): { readonly kind: string; readonly states: number; readonly probabilities: number[][] } {
    return {
      kind: this.kind,
      states: this.states,
      probabilities: Array.from({ length: this.rows }, (_, t) => [...this.row(t)]),
    };
  }
}
