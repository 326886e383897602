import { invalidInput } from "@plimsoll/core";
import { betaDistribution, exp, gaussLegendre, log, log1p, RandomStream } from "@plimsoll/numeric";
import { readShortfallRecord, type ShortfallForecasts, type ShortfallRecord } from "./forecast-record.ts";

/** The forecast law of each period, for p-values and for Z3. */
export interface PredictiveLaw {
  /** Return of period `t` that is not exceeded with probability `probability`; increasing in it. */
  readonly quantile: (t: number, probability: number) => number;
  /** Probability of at most `value` in period `t`; Z3 needs it. */
  readonly cdf?: (t: number, value: number) => number;
  /** Simulated histories. @defaultValue 10000 */
  readonly draws?: number;
  readonly seed: number | string;
}

/** Forecasts and, for p-values, the laws they came from. */
export interface AcerbiSzekelyInput extends ShortfallForecasts {
  /** @defaultValue none: p-values are null */
  readonly simulate?: PredictiveLaw;
}

/** One of Acerbi & Szekely's statistics: expected value 0, negative when risk was understated. */
export interface ShortfallStatistic {
  /** `null` where it isn't defined: Z1 without exceptions, Z3 without the forecast law. */
  readonly statistic: number | null;
  /** Probability of a statistic at most as large; `null` without simulation. */
  readonly pValue: number | null;
}

/** Acerbi & Szekely's three tests. */
export interface AcerbiSzekelyResult {
  /** Size of the losses beyond VaR, given that VaR is right. */
  readonly z1: ShortfallStatistic;
  /** Size and frequency together. */
  readonly z2: ShortfallStatistic & {
    /**
     * Against the tabulated bounds for 250 periods at 97.5 %, -0.70 (5 %) and -1.8 (0.01 %), which hold for normal to
     * Student-t laws with few degrees of freedom alike; `null` for another confidence or length.
     */
    readonly zone: "green" | "yellow" | "red" | null;
  };
  /** Ranks of the returns in the forecast laws. */
  readonly z3: ShortfallStatistic;
}

/**
 * Tests of expected shortfall by Acerbi & Szekely (2014), definition 22.
 *
 * Z1 = sum r I/ES / N + 1, Z2 = sum r I/ES / (T a) + 1 with I the exceptions of VaR and N their number; Z3 compares the mean
 * of the k = floor(T a) lowest returns that each forecast law assigns to the observed ranks with its expectation. p-values
 * simulate histories from `simulate`; the law is inverted only in its tail. Throws `INVALID_INPUT` for bad series, and where
 * Z3 is asked for with T a < 1.
 *
 * @example
 * ```ts
 * import { acerbiSzekelyTest } from "@plimsoll/risk";
 * import { normalQuantile } from "@plimsoll/numeric";
 *
 * const returns = Array.from({ length: 250 }, (_, t) => 0.012 * normalQuantile(((t * 0.618034) % 1) * 0.998 + 0.001));
 * const { z2 } = acerbiSzekelyTest({
 *   returns,
 *   valueAtRisk: returns.map(() => 0.0196),
 *   expectedShortfall: returns.map(() => 0.0234),
 *   simulate: { quantile: (_, p) => 0.01 * normalQuantile(p), seed: 1 },
 * });
 * console.log(z2.statistic! < -0.7, z2.pValue! < 0.05, z2.zone); // true true yellow
 * ```
 */
export function acerbiSzekelyTest(input: AcerbiSzekelyInput): AcerbiSzekelyResult {
  const record = readShortfallRecord(input);
  const { returns, hits, shortfalls, exceptions, tail } = record;
  const periods = returns.length;
  let ratios = 0;
  for (let t = 0; t < periods; t++) if (hits[t] === 1) ratios += returns[t]! / shortfalls[t]!;
  const z1 = exceptions === 0 ? null : ratios / exceptions + 1;
  const z2 = ratios / (periods * tail) + 1;
  const law = input.simulate;
  const simulated = law === undefined ? null : simulateTails(record, law);
  const tabulated = periods === 250 && tail === 0.025;
  return {
    z1: {
      statistic: z1,
      pValue: z1 === null || simulated === null ? null : shareAtMost(simulated.z1, z1),
    },
    z2: {
      statistic: z2,
      pValue: simulated === null ? null : shareAtMost(simulated.z2, z2),
      zone: tabulated ? (z2 > -0.7 ? "green" : z2 > -1.8 ? "yellow" : "red") : null,
    },
    z3: law?.cdf === undefined ? { statistic: null, pValue: null } : thirdTest(record, law, law.cdf),
  };
}

/** (1 + number at most `value`) / (1 + number): never 0, valid for any number of draws. */
function shareAtMost(values: Float64Array, value: number): number {
  let count = 0;
  let used = 0;
  for (const drawn of values) {
    if (Number.isNaN(drawn)) continue;
    used++;
    if (drawn <= value) count++;
  }
  return (1 + count) / (1 + used);
}

function drawsOf({ draws = 10_000 }: PredictiveLaw): number {
  if (Number.isInteger(draws) && draws >= 1) return draws;
  throw invalidInput("simulate.draws", `simulate.draws: expected a positive whole number, was ${draws}`);
}

/** Z1 (NaN without exceptions) and Z2 of simulated histories; only exceptions are drawn, by thinning. */
function simulateTails(
  { forecasts, shortfalls, tail }: ShortfallRecord,
  law: PredictiveLaw,
): { readonly z1: Float64Array; readonly z2: Float64Array } {
  const draws = drawsOf(law);
  const periods = forecasts.length;
  const chances = forecasts.map((forecast, t) => law.cdf?.(t, -forecast) ?? probabilityOf(law, t, -forecast));
  const largest = chances.reduce((a, b) => Math.max(a, b), 0);
  const skip = log1p(-largest);
  const stream = RandomStream.of(law.seed).substream("exceptions");
  const z1 = new Float64Array(draws).fill(Number.NaN);
  const z2 = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    let ratios = 0;
    let count = 0;
    for (let t = largest > 0 ? -1 : periods; t < periods;) {
      t += 1 + (largest < 1 ? Math.floor(log(stream.uniformOpen()) / skip) : 0);
      if (t >= periods) break;
      const probability = stream.uniformOpen() * largest;
      if (probability >= chances[t]!) continue;
      ratios += law.quantile(t, probability) / shortfalls[t]!;
      count++;
    }
    if (count > 0) z1[draw] = ratios / count + 1;
    z2[draw] = ratios / (periods * tail) + 1;
  }
  return { z1, z2 };
}

function probabilityOf({ quantile }: PredictiveLaw, t: number, value: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (quantile(t, middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function thirdTest(
  { returns, tail }: ShortfallRecord,
  law: PredictiveLaw,
  cdf: (t: number, value: number) => number,
): ShortfallStatistic {
  const periods = returns.length;
  const lowest = Math.floor(periods * tail + 1e-9);
  if (lowest < 1) {
    throw invalidInput(
      "returns",
      `returns: Z3 needs at least 1 / (1 - confidence) = ${Math.ceil(1 / tail)} periods, there are ${periods}: leave out simulate.cdf`,
    );
  }
  const expected = expectedTails(periods, lowest, law);
  const statisticOf = (ascending: Float64Array): number => {
    let total = 0;
    for (let t = 0; t < periods; t++) {
      let sum = 0;
      for (let i = 0; i < lowest; i++) sum += law.quantile(t, ascending[i]!);
      total += -sum / lowest / expected[t]!;
    }
    return 1 - total / periods;
  };
  const ranks = Float64Array.from(returns, (value, t) => cdf(t, value)).sort();
  const statistic = statisticOf(ranks);
  const draws = drawsOf(law);
  const stream = RandomStream.of(law.seed).substream("ranks");
  const simulated = new Float64Array(draws);
  const ordered = new Float64Array(lowest);
  for (let draw = 0; draw < draws; draw++) {
    // the lowest order statistics of uniforms, one after the other
    let above = 1;
    for (let i = 0; i < lowest; i++) {
      above *= exp(log(stream.uniformOpen()) / (periods - i));
      ordered[i] = 1 - above;
    }
    simulated[draw] = statisticOf(ordered);
  }
  return { statistic, pValue: shareAtMost(simulated, statistic) };
}

/** E e_t = -(T/k) integral of I_(1-p)(T-k, k) F_t^-1(p) dp: the expected mean of the k lowest of T draws from each law. */
function expectedTails(periods: number, lowest: number, { quantile }: PredictiveLaw): Float64Array {
  const { nodes, weights } = gaussLegendre(40);
  const points: number[] = [];
  const factors: number[] = [];
  const spread = betaDistribution(lowest, Math.max(1, periods - lowest));
  const add = (from: number, to: number): void => {
    for (let i = 0; i < nodes.length; i++) {
      // p = s^4 softens the pole of the quantile function at 0
      const s = from + ((to - from) * (nodes[i]! + 1)) / 2;
      const p = s ** 4;
      const survival = periods === lowest ? 1 : spread.survival(p);
      points.push(p);
      factors.push((((to - from) / 2) * weights[i]! * 4 * s ** 3 * survival * periods) / lowest);
    }
  };
  const middle = Math.min(0.9, (2 * lowest) / periods) ** 0.25;
  const far = Math.min(0.95, (5 * lowest) / periods + 0.01) ** 0.25;
  add(0, middle / 2);
  add(middle / 2, middle);
  add(middle, far);
  add(far, 1);
  const out = new Float64Array(periods);
  for (let t = 0; t < periods; t++) {
    // where hardly anything is left the quantile may be infinite
    for (let i = 0; i < points.length; i++) if (factors[i]! > 1e-18) out[t]! -= factors[i]! * quantile(t, points[i]!);
  }
  return out;
}
