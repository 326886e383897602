/** Sum of max(target - (return - centre'weights), 0)^2 over the scenarios, divided by `divisor`. */
export interface DownsideSpec {
  /** Returns of the assets from which the portfolio's return is counted; undefined = 0. */
  readonly centre: Float64Array | undefined;
  readonly target: number;
  readonly divisor: number;
}
