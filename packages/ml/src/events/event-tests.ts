import { mean, normalDistribution, ranks, standardDeviation, studentTDistribution } from "@plimsoll/numeric";
import type { EventCase } from "./event-case.ts";
import { forecastDeviation } from "./normal-model.ts";

/** A test that events have no effect over a window. */
export interface EventTest {
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  /** The law that the p-value is taken from. */
  readonly law: "normal" | "student-t";
  readonly degreesOfFreedom: number | null;
}

/** The tests of one window; `null` where there are too few events. */
export interface EventTests {
  /** Cross-sectional t: sqrt(N) mean(CAR) / sd(CAR). */
  readonly crossSectional: EventTest | null;
  /** Patell (1976): sum of standardised CAR over its standard deviation; assumes that events leave the variance alone. */
  readonly patell: EventTest;
  /** Boehmer, Musumeci & Poulsen (1991): sqrt(N) mean(SCAR) / sd(SCAR): holds when events raise the variance. */
  readonly boehmer: EventTest | null;
  /** Kolari & Pynnonen (2010): Boehmer's times sqrt((1 - rho) / (1 + (N - 1) rho)): holds also when events fall together. */
  readonly kolariPynnonen: EventTest | null;
  /** Corrado (1989), in the form of Corrado & Zivney (1992): ranks of abnormal returns; needs no law of returns. */
  readonly corrado: EventTest;
  /** Mean correlation of abnormal returns between events, rho of the Kolari-Pynnonen test. */
  readonly crossCorrelation: number | null;
}

const normal = (statistic: number): EventTest => ({
  statistic,
  pValue: 2 * normalDistribution().survival(Math.abs(statistic)),
  law: "normal",
  degreesOfFreedom: null,
});

const studentT = (statistic: number, degreesOfFreedom: number): EventTest => ({
  statistic,
  pValue: 2 * studentTDistribution(degreesOfFreedom).survival(Math.abs(statistic)),
  law: "student-t",
  degreesOfFreedom,
});

/** Cumulative abnormal return and its forecast standard error over days `from` to `to` (places in the window). */
export function cumulate(
  one: EventCase,
  from: number,
  to: number,
): { readonly car: number; readonly deviation: number } {
  let car = 0;
  let market = 0;
  for (let day = from; day <= to; day++) {
    car += one.abnormal[day]!;
    market += one.market[day]!;
  }
  return { car, deviation: forecastDeviation(one.model, to - from + 1, market) };
}

/** What all windows of a study have in common, found once. */
export interface TestBasis {
  readonly cases: readonly EventCase[];
  /** Pairs of events whose windows meet: days between them, and the correlation of their estimation residuals. */
  readonly pairs: readonly { readonly distance: number; readonly correlation: number }[];
  /** Mean rank of each day of estimation and event window, times the root of the events that have it. */
  readonly rankSums: Float64Array;
  /** Standard deviation of `rankSums` about 0. */
  readonly rankDeviation: number;
}

/** Finds what the tests of every window need. */
export function testBasis(cases: readonly EventCase[]): TestBasis {
  const days = cases[0]!.abnormal.length;
  const pairs: { distance: number; correlation: number }[] = [];
  for (let i = 0; i < cases.length; i++) {
    for (let j = 0; j < i; j++) {
      const distance = Math.abs(cases[i]!.row - cases[j]!.row);
      if (distance < days) pairs.push({ distance, correlation: residualCorrelation(cases[i]!, cases[j]!) });
    }
  }
  return { cases, pairs, ...rankSums(cases) };
}

/** All tests over days `from` to `to` (places in the window). */
export function testWindow(basis: TestBasis, from: number, to: number): EventTests {
  const { cases } = basis;
  const count = cases.length;
  const sums = cases.map((one) => cumulate(one, from, to));
  const cars = Float64Array.from(sums, ({ car }) => car);
  const standardised = Float64Array.from(sums, ({ car, deviation }) => car / deviation);
  // the variance of a Student t, which a standardised forecast error is
  const patellVariance = cases.reduce((total, { model }) => {
    return total + model.degreesOfFreedom / (model.degreesOfFreedom - 2);
  }, 0);
  const patell = normal(standardised.reduce((total, value) => total + value, 0) / Math.sqrt(patellVariance));
  const corrado = rankTest(basis, from, to);
  if (count < 2) {
    return { crossSectional: null, patell, boehmer: null, kolariPynnonen: null, corrado, crossCorrelation: null };
  }
  const root = Math.sqrt(count);
  const boehmer = studentT((root * mean(standardised)) / standardDeviation(standardised), count - 1);
  const rho = meanCorrelation(basis, to - from + 1);
  const spread = 1 + (count - 1) * rho;
  return {
    crossSectional: studentT((root * mean(cars)) / standardDeviation(cars), count - 1),
    patell,
    boehmer,
    kolariPynnonen:
      spread > 0 && rho < 1 ? studentT(boehmer.statistic * Math.sqrt((1 - rho) / spread), count - 1) : null,
    corrado,
    crossCorrelation: rho,
  };
}

/**
 * Mean over all pairs of the correlation of estimation residuals on common days, each weighted by the share of the event
 * windows that falls on the same days: events apart in time are independent.
 */
function meanCorrelation({ cases, pairs }: TestBasis, days: number): number {
  let total = 0;
  for (const { distance, correlation } of pairs) total += Math.max(0, 1 - distance / days) * correlation;
  return (2 * total) / (cases.length * (cases.length - 1));
}

function residualCorrelation(a: EventCase, b: EventCase): number {
  const first = Math.max(a.estimationStart, b.estimationStart);
  const end = Math.min(a.estimationStart + a.model.residuals.length, b.estimationStart + b.model.residuals.length);
  let [count, sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let row = first; row < end; row++) {
    const x = a.model.residuals[row - a.estimationStart]!;
    const y = b.model.residuals[row - b.estimationStart]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    count++;
    sumX += x;
    sumY += y;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  const variances = (xx - (sumX * sumX) / count) * (yy - (sumY * sumY) / count);
  return count > 2 && variances > 0 ? (xy - (sumX * sumY) / count) / Math.sqrt(variances) : 0;
}

function rankSums(cases: readonly EventCase[]): Pick<TestBasis, "rankSums" | "rankDeviation"> {
  const length = cases[0]!.model.residuals.length + cases[0]!.abnormal.length;
  const sums = new Float64Array(length);
  const counts = new Int32Array(length);
  for (const { model, abnormal } of cases) {
    const places = ranks(Float64Array.of(...model.residuals, ...abnormal));
    const there = places.reduce((total, place) => total + (Number.isNaN(place) ? 0 : 1), 0);
    places.forEach((place, day) => {
      if (Number.isNaN(place)) return;
      sums[day]! += place / (there + 1) - 0.5;
      counts[day]!++;
    });
  }
  const scaled = sums.map((sum, day) => (counts[day]! > 0 ? sum / Math.sqrt(counts[day]!) : 0));
  const used = counts.filter((count) => count > 0).length;
  const squares = scaled.reduce((total, value) => total + value * value, 0);
  return { rankSums: scaled, rankDeviation: Math.sqrt(squares / used) };
}

/** Sum over the days of the window of sqrt(N_t) times the mean rank, over sqrt(days) times its standard deviation over all days. */
function rankTest({ cases, rankSums, rankDeviation }: TestBasis, from: number, to: number): EventTest {
  const estimation = cases[0]!.model.residuals.length;
  let total = 0;
  for (let day = from; day <= to; day++) total += rankSums[estimation + day]!;
  return normal(total / (Math.sqrt(to - from + 1) * rankDeviation));
}
