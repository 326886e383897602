import { invalidInput } from "@plimsoll/core";
import {
  choleskyFactor,
  columnMeans,
  CorrelatedNormals,
  covarianceMatrix,
  findMinimum,
  logGamma,
  type RandomStream,
  symmetricEigen,
} from "@plimsoll/numeric";
import { fitStudentT } from "../student-t-fit.ts";
import { type AssetHistory, type AssetSource, columnOf } from "./asset-source.ts";

/** A lower factor and the number of directions in which it really spreads. */
export interface LowerFactor {
  readonly lower: Float64Array;
  readonly rank: number;
}

/** The lower factor of a covariance; a singular one gets a ridge of 1e-10 of its mean variance. */
export function lowerFactor(covariance: Float64Array, size: number): LowerFactor {
  const lower = new Float64Array(size * size);
  let firm = choleskyFactor(covariance, size, lower) === size;
  // a pivot that is all rounding
  for (let i = 0; i < size && firm; i++) firm = lower[i * size + i]! ** 2 > 1e-12 * covariance[i * size + i]!;
  if (firm) return { lower, rank: size };
  const ridged = covariance.slice();
  let trace = 0;
  for (let i = 0; i < size; i++) trace += covariance[i * size + i]!;
  for (let i = 0; i < size; i++) ridged[i * size + i]! += (1e-10 * trace) / size;
  if (choleskyFactor(ridged, size, lower.fill(0)) === size) {
    const { values } = symmetricEigen(covariance, size);
    return { lower, rank: Math.max(values.filter((value) => value > (1e-9 * trace) / size).length, 1) };
  }
  throw invalidInput(
    "returns",
    "returns: their covariance is not positive definite even with a ridge: leave out assets whose returns don't vary",
  );
}

/** What makes draws of a t law of normal ones: `unit` over the root of a chi-square by its degrees of freedom, one a row. */
export function stretches(source: CorrelatedNormals, freedom: number, unit: number, rows: number): Float64Array {
  const out = source.chiSquares(freedom, new Float64Array(rows));
  for (let row = 0; row < rows; row++) out[row] = unit / Math.sqrt(out[row]! / freedom);
  return out;
}

/** Squared distances r' S^-1 r of the centred rows. */
function distances({ rows, columns, values }: AssetHistory, center: Float64Array, lower: Float64Array): Float64Array {
  const out = new Float64Array(rows);
  const z = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    let total = 0;
    for (let i = 0; i < columns; i++) {
      let value = values[t * columns + i]! - center[i]!;
      for (let j = 0; j < i; j++) value -= lower[i * columns + j]! * z[j]!;
      z[i] = value / lower[i * columns + i]!;
      total += z[i]! ** 2;
    }
    out[t] = total;
  }
  return out;
}

/** Degrees of freedom of greatest likelihood of a multivariate t whose covariance is the sample's, within 2.1 to 1000. */
export function matchedFreedom(squares: Float64Array, size: number): number {
  const cost = (log: number): number => {
    const nu = 2 + Math.exp(log);
    let total =
      squares.length * (logGamma((nu + size) / 2) - logGamma(nu / 2) - (size / 2) * Math.log(Math.PI * (nu - 2)));
    for (const square of squares) total -= ((nu + size) / 2) * Math.log1p(square / (nu - 2));
    return -total;
  };
  return 2 + Math.exp(findMinimum(cost, Math.log(0.1), Math.log(998), { tolerance: 1e-6 }).x);
}

/** Correlated normal returns, or Student-t ones that share their extremes. */
export function ellipticalSource(
  history: AssetHistory,
  law: "gaussian" | "student-t",
  given: number | undefined,
  stream: RandomStream,
): AssetSource {
  const { rows, columns, values } = history;
  let center = columnMeans(values, rows, columns);
  const { lower, rank } = lowerFactor(covarianceMatrix(values, rows, columns), columns);
  let freedom: number | null = null;
  let unit = 1;
  if (law === "student-t") {
    if (columns === 1) {
      // one asset: the law of method "student-t"
      const fit = fitStudentT(columnOf(history, 0), given);
      freedom = fit.degreesOfFreedom;
      center = Float64Array.of(fit.location);
      lower[0] = fit.scale;
    } else {
      freedom = given ?? matchedFreedom(distances(history, center, lower), rank);
      unit = Math.sqrt((freedom - 2) / freedom);
    }
  }
  const source = new CorrelatedNormals(lower, columns, stream);
  return {
    core: (out, rows) => {
      source.draw(out, rows);
      if (freedom === null) return;
      const stretch = stretches(source, freedom, unit, rows);
      for (let column = 0, cell = 0; column < columns; column++) {
        for (let row = 0; row < rows; row++, cell++) out[cell]! *= stretch[row]!;
      }
    },
    finish: (out, rows) => {
      for (let column = 0, cell = 0; column < columns; column++) {
        const shift = center[column]!;
        for (let row = 0; row < rows; row++, cell++) out[cell]! += shift;
      }
    },
    conventions: {
      dependence: columns === 1 ? "one series" : "sample covariance",
      ...(freedom === null
        ? {}
        : {
            degreesOfFreedom: freedom,
            fit: columns === 1 ? "maximum likelihood" : "covariance of the sample, degrees of freedom by likelihood",
          }),
    },
  };
}
