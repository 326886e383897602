import {
  CorrelatedNormals,
  choleskyFactor,
  findMinimum,
  gemm,
  kendallMatrix,
  logGamma,
  type RandomStream,
  ranks,
  sorted,
  studentTDistribution,
  symmetricEigen,
} from "@plimsoll/numeric";
import { fitStudentT } from "../student-t-fit.ts";
import { type AssetHistory, type AssetSource, columnOf } from "./asset-source.ts";
import { type LowerFactor, lowerFactor, stretches } from "./elliptical-source.ts";

/** What a t copula is fitted with. */
export interface CopulaOptions {
  readonly margins: "empirical" | "student-t";
  readonly degreesOfFreedom: number | undefined;
}

/** sin(pi tau / 2), exact for every elliptical copula (Lindskog, McNeil & Schmock 2003), made positive definite. */
export function rankCorrelation({ rows, columns, values }: AssetHistory): Float64Array {
  const out = kendallMatrix(values, rows, columns).map((tau) =>
    Math.sin((Math.PI / 2) * (Number.isNaN(tau) ? 0 : tau)),
  );
  for (let i = 0; i < columns; i++) out[i * columns + i] = 1;
  if (choleskyFactor(out, columns, new Float64Array(columns * columns)) === columns) return out;
  const { values: roots, vectors } = symmetricEigen(out, columns);
  // eigenvalues below are lifted and the diagonal brought back to 1 (Rousseeuw & Molenberghs 1993)
  const lifted = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) lifted[i * columns + j] = vectors[i * columns + j]! * Math.max(roots[j]!, 0);
  }
  const product = gemm(lifted, vectors, columns, columns, columns, new Float64Array(columns * columns), {
    right: "transposed",
  });
  return product.map((value, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    return i === j ? 1 : value / Math.sqrt(product[i * columns + i]! * product[j * columns + j]!);
  });
}

/** Degrees of freedom of greatest pseudo-likelihood on the ranks, given the correlation (McNeil, Frey & Embrechts 2015, 7.5). */
function copulaFreedom(history: AssetHistory, { lower, rank }: LowerFactor): number {
  const { rows, columns } = history;
  if (rank === 1) return 1000;
  const inverse = invertLower(lower, columns);
  // twice the rank: tied ranks lie halfway
  const places = new Int32Array(rows * columns);
  const present = new Uint8Array(2 * rows + 1);
  for (let j = 0; j < columns; j++) {
    ranks(columnOf(history, j)).forEach((rank, t) => {
      places[t * columns + j] = 2 * rank;
      // one of each mirrored pair is enough
      present[Math.min(2 * rank, 2 * rows + 2 - 2 * rank)] = 1;
    });
  }
  const scores = new Float64Array(2 * rows + 1);
  const logs = new Float64Array(2 * rows + 1);
  const x = new Float64Array(rows * columns);
  const white = new Float64Array(rows * columns);
  const cost = (log: number): number => {
    const nu = Math.exp(log);
    const law = studentTDistribution(nu);
    for (let k = 2; k <= rows + 1; k++) {
      if (present[k] === 0) continue;
      scores[k] = law.quantile(k / 2 / (rows + 1));
      scores[2 * rows + 2 - k] = -scores[k]!;
    }
    for (let k = 2; k <= 2 * rows; k++) logs[k] = Math.log1p(scores[k]! ** 2 / nu);
    let margins = 0;
    for (let i = 0; i < x.length; i++) {
      const k = places[i]!;
      x[i] = scores[k]!;
      margins += logs[k]!;
    }
    gemm(x, inverse, rows, columns, columns, white, { right: "transposed" });
    let total =
      rows * (logGamma((nu + rank) / 2) + (rank - 1) * logGamma(nu / 2) - rank * logGamma((nu + 1) / 2)) +
      ((nu + 1) / 2) * ((margins * rank) / columns);
    for (let t = 0; t < rows; t++) {
      let square = 0;
      for (let j = t * columns; j < (t + 1) * columns; j++) square += white[j]! ** 2;
      total -= ((nu + rank) / 2) * Math.log1p(square / nu);
    }
    return -total;
  };
  return Math.exp(findMinimum(cost, Math.log(1), Math.log(200), { tolerance: 1e-2 }).x);
}

function invertLower(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    for (let i = column; i < size; i++) {
      let value = i === column ? 1 : 0;
      for (let j = column; j < i; j++) value -= lower[i * size + j]! * inverse[j * size + column]!;
      inverse[i * size + column] = value / lower[i * size + i]!;
    }
  }
  return inverse;
}

/** Few enough that the tables of a hundred assets stay near the processor; finer than the gaps of a sample's tail. */
const cells = 512;

/** For each asset a table over t scores x, folded to x / (1 + |x|), of its quantile function, to be interpolated. */
function marginTables(history: AssetHistory, freedom: number, margins: "empirical" | "student-t"): Float64Array {
  const { rows, columns } = history;
  const law = studentTDistribution(freedom);
  const probabilities = Float64Array.from({ length: cells + 1 }, (_, k) => {
    const folded = Math.min(Math.max((2 * k) / cells - 1, -1 + 1e-4), 1 - 1e-4);
    return law.cdf(folded / (1 - Math.abs(folded)));
  });
  const tables = new Float64Array(columns * (cells + 1));
  for (let j = 0; j < columns; j++) {
    const column = columnOf(history, j);
    const table = tables.subarray(j * (cells + 1), (j + 1) * (cells + 1));
    if (margins === "student-t") {
      const fit = fitStudentT(column);
      const own = studentTDistribution(fit.degreesOfFreedom);
      for (let k = 0; k <= cells; k++) {
        table[k] = fit.location + (fit.scale > 0 ? fit.scale * own.quantile(probabilities[k]!) : 0);
      }
      continue;
    }
    const ascending = sorted(column);
    for (let k = 0; k <= cells; k++) {
      const h = probabilities[k]! * (rows - 1);
      const low = Math.min(Math.floor(h), rows - 2);
      table[k] = ascending[low]! + (h - low) * (ascending[low + 1]! - ascending[low]!);
    }
  }
  return tables;
}

/** Adds `weight` times the asset's returns at the scores, and at their mirror images as far as `pnl` goes on. */
function addReturns(
  scores: Float64Array,
  stretch: Float64Array,
  table: Float64Array,
  weight: number,
  pnl: Float64Array,
): void {
  const rows = scores.length;
  const images = pnl.length - rows;
  const half = cells / 2;
  for (let row = 0; row < rows; row++) {
    const x = scores[row]! * stretch[row]!;
    const step = (half * x) / (1 + Math.abs(x));
    const place = half + step;
    const low = place < cells ? place | 0 : cells - 1;
    const left = table[low]!;
    pnl[row]! += weight * (left + (place - low) * (table[low + 1]! - left));
    if (row >= images) continue;
    const mirrored = half - step;
    const below = mirrored < cells ? mirrored | 0 : cells - 1;
    const start = table[below]!;
    pnl[rows + row]! += weight * (start + (mirrored - below) * (table[below + 1]! - start));
  }
}

/** Student-t copula: correlation by Kendall's tau, margins of each asset by themselves (Demarta & McNeil 2005). */
export function copulaSource(history: AssetHistory, options: CopulaOptions, stream: RandomStream): AssetSource {
  const { columns } = history;
  const factor = lowerFactor(rankCorrelation(history), columns);
  const { lower } = factor;
  const freedom = options.degreesOfFreedom ?? copulaFreedom(history, factor);
  const tables = marginTables(history, freedom, options.margins);
  const source = new CorrelatedNormals(lower, columns, stream);
  const half = cells / 2;
  let stretch: Float64Array = new Float64Array(0);
  return {
    core: (out, rows) => {
      source.draw(out, rows);
      stretch = stretches(source, freedom, 1, rows);
    },
    finish: (out, rows) => {
      for (let column = 0, cell = 0; column < columns; column++) {
        const at = column * (cells + 1);
        // mirrored rows share the stretches of their originals
        for (let row = 0, own = 0; row < rows; row++, own++, cell++) {
          if (own === stretch.length) own = 0;
          const x = out[cell]! * stretch[own]!;
          const place = half + (half * x) / (1 + Math.abs(x));
          const low = place < cells ? place | 0 : cells - 1;
          const left = tables[at + low]!;
          out[cell] = left + (place - low) * (tables[at + low + 1]! - left);
        }
      }
    },
    weigh: (out, rows, weights, pnl) => {
      for (let column = 0; column < columns; column++) {
        const table = tables.subarray(column * (cells + 1), (column + 1) * (cells + 1));
        addReturns(out.subarray(column * rows, (column + 1) * rows), stretch, table, weights[column]!, pnl);
      }
    },
    conventions: {
      dependence: "t copula, correlation by Kendall's tau",
      degreesOfFreedom: freedom,
      fit: options.degreesOfFreedom === undefined ? "pseudo-likelihood of the ranks" : "degrees of freedom given",
      margins: options.margins === "empirical" ? "empirical, quantile type 7" : "student-t, maximum likelihood",
    },
  };
}
