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

/** All tests over days `from` to `to` (places in the window). */
export function testWindow(cases: readonly EventCase[], from: number, to: number): EventTests {
  const count = cases.length;
  const sums = cases.map((one) => cumulate(one, from, to));
  const cars = Float64Array.from(sums, ({ car }) => car);
  const standardised = Float64Array.from(sums, ({ car, deviation }) => car / deviation);
  // the variance of a Student t, which a standardised forecast error is
  const patellVariance = cases.reduce((total, { model }) => {
    return total + model.degreesOfFreedom / (model.degreesOfFreedom - 2);
  }, 0);
  const patell = normal(standardised.reduce((total, value) => total + value, 0) / Math.sqrt(patellVariance));
  const corrado = rankTest(cases, from, to);
  if (count < 2)
    return { crossSectional: null, patell, boehmer: null, kolariPynnonen: null, corrado, crossCorrelation: null };
  const root = Math.sqrt(count);
  const boehmer = studentT((root * mean(standardised)) / standardDeviation(standardised), count - 1);
  const rho = meanCorrelation(cases, to - from + 1);
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
function meanCorrelation(cases: readonly EventCase[], days: number): number {
  let total = 0;
  for (let i = 0; i < cases.length; i++) {
    for (let j = 0; j < i; j++) {
      const share = 1 - Math.abs(cases[i]!.row - cases[j]!.row) / days;
      if (share > 0) total += share * residualCorrelation(cases[i]!, cases[j]!);
    }
  }
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

/** Sum over the days of the window of sqrt(N_t) times the mean rank, over sqrt(days) times its standard deviation over all days. */
function rankTest(cases: readonly EventCase[], from: number, to: number): EventTest {
  const estimation = cases[0]!.model.residuals.length;
  const length = estimation + cases[0]!.abnormal.length;
  const sums = new Float64Array(length);
  const counts = new Int32Array(length);
  for (const { model, abnormal } of cases) {
    const days = Float64Array.of(...model.residuals, ...abnormal);
    const places = ranks(days);
    const there = days.reduce((total, value) => total + (Number.isNaN(value) ? 0 : 1), 0);
    places.forEach((place, day) => {
      if (Number.isNaN(place)) return;
      sums[day]! += place / (there + 1) - 0.5;
      counts[day]!++;
    });
  }
  const scaled = sums.map((sum, day) => (counts[day]! > 0 ? sum / Math.sqrt(counts[day]!) : 0));
  const used = counts.filter((count) => count > 0).length;
  const deviation = Math.sqrt(scaled.reduce((total, value) => total + value * value, 0) / used);
  let total = 0;
  for (let day = from; day <= to; day++) total += scaled[estimation + day]!;
  return normal(total / (Math.sqrt(to - from + 1) * deviation));
}
