import { type FactorHessian, isFactorHessian } from "./program.ts";

/** What the solvers ask of a Hessian, whichever form it is in. */
export interface HessianOperator {
  readonly size: number;
  /** Its diagonal. */
  readonly diagonal: Float64Array;
  /** out += Q v for a sparse v: `count` entries `values` at `indices`. */
  addProduct(out: Float64Array, indices: Int32Array, values: Float64Array, count: number): void;
  /** out += value x column j of Q. */
  addColumn(out: Float64Array, j: number, value: number): void;
  /** out = Q v. */
  multiply(out: Float64Array, v: Float64Array): void;
  /** |Q| |v|, an upper bound on the size of the terms of each entry of Q v; with `out`, Q v is added to it in the same pass. */
  absoluteProduct(v: Float64Array, out?: Float64Array): Float64Array;
}

/** The operator of a dense or factor-form Hessian. */
export function hessianOperator(hessian: Float64Array | FactorHessian, size: number): HessianOperator {
  return isFactorHessian(hessian) ? factorOperator(hessian, size) : denseOperator(hessian, size);
}

function denseOperator(matrix: Float64Array, n: number): HessianOperator {
  const diagonal = new Float64Array(n);
  for (let i = 0; i < n; i++) diagonal[i] = matrix[i * n + i]!;
  return {
    size: n,
    diagonal,
    addProduct(out, indices, values, count) {
      // by rows, four at a time: the matrix is symmetric
      let t = 0;
      for (; t + 3 < count; t += 4) {
        const a = values[t]!,
          b = values[t + 1]!,
          c = values[t + 2]!,
          d = values[t + 3]!;
        const ia = indices[t]! * n,
          ib = indices[t + 1]! * n,
          ic = indices[t + 2]! * n,
          id = indices[t + 3]! * n;
        for (let j = 0; j < n; j++)
          out[j] = out[j]! + a * matrix[ia + j]! + b * matrix[ib + j]! + c * matrix[ic + j]! + d * matrix[id + j]!;
      }
      for (; t < count; t++) {
        const a = values[t]!;
        const ia = indices[t]! * n;
        if (a !== 0) for (let j = 0; j < n; j++) out[j] = out[j]! + a * matrix[ia + j]!;
      }
    },
    addColumn(out, column, value) {
      const row = column * n;
      for (let j = 0; j < n; j++) out[j] = out[j]! + value * matrix[row + j]!;
    },
    multiply(out, v) {
      for (let i = 0; i < n; i++) {
        let a = 0,
          b = 0;
        const row = i * n;
        let j = 0;
        for (; j + 1 < n; j += 2) {
          a += matrix[row + j]! * v[j]!;
          b += matrix[row + j + 1]! * v[j + 1]!;
        }
        if (j < n) a += matrix[row + j]! * v[j]!;
        out[i] = a + b;
      }
    },
    absoluteProduct(v, out = new Float64Array(n)) {
      const sizes = new Float64Array(n);
      const rows: number[] = [];
      for (let i = 0; i < n; i++) if (v[i] !== 0) rows.push(i);
      let t = 0;
      for (; t + 3 < rows.length; t += 4) {
        const a = v[rows[t]!]!,
          b = v[rows[t + 1]!]!,
          c = v[rows[t + 2]!]!,
          d = v[rows[t + 3]!]!;
        const ia = rows[t]! * n,
          ib = rows[t + 1]! * n,
          ic = rows[t + 2]! * n,
          id = rows[t + 3]! * n;
        for (let j = 0; j < n; j++) {
          const pa = a * matrix[ia + j]!,
            pb = b * matrix[ib + j]!,
            pc = c * matrix[ic + j]!,
            pd = d * matrix[id + j]!;
          out[j] = out[j]! + pa + pb + pc + pd;
          sizes[j] = sizes[j]! + Math.abs(pa) + Math.abs(pb) + Math.abs(pc) + Math.abs(pd);
        }
      }
      for (; t < rows.length; t++) {
        const row = rows[t]! * n;
        const a = v[rows[t]!]!;
        for (let j = 0; j < n; j++) {
          const product = a * matrix[row + j]!;
          out[j] = out[j]! + product;
          sizes[j] = sizes[j]! + Math.abs(product);
        }
      }
      return sizes;
    },
  };
}

function factorOperator(hessian: FactorHessian, n: number): HessianOperator {
  const { loadings, factor, diagonal: specific } = hessian;
  const k = Math.round(loadings.length / n);
  const low = new Float64Array(k);
  const high = new Float64Array(k);
  const diagonal = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = specific[i]!;
    for (let a = 0; a < k; a++) {
      let inner = 0;
      for (let b = 0; b < k; b++) inner += factor[a * k + b]! * loadings[i * k + b]!;
      sum += inner * loadings[i * k + a]!;
    }
    diagonal[i] = sum;
  }
  const spread = (out: Float64Array): void => {
    for (let a = 0; a < k; a++) {
      let sum = 0;
      for (let b = 0; b < k; b++) sum += factor[a * k + b]! * low[b]!;
      high[a] = sum;
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      const row = i * k;
      for (let a = 0; a < k; a++) sum += loadings[row + a]! * high[a]!;
      out[i] = out[i]! + sum;
    }
  };
  return {
    size: n,
    diagonal,
    addProduct(out, indices, values, count) {
      low.fill(0);
      for (let t = 0; t < count; t++) {
        const i = indices[t]!;
        const value = values[t]!;
        const row = i * k;
        for (let a = 0; a < k; a++) low[a] = low[a]! + value * loadings[row + a]!;
        out[i] = out[i]! + specific[i]! * value;
      }
      spread(out);
    },
    addColumn(out, column, value) {
      const row = column * k;
      for (let a = 0; a < k; a++) low[a] = value * loadings[row + a]!;
      out[column] = out[column]! + specific[column]! * value;
      spread(out);
    },
    multiply(out, v) {
      low.fill(0);
      for (let i = 0; i < n; i++) {
        const value = v[i]!;
        const row = i * k;
        if (value !== 0) for (let a = 0; a < k; a++) low[a] = low[a]! + value * loadings[row + a]!;
        out[i] = specific[i]! * value;
      }
      spread(out);
    },
    absoluteProduct(v, product) {
      const out = new Float64Array(n);
      const sums = new Float64Array(k);
      low.fill(0);
      for (let i = 0; i < n; i++) {
        const value = v[i]!;
        const size = Math.abs(value);
        out[i] = specific[i]! * size;
        if (product !== undefined) product[i] = product[i]! + specific[i]! * value;
        for (let a = 0; a < k; a++) {
          const loading = loadings[i * k + a]!;
          low[a] = low[a]! + value * loading;
          sums[a] = sums[a]! + size * Math.abs(loading);
        }
      }
      if (product !== undefined) spread(product);
      for (let a = 0; a < k; a++) {
        let sum = 0;
        for (let b = 0; b < k; b++) sum += Math.abs(factor[a * k + b]!) * sums[b]!;
        for (let i = 0; i < n; i++) out[i] = out[i]! + Math.abs(loadings[i * k + a]!) * sum;
      }
      return out;
    },
  };
}
