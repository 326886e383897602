import type { MeanCoupling } from "../mean/mean-equation.ts";

/** Volatility models that {@link fitGarch} fits. */
export type VolatilityModelName = "garch" | "gjr-garch" | "egarch" | "tarch" | "aparch" | "figarch" | "har" | "ewma";

/** What a model needs to know beside its parameters. */
export interface GarchVarianceSettings {
  /** Lags of symmetric shocks. */
  readonly p: number;
  /** Lags of asymmetric shocks. */
  readonly o: number;
  /** Lags of the variance. */
  readonly q: number;
  /** Lags that FIGARCH keeps. */
  readonly truncation: number;
  /** Fixed decay of EWMA; null when it is estimated. */
  readonly decay: number | null;
  /** Fixed power of APARCH; null when it is estimated. */
  readonly power: number | null;
  /** The variance that the intercept is tied to; null when the intercept is estimated. */
  readonly target: number | null;
}

/** Arrays of one pass over a series, in the unit of the parameters. */
export interface VarianceRun {
  readonly rows: number;
  readonly residuals: Float64Array;
  /** What the recursion carries: the variance, its root, logarithm or power. */
  readonly levels: Float64Array;
  readonly variances: Float64Array;
  /** Derivative of the likelihood by each residual, and by each variance; completed on the way back. */
  readonly byResidual: Float64Array;
  readonly byVariance: Float64Array;
  /** The variance, and squared shock, before the first row. */
  presample: number;
  byPresample: number;
  /** Whether `presample` is the mean square of these residuals and moves with them. */
  readonly presampleMoves: boolean;
  /** E|z| of the innovations. */
  absoluteMoment: number;
  byAbsoluteMoment: number;
  /** Set when the mean of a row depends on its variance. */
  coupling: MeanCoupling | null;
}

/** A model with its parameters unpacked. */
export interface VarianceRecursion {
  /** Fills levels and variances (and residuals, where coupled). */
  forward(run: VarianceRun): void;
  /** From derivatives of each row to those by earlier rows and by parameters; destroys what it has used. */
  backward(run: VarianceRun, byParameter: Float64Array): void;
  /** The level of row t from rows before it. */
  level(run: VarianceRun, t: number): number;
  /** The variance that has a level, and back. */
  variance(level: number): number;
  levelOf(variance: number): number;
}

/** Moments of innovations that persistence and long-run variances depend on. */
export interface InnovationMoments {
  /** E|z|. */
  readonly absolute: number;
  /** E[z^2; z < 0]. */
  readonly negativeSquare: number;
  expectation(g: (z: number) => number): number;
  /** Whether E exp(c|z|) is finite for c > 0. */
  readonly exponential: boolean;
}

/** A model of the conditional variance. One file each, listed in `table.ts`. */
export interface VarianceModel {
  readonly kind: VolatilityModelName;
  /** Orders unless given, and the largest. */
  readonly orders: { readonly p: OrderRange; readonly o: OrderRange; readonly q: OrderRange };
  readonly usesAbsoluteMoment: boolean;
  /** Rows that it looks back upon, where they are more than its orders. */
  memory?(settings: GarchVarianceSettings): number;
  parameterNames(settings: GarchVarianceSettings): readonly string[];
  /** Parameters to start from, for residuals of variance 1. */
  starts(settings: GarchVarianceSettings): readonly Float64Array[];
  /** From any numbers to parameters in the domain, and back. */
  constrain(settings: GarchVarianceSettings, free: Float64Array, parameters: Float64Array): void;
  unconstrain(settings: GarchVarianceSettings, parameters: Float64Array, free: Float64Array): void;
  /** The derivative by free numbers from that by parameters. */
  pullBack(
    settings: GarchVarianceSettings,
    free: Float64Array,
    parameters: Float64Array,
    byParameter: Float64Array,
    byFree: Float64Array,
  ): void;
  recursion(settings: GarchVarianceSettings, parameters: Float64Array): VarianceRecursion;
  /**
   * Parameters for returns multiplied by `factor`. Where `jacobian` (row-major, `stride` wide, the identity) is given, its
   * entries become the derivatives of new by old parameters, from position `offset` on.
   */
  rescale(
    settings: GarchVarianceSettings,
    parameters: Float64Array,
    factor: number,
    jacobian?: { readonly values: Float64Array; readonly stride: number; readonly offset: number },
  ): Float64Array;
  persistence(settings: GarchVarianceSettings, parameters: Float64Array, moments: InnovationMoments): number;
  /** Long-run variance; Infinity where there is none, NaN where it has no closed form. */
  unconditionalVariance(settings: GarchVarianceSettings, parameters: Float64Array, moments: InnovationMoments): number;
  /**
   * Expected variances 1..horizon rows after the run; null where no closed form exists and paths must be drawn. Row
   * `rows` of `levels` and `variances` has room.
   */
  forecast(
    settings: GarchVarianceSettings,
    parameters: Float64Array,
    run: VarianceRun,
    horizon: number,
    moments: InnovationMoments,
  ): Float64Array | null;
  /**
   * Slopes of the intercept by each parameter when it is tied to `target`; only models whose long-run variance is linear in
   * the intercept have them.
   */
  tie?(settings: GarchVarianceSettings, target: number): Float64Array;
  /** Null when the parameters are in the domain, otherwise what is expected of them. */
  domain(settings: GarchVarianceSettings, parameters: Float64Array): string | null;
}

/** The least, usual and largest order of a model. */
export interface OrderRange {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

const range = (least: number, usual: number, most: number): OrderRange => ({ least, usual, most });
/** No lag of the kind. */
export const noLags: OrderRange = range(0, 0, 0);
/** Any number of lags, one unless given. */
export const anyLags: OrderRange = range(0, 1, 50);

/** `name` for a single lag, `name1`, `name2`... for several. */
export function laggedNames(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => (count === 1 ? name : `${name}${i + 1}`));
}
