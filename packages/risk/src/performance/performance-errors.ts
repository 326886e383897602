import { invalidInput } from "@plimsoll/core";
import { RandomStream, standardDeviation, stationaryBootstrapIndices } from "@plimsoll/numeric";
import { type BootstrapUncertainty, checkBootstrap } from "../tail/bootstrap-uncertainty.ts";
import { automaticBlock } from "../tail/simulation/block-source.ts";
import { quantileError, shortfallError } from "../tail/standard-errors.ts";
import { errorOfMean, type Figures, figuresOf, type FigureSettings } from "./figures.ts";
import { lowerPartialMoment, upperPartialMoment } from "./partial-moments.ts";

/** Standard errors by the name of the figure, with a dot for those of a group: `"benchmark.beta"`. */
export type PerformanceErrors = Readonly<Record<string, number>>;

/** Sums and sums of squares of several influence functions. */
class Spreads {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;

  constructor(count: number) {
    this.#sums = new Float64Array(count);
    this.#squares = new Float64Array(count);
  }

  add(at: number, value: number): void {
    this.#sums[at]! += value;
    this.#squares[at]! += value * value;
  }

  /** Population deviation over sqrt(n). */
  error(at: number, n: number): number {
    return Math.sqrt(Math.max(this.#squares[at]! - this.#sums[at]! ** 2 / n, 0)) / n;
  }
}

/** Delta method: the deviation of each figure's influence function over sqrt(n). Downside figures need `"all"` as divisor. */
export function asymptoticErrors(
  series: Float64Array,
  benchmark: Float64Array | null,
  figures: Figures,
  { periodsPerYear, target, rates, downsideDivisor }: FigureSettings,
): PerformanceErrors {
  const n = series.length;
  const year = Math.sqrt(periodsPerYear);
  const { meanReturn, volatility, skewness: S, excessKurtosis: K, sortino, downsideDeviation, omega, kappa3 } = figures;
  const deviation = volatility / year;
  const errors: Record<string, number> = {
    meanReturn: deviation / Math.sqrt(n),
    hitRate: Math.sqrt((figures.hitRate * (1 - figures.hitRate)) / n),
    valueAtRisk95: quantileError(series, 0.05, figures.valueAtRisk95, n),
    expectedShortfall95: shortfallError(series, 0.05, figures.valueAtRisk95, figures.expectedShortfall95),
  };
  if (figures.worst > -1) {
    errors["cagr"] = (1 + figures.cagr) * periodsPerYear * errorOfMean(series.map(Math.log1p));
  }
  if (S === null || K === null) return errors;
  const d = downsideDeviation;
  const loss = lowerPartialMoment(series, target, 1);
  const root = Math.cbrt(lowerPartialMoment(series, target, 3));
  const losses = lowerPartialMoment(series, 0, 1);
  const gainLoss = upperPartialMoment(series, 0, 1) / losses;
  const spread = new Spreads(8);
  // influence functions of all figures in one pass
  for (let t = 0; t < n; t++) {
    const r = series[t]!;
    const z = (r - meanReturn) / deviation;
    const square = z * z;
    const below = r < target ? target - r : 0;
    spread.add(0, square);
    spread.add(1, z * (square - 1.5 * S * z - 3));
    spread.add(2, z * (square * z - 2 * (K + 3) * z - 4 * S));
    spread.add(3, r / d - ((sortino ?? 0) * below * below) / (2 * d * d));
    spread.add(4, below * below);
    spread.add(5, ((r > target ? r - target : 0) - (omega ?? 0) * below) / loss);
    spread.add(6, r / root - ((kappa3 ?? 0) * below * below * below) / (3 * root * root * root));
    spread.add(7, r > 0 ? r / losses : (gainLoss * r) / losses);
  }
  errors["volatility"] = (volatility * spread.error(0, n)) / 2;
  errors["skewness"] = spread.error(1, n);
  errors["excessKurtosis"] = spread.error(2, n);
  if (figures.sharpe !== null) errors["sharpe"] = figures.sharpe.standardError;
  if (sortino !== null && downsideDivisor === "all") {
    errors["sortino"] = spread.error(3, n);
    errors["annualSortino"] = errors["sortino"] * year;
    errors["downsideDeviation"] = spread.error(4, n) / (2 * d);
  }
  if (omega !== null) {
    errors["omega"] = spread.error(5, n);
    errors["omegaSharpe"] = errors["omega"];
  }
  if (kappa3 !== null) errors["kappa3"] = spread.error(6, n);
  if (losses > 0) errors["gainLoss"] = spread.error(7, n);
  const { benchmark: against } = figures;
  if (benchmark === null || against === null || against.beta === null) return errors;
  const { beta, alpha, trackingError, correlation } = against;
  const market = benchmark.map((value, t) => value - rates[t]!);
  const center = market.reduce((sum, value) => sum + value, 0) / n;
  const marketSpread = market.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const squares = series.reduce((sum, r, t) => sum + (r - rates[t]! - (alpha ?? 0) - beta * market[t]!) ** 2, 0);
  if (n > 2) {
    errors["benchmark.beta"] = Math.sqrt(squares / (n - 2) / marketSpread);
    if (against.skill !== null) errors["benchmark.alpha"] = against.skill.standardError;
  }
  if (correlation !== null) errors["benchmark.correlation"] = (1 - correlation ** 2) / Math.sqrt(n);
  const difference = series.map((r, t) => r - benchmark[t]!);
  const drift = difference.reduce((sum, value) => sum + value, 0) / n;
  const active = trackingError / year;
  if (active > 0) {
    const unit = difference.map((value) => (value - drift) / active);
    errors["benchmark.trackingError"] = (trackingError * errorOfMean(unit.map((z) => z * z))) / 2;
    // of mean over deviation; compounding changes it little
    errors["benchmark.informationRatio"] = errorOfMean(unit.map((z) => z - (drift / active / 2) * z * z)) * year;
  }
  return errors;
}

/** The numbers of the figures by name, groups joined by a dot. */
function numbersOf(figures: object, prefix = ""): readonly (readonly [string, number])[] {
  return Object.entries(figures).flatMap(([key, value]: [string, unknown]): readonly (readonly [string, number])[] => {
    if (typeof value === "number") return [[prefix + key, value]];
    if (key === "sharpe" && value !== null) return [["sharpe", (value as { readonly value: number }).value]];
    return typeof value === "object" && value !== null ? numbersOf(value, `${prefix}${key}.`) : [];
  });
}

/** Standard errors of every figure by resampling rows of returns and benchmark together. */
export function bootstrapErrors(
  series: Float64Array,
  benchmark: Float64Array | null,
  settings: FigureSettings,
  uncertainty: BootstrapUncertainty,
): { readonly errors: PerformanceErrors; readonly meanBlock: number; readonly replications: number } {
  const { replications, block, seed } = checkBootstrap(uncertainty);
  if (series.length < 3) throw invalidInput("uncertainty", "uncertainty: a bootstrap needs at least 3 returns");
  const meanBlock = block ?? automaticBlock(series);
  const stream = RandomStream.of(seed);
  const rows = new Int32Array(series.length);
  const found = new Map<string, number[]>();
  for (let pass = 0; pass < replications; pass++) {
    stationaryBootstrapIndices(stream.substream(pass), series.length, meanBlock, rows);
    const pick = (x: Float64Array): Float64Array => Float64Array.from(rows, (row) => x[row]!);
    const figures = figuresOf(pick(series), benchmark === null ? null : pick(benchmark), {
      ...settings,
      rates: pick(settings.rates),
    });
    for (const [key, value] of numbersOf(figures)) {
      const values = found.get(key);
      if (values === undefined) found.set(key, [value]);
      else values.push(value);
    }
  }
  const errors: Record<string, number> = {};
  for (const [key, values] of found) {
    // a figure that many samples don't have has no spread to speak of
    if (values.length >= 0.9 * replications && key !== "observations" && key !== "years") {
      errors[key] = standardDeviation(Float64Array.from(values));
    }
  }
  return { errors, meanBlock, replications };
}
