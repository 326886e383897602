import { checkSeries } from "./check.ts";

/** How a drawdown series is built. */
export interface DrawdownOptions {
  /**
   * `"uncompounded"`: C_t = C_(t-1) + r_t from 0, D_t = max C - C_t (convex and homogeneous in weights);
   * `"compounded"`: W_t = W_(t-1) (1 + r_t) from 1, D_t = 1 - W_t / max W (what a report shows; not convex).
   * @defaultValue "uncompounded"
   */
  readonly compounding?: "uncompounded" | "compounded";
}

/**
 * Loss from the running maximum after each return, the start value included (definitions 16); every value is >= 0.
 * With `peaks`, `peaks[t]` becomes the number of returns that came before the latest maximum.
 */
export function drawdownSeries(
  series: Float64Array,
  { compounding = "uncompounded" }: DrawdownOptions = {},
  peaks?: Uint32Array,
): Float64Array {
  checkSeries(series);
  const compounded = compounding === "compounded";
  const drawdown = new Float64Array(series.length);
  let wealth = compounded ? 1 : 0;
  let top = wealth;
  let topAt = 0;
  for (let t = 0; t < series.length; t++) {
    wealth = compounded ? wealth * (1 + series[t]!) : wealth + series[t]!;
    if (wealth >= top) {
      top = wealth;
      topAt = t + 1;
    }
    drawdown[t] = compounded ? 1 - wealth / top : top - wealth;
    if (peaks !== undefined) peaks[t] = topAt;
  }
  return drawdown;
}

/**
 * The derivative by each return of F(D), given the derivative of F by each drawdown: D_t moves with the returns
 * between its peak and t only, by -1 (uncompounded) or -(1 - D_t) / (1 + r).
 */
export function drawdownGradient(
  series: Float64Array,
  options: DrawdownOptions,
  byDrawdown: (drawdown: Float64Array) => Float64Array,
): Float64Array {
  const peaks = new Uint32Array(series.length);
  const drawdown = drawdownSeries(series, options, peaks);
  const outer = byDrawdown(drawdown);
  const compounded = options.compounding === "compounded";
  if (compounded && series.some((value) => value <= -1)) {
    throw new RangeError("expected returns above -1: compounded drawdowns have no derivative after a total loss");
  }
  const gradient = new Float64Array(series.length);
  // one pass from the end: `carried` sums what begins at or after t, an episode hands nothing beyond its peak
  let carried = 0;
  for (let t = series.length - 1; t >= 0; t--) {
    if (t < series.length - 1 && peaks[t + 1] === t + 1) carried = 0;
    if (peaks[t]! <= t) carried += outer[t]! * (compounded ? 1 - drawdown[t]! : 1);
    else carried = 0;
    gradient[t] = (0 - carried) / (compounded ? 1 + series[t]! : 1);
  }
  return gradient;
}

/** The traits that every measure of drawdowns shares. */
export function drawdownTraits({ compounding = "uncompounded" }: DrawdownOptions = {}): {
  readonly convex: boolean;
  readonly degree: 1 | null;
  readonly shift: "other";
} {
  const additive = compounding === "uncompounded";
  return { convex: additive, degree: additive ? 1 : null, shift: "other" };
}
