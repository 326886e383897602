import { gammaRatioMoment } from "./absolute-moment.ts";
import { readSeries, type SeriesInput } from "../../read-series.ts";

/** Variation of a price within one day, from its intraday returns; everything in squared units of the returns. */
export interface RealisedMeasures {
  /** Sum of squares: quadratic variation, jumps included (Andersen & Bollerslev 1998). */
  readonly variance: number;
  /** Bipower variation: the part without jumps (Barndorff-Nielsen & Shephard 2004). */
  readonly bipower: number;
  /** From the smaller of two neighbours, robust to jumps (Andersen, Dobrev & Schaumburg 2012). */
  readonly minimumVariance: number;
  /** From the median of three neighbours, robust to jumps and to zero returns (Andersen, Dobrev & Schaumburg 2012). */
  readonly medianVariance: number;
  /** Sum of squares of the positive returns (Barndorff-Nielsen, Kinnebrock & Shephard 2010). */
  readonly upsideVariance: number;
  /** Sum of squares of the negative returns. */
  readonly downsideVariance: number;
  /** max(0, variance - bipower). */
  readonly jump: number;
  /** Tripower quarticity: integrated quarticity without jumps. */
  readonly quarticity: number;
  /** Of `variance` where there are no jumps: root of 2/n x integrated quarticity (Barndorff-Nielsen & Shephard 2002). */
  readonly standardError: number;
  readonly observations: number;
}

const bipowerScale = Math.PI / 2;
const minimumScale = Math.PI / (Math.PI - 2);
const medianScale = Math.PI / (6 - 4 * Math.sqrt(3) + Math.PI);
/** E|z|^(4/3) of a standard normal. */
const fourThirds = gammaRatioMoment(4 / 3);

const middle = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/**
 * Realised measures of one day from its intraday returns, evenly spaced, in the order of time.
 *
 * Products of k neighbours are scaled by n / (n - k + 1) for the terms the edges lack. Noise of very short intervals biases
 * all of them; {@link realisedKernel} and {@link twoScaleVariance} are made for it.
 *
 * @throws `INVALID_INPUT` for NaN, `NOT_ENOUGH_DATA` for fewer than 4 returns
 *
 * @example
 * ```ts
 * import { realisedMeasures } from "@plimsoll/ml";
 *
 * const day = realisedMeasures([0.001, -0.002, 0.001, 0.0005, -0.001, 0.02]);
 * console.log(day.jump > day.bipower); // true
 * ```
 */
export function realisedMeasures(intradayReturns: SeriesInput): RealisedMeasures {
  const r = readSeries(intradayReturns, "intradayReturns", 4);
  const n = r.length;
  let variance = 0;
  let upside = 0;
  let bipower = 0;
  let minimum = 0;
  let median = 0;
  let quarticity = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(r[i]!);
    variance += size * size;
    if (r[i]! > 0) upside += size * size;
    if (i < 1) continue;
    const before = Math.abs(r[i - 1]!);
    bipower += size * before;
    minimum += Math.min(size, before) ** 2;
    if (i < 2) continue;
    const twoBefore = Math.abs(r[i - 2]!);
    median += middle(size, before, twoBefore) ** 2;
    quarticity += Math.cbrt((size * before * twoBefore) ** 4);
  }
  bipower *= bipowerScale * (n / (n - 1));
  quarticity *= n * (n / (n - 2)) * Math.pow(fourThirds, -3);
  return {
    variance,
    bipower,
    minimumVariance: minimum * minimumScale * (n / (n - 1)),
    medianVariance: median * medianScale * (n / (n - 2)),
    upsideVariance: upside,
    downsideVariance: variance - upside,
    jump: Math.max(0, variance - bipower),
    quarticity,
    standardError: Math.sqrt((2 / n) * quarticity),
    observations: n,
  };
}
