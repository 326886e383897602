import { invalidInput, PlimsollError } from "@plimsoll/core";
import { leastSquares, symmetricEigen, syrk, transpose } from "@plimsoll/numeric";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { value } from "./aligned.ts";

/** A criterion for the number of common factors. */
export type FactorCountCriterion =
  | "ic1"
  | "ic2"
  | "ic3"
  | "pc1"
  | "pc2"
  | "pc3"
  | "eigenvalue-ratio"
  | "growth-ratio"
  | "eigenvalue-differences";

/** How many common factors returns have. */
export interface FactorCount {
  /** The number by the criterion that was asked for. */
  readonly count: number;
  readonly criterion: FactorCountCriterion;
  /** The number by every criterion. */
  readonly counts: Readonly<Record<FactorCountCriterion, number>>;
  /** Eigenvalues of X X' / (n T), largest first; X has its column means taken off. */
  readonly eigenvalues: readonly number[];
  readonly maximum: number;
}

/** Returns as a matrix of deviations from column means, divided by their deviations where `standardise`. */
export function deviations(panel: ReturnPanelLike, standardise: boolean): Float64Array {
  const { rows, columns } = panel;
  if (rows < 3 || columns < 2) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `returns: at least 3 dates and 2 assets are needed, there are ${rows} and ${columns}`,
      { required: 3, available: rows, argument: "returns" },
    );
  }
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < columns; i++) {
    let centre = 0;
    for (let t = 0; t < rows; t++) centre += value(panel, t, i, "returns") / rows;
    let squares = 0;
    for (let t = 0; t < rows; t++) {
      const deviation = value(panel, t, i, "returns") - centre;
      out[t * columns + i] = deviation;
      squares += deviation * deviation;
    }
    if (!standardise) continue;
    if (squares === 0) throw invalidInput("returns", `returns: "${panel.assets[i]}" never changes`);
    const scale = 1 / Math.sqrt(squares / (rows - 1));
    for (let t = 0; t < rows; t++) out[t * columns + i]! *= scale;
  }
  return out;
}

/** Eigenvalues of X X' / (n T), largest first, from the smaller of the two product matrices. */
function scaledEigenvalues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const wide = columns > rows;
  const gram = wide ? syrk(transpose(matrix, rows, columns), columns, rows) : syrk(matrix, rows, columns);
  const { values } = symmetricEigen(gram, Math.min(rows, columns));
  return values.map((eigenvalue) => Math.max(0, eigenvalue) / (rows * columns)).reverse();
}

/**
 * How many common factors drive a panel of returns.
 *
 * `ic1`-`ic3`, `pc1`-`pc3`: information criteria (Bai & Ng 2002); `eigenvalue-ratio`, `growth-ratio`: largest ratio of
 * neighbouring eigenvalues (Ahn & Horenstein 2013; these include no factor at all by their mock eigenvalue);
 * `eigenvalue-differences`: the last difference above the slope of the bulk (Onatski 2010). Column means are taken off. NaN
 * throws `INVALID_INPUT`.
 *
 * @example
 * ```ts
 * import { factorCount } from "@plimsoll/risk";
 * import { RandomStream } from "@plimsoll/numeric";
 *
 * const stream = RandomStream.of(1);
 * const [rows, columns] = [200, 30];
 * const values = new Float64Array(rows * columns);
 * for (let t = 0; t < rows; t++) {
 *   const market = stream.normal();
 *   for (let i = 0; i < columns; i++) values[t * columns + i] = market + stream.normal();
 * }
 * const dates = Array.from({ length: rows }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const panel = { assets: Array.from({ length: columns }, (_, i) => `a${i}`), rows, columns, values, dates };
 * console.log(factorCount(panel).count); // 1
 * ```
 */
export function factorCount(
  returns: ReturnPanelLike,
  options: {
    /** @defaultValue "ic2" */
    readonly criterion?: FactorCountCriterion;
    /** Largest number considered. @defaultValue min(15, half the smaller side of the panel) */
    readonly maximum?: number;
    /** Whether every asset is scaled to variance 1. @defaultValue true */
    readonly standardise?: boolean;
  } = {},
): FactorCount {
  const { criterion = "ic2", standardise = true } = options;
  const { rows, columns } = returns;
  const smaller = Math.min(rows, columns);
  const maximum = options.maximum ?? Math.max(1, Math.min(15, Math.floor(smaller / 2)));
  if (!Number.isInteger(maximum) || maximum < 1 || maximum >= smaller) {
    throw invalidInput("maximum", `maximum: expected a whole number between 1 and ${smaller - 1}, was ${maximum}`);
  }
  const eigenvalues = scaledEigenvalues(deviations(returns, standardise), rows, columns);
  // unexplained[k] = mean squared residual with k factors
  const unexplained = new Float64Array(smaller + 1);
  for (let k = smaller - 1; k >= 0; k--) unexplained[k] = unexplained[k + 1]! + eigenvalues[k]!;
  const rate = (rows + columns) / (rows * columns);
  const penalties = [rate * Math.log(1 / rate), rate * Math.log(smaller), Math.log(smaller) / smaller];
  const noise = unexplained[maximum]!;
  const information = penalties.map((penalty) => smallest(maximum, (k) => Math.log(unexplained[k]!) + k * penalty));
  const prediction = penalties.map((penalty) => smallest(maximum, (k) => unexplained[k]! + k * noise * penalty));
  // the mock eigenvalue lets the ratios choose no factor
  const padded = [unexplained[0]! / Math.log(smaller), ...eigenvalues];
  const growth = (k: number): number => {
    const left = (j: number): number => (j < 0 ? unexplained[0]! + padded[0]! : unexplained[j]!);
    return Math.log(left(k - 1) / left(k)) / Math.log(left(k) / left(k + 1));
  };
  const counts: Record<FactorCountCriterion, number> = {
    ic1: information[0]!,
    ic2: information[1]!,
    ic3: information[2]!,
    pc1: prediction[0]!,
    pc2: prediction[1]!,
    pc3: prediction[2]!,
    "eigenvalue-ratio": smallest(maximum, (k) => -padded[k]! / padded[k + 1]!),
    "growth-ratio": smallest(Math.min(maximum, smaller - 2), (k) => -growth(k)),
    "eigenvalue-differences": byDifferences(eigenvalues, maximum),
  };
  if (!Object.hasOwn(counts, criterion)) {
    throw invalidInput("criterion", `criterion: no "${criterion}": choose one of ${Object.keys(counts).join(", ")}`);
  }
  return { count: counts[criterion], criterion, counts, eigenvalues: Array.from(eigenvalues), maximum };
}

function smallest(maximum: number, score: (k: number) => number): number {
  let best = 0;
  for (let k = 1; k <= maximum; k++) if (score(k) < score(best)) best = k;
  return best;
}

/** Onatski's edge: twice the slope of five eigenvalues of the bulk against their rank^(2/3), repeated until it settles; 0 with fewer than 7 eigenvalues. */
function byDifferences(eigenvalues: Float64Array, maximum: number): number {
  const top = Math.min(maximum, eigenvalues.length - 6);
  if (top < 1) return 0;
  let count = 0;
  let j = top + 1;
  for (let iteration = 0; iteration < 50; iteration++) {
    const design = new Float64Array(10);
    const target = new Float64Array(5);
    for (let i = 0; i < 5; i++) {
      design[2 * i] = 1;
      design[2 * i + 1] = (j - 1 + i) ** (2 / 3);
      target[i] = eigenvalues[j - 1 + i]!;
    }
    const edge = 2 * Math.abs(leastSquares(design, 5, 2, target).coefficients[1]!);
    count = 0;
    for (let i = 1; i <= top; i++) if (eigenvalues[i - 1]! - eigenvalues[i]! >= edge) count = i;
    if (count + 1 === j) break;
    j = count + 1;
  }
  return count;
}
