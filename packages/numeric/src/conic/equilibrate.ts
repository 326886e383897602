import type { ConicProgram } from "./program.ts";
import type { ConeBlock } from "./cones/cone-block.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** A program of rows, columns, limits and costs of size about 1: x = columns x^, s = s^ / rows, z = rows z^ / cost. */
export interface Equilibrated {
  readonly quadratic: SparseMatrix;
  readonly linear: Float64Array;
  readonly rows: SparseMatrix;
  readonly limits: Float64Array;
  readonly columnScales: Float64Array;
  readonly rowScales: Float64Array;
  readonly costScale: number;
}

const ROUNDS = 12;
const SMALLEST = 1e-8;
const LARGEST = 1e8;

/** Ruiz (2001) equilibration of [P A'; A 0]; rows of one cone that isn't a product keep one scale. */
export function equilibrate(program: ConicProgram, blocks: readonly ConeBlock[]): Equilibrated {
  const { size: n } = program;
  const m = program.limits.length;
  const source = program.quadratic ?? emptyMatrix(n);
  const quadratic = { ...source, values: source.values.slice() };
  const rows = { ...program.rows, values: program.rows.values.slice() };
  const columnScales = new Float64Array(n).fill(1);
  const rowScales = new Float64Array(m).fill(1);
  const columnNorms = new Float64Array(n);
  const rowNorms = new Float64Array(m);
  for (let round = 0; round < ROUNDS; round++) {
    columnNorms.fill(0);
    rowNorms.fill(0);
    visit(quadratic, (i, j, value) => {
      columnNorms[j] = Math.max(columnNorms[j]!, Math.abs(value));
      columnNorms[i] = Math.max(columnNorms[i]!, Math.abs(value));
    });
    visit(rows, (i, j, value) => {
      columnNorms[j] = Math.max(columnNorms[j]!, Math.abs(value));
      rowNorms[i] = Math.max(rowNorms[i]!, Math.abs(value));
    });
    for (const { layout, offset, size } of blocks) {
      if (layout === "diagonal") continue;
      const largest = rowNorms.subarray(offset, offset + size).reduce((a, b) => Math.max(a, b), 0);
      rowNorms.fill(largest, offset, offset + size);
    }
    const shrink = (norms: Float64Array, scales: Float64Array): number => {
      let worst = 0;
      for (let k = 0; k < norms.length; k++) {
        if (norms[k] === 0) {
          norms[k] = 1;
          continue;
        }
        const wanted = Math.min(LARGEST, Math.max(SMALLEST, scales[k]! / Math.sqrt(norms[k]!)));
        norms[k] = wanted / scales[k]!;
        scales[k] = wanted;
        worst = Math.max(worst, Math.abs(norms[k]! - 1));
      }
      return worst;
    };
    const change = Math.max(shrink(columnNorms, columnScales), shrink(rowNorms, rowScales));
    multiplyBy(quadratic, columnNorms, columnNorms);
    multiplyBy(rows, rowNorms, columnNorms);
    if (change < 1e-2) break;
  }
  const limits = program.limits.map((value, i) => value * rowScales[i]!);
  const unit = typicalSize(limits);
  for (let i = 0; i < m; i++) {
    limits[i]! /= unit;
    rowScales[i]! /= unit;
  }
  for (let j = 0; j < n; j++) columnScales[j]! *= unit;
  for (let p = 0; p < quadratic.values.length; p++) quadratic.values[p]! *= unit * unit;
  const linear = program.linear.map((value, j) => value * columnScales[j]!);
  let largest = 0;
  for (const value of linear) largest = Math.max(largest, Math.abs(value));
  for (const value of quadratic.values) largest = Math.max(largest, Math.abs(value));
  const costScale = largest > 0 ? 1 / largest : 1;
  for (let j = 0; j < n; j++) linear[j]! *= costScale;
  for (let p = 0; p < quadratic.values.length; p++) quadratic.values[p]! *= costScale;
  return { quadratic, linear, rows, limits, columnScales, rowScales, costScale };
}

/** Geometric mean of the sizes of all that isn't 0. */
function typicalSize(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === 0) continue;
    sum += Math.log(Math.abs(value));
    count++;
  }
  return count === 0 ? 1 : Math.exp(sum / count);
}

function emptyMatrix(n: number): SparseMatrix {
  return {
    rows: n,
    columns: n,
    starts: new Int32Array(n + 1),
    indices: new Int32Array(0),
    values: new Float64Array(0),
  };
}

function visit(
  { columns, starts, indices, values }: SparseMatrix,
  each: (i: number, j: number, value: number) => void,
): void {
  for (let j = 0; j < columns; j++) for (let p = starts[j]!; p < starts[j + 1]!; p++) each(indices[p]!, j, values[p]!);
}

function multiplyBy({ columns, starts, indices, values }: SparseMatrix, left: Float64Array, right: Float64Array): void {
  for (let j = 0; j < columns; j++)
    for (let p = starts[j]!; p < starts[j + 1]!; p++) values[p]! *= left[indices[p]!]! * right[j]!;
}
