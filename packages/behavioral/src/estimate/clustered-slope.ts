import { studentTDistribution } from "@plimsoll/numeric";

/** Observations of one day, or of any unit whose observations hang together. */
export interface Cluster {
  readonly exposure: Float64Array;
  /** What the exposure must not be mistaken for. */
  readonly control: Float64Array;
  readonly response: Float64Array;
}

/** A slope within clusters, with errors that hold however observations of one cluster hang together. */
export interface ClusteredSlope {
  /** Response per unit of exposure at equal control; NaN where the exposure does not vary beside the control. */
  readonly slope: number;
  readonly standardError: number;
  /** Chance of so large a slope, or a larger one, where there is none; that of so small a one is the rest to 1. */
  readonly upperTail: number;
  /** Standard deviation of the response within clusters, exposure and control taken out. */
  readonly residualDeviation: number;
  /** Observations in clusters where the exposure varies. */
  readonly observations: number;
  /** Clusters where the exposure varies. */
  readonly clusters: number;
}

/**
 * The slope of the response on the exposure with a level for each cluster and one control, and a score test of none.
 *
 * Frisch & Waugh (1933): exposure and response are taken from their cluster's means and the control's slope. The score of
 * a cluster is the sum of products left over when the slope is nought; scores of clusters are independent around zero
 * whatever trends the days have in common, and their mean is tested by Student's t. Standard errors are those of
 * Liang & Zeger (1986) times sqrt(clusters / (clusters - 1)). NaN among the numbers gives NaN.
 */
export function clusteredSlope(clusters: readonly Cluster[]): ClusteredSlope {
  const used = clusters.filter(({ exposure }) => exposure.some((value) => value !== exposure[0]));
  const exposure = centred(used.map((cluster) => cluster.exposure));
  const control = centred(used.map((cluster) => cluster.control));
  const response = centred(used.map((cluster) => cluster.response));
  const observations = exposure.reduce((sum, { length }) => sum + length, 0);
  const controlSquare = product(control, control);
  const project = (values: readonly Float64Array[]): Float64Array[] => {
    const share = controlSquare > 0 ? product(values, control) / controlSquare : 0;
    return values.map((own, day) => own.map((value, i) => value - share * control[day]![i]!));
  };
  const free = project(exposure);
  const rest = project(response);
  const square = product(free, free);
  const count = used.length;
  const counts = { observations, clusters: count };
  if (!(square > 1e-9 * product(exposure, exposure)) || count < 2) {
    return { slope: NaN, standardError: NaN, upperTail: NaN, residualDeviation: NaN, ...counts };
  }
  const scores = free.map((own, day) => dot(own, rest[day]!));
  const slope = scores.reduce((sum, score) => sum + score, 0) / square;
  const residual = rest.map((own, day) => own.map((value, i) => value - slope * free[day]![i]!));
  const spread = free.reduce((sum, own, day) => sum + dot(own, residual[day]!) ** 2, 0);
  const degreesOfFreedom = observations - count - (controlSquare > 0 ? 2 : 1);
  return {
    slope,
    standardError: Math.sqrt((spread * count) / (count - 1)) / square,
    upperTail: meanTest(scores),
    residualDeviation: Math.sqrt(product(residual, residual) / Math.max(1, degreesOfFreedom)),
    ...counts,
  };
}

function centred(columns: readonly Float64Array[]): Float64Array[] {
  return columns.map((own) => {
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return own.map((value) => value - mean);
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function product(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  return a.reduce((sum, own, day) => sum + dot(own, b[day]!), 0);
}

/** The upper tail of Student's test of a mean of zero. */
function meanTest(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  if (variance === 0) return mean === 0 ? 0.5 : mean > 0 ? 0 : 1;
  const t = mean / Math.sqrt(variance / n);
  return studentTDistribution(n - 1).cdf(-t);
}
