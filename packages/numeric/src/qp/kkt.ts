import { factorLoaded } from "../dense/cholesky.ts";
import { choleskyFactor, choleskySolve } from "../dense/index.ts";
import { type FactorHessian, isFactorHessian } from "./program.ts";

/** Solves with K = Q + diag(D) on the variables that move; D_j = Infinity holds variable j still. */
export interface KktFactor {
  /** False where K isn't positive definite to the relative pivot `floor`. */
  factor(barrier: Float64Array, floor: number): boolean;
  /** v = K^-1 v in place; entries of variables held still become 0. */
  solve(v: Float64Array): void;
}

/** Dense Cholesky, or Woodbury for a factor-form Hessian. */
export function kktFactor(hessian: Float64Array | FactorHessian, size: number): KktFactor {
  return isFactorHessian(hessian) ? woodbury(hessian, size) : denseFactor(hessian, size);
}

const shared = new WeakMap<Float64Array, KktFactor>();

/** The same, one for each dense Hessian: programs that share one share the memory of its factor. Only one caller at a time. */
export function sharedKktFactor(hessian: Float64Array | FactorHessian, size: number): KktFactor {
  if (isFactorHessian(hessian)) return kktFactor(hessian, size);
  const made = shared.get(hessian) ?? denseFactor(hessian, size);
  shared.set(hessian, made);
  return made;
}

function denseFactor(matrix: Float64Array, n: number): KktFactor {
  const moving = new Int32Array(n);
  let count = 0;
  let work = new Float64Array(0);
  const packed = new Float64Array(n);
  return {
    factor(barrier, floor) {
      count = 0;
      for (let j = 0; j < n; j++) if (barrier[j] !== Infinity) moving[count++] = j;
      if (work.length < count * count) work = new Float64Array(count * count);
      const done = factorLoaded(count, work, (memory, at) => {
        for (let a = 0; a < count; a++) {
          const i = moving[a]!;
          const from = i * n;
          const to = at + a * count;
          if (count === n) memory.set(matrix.subarray(from, from + i + 1), to);
          else for (let b = 0; b <= a; b++) memory[to + b] = matrix[from + moving[b]!]!;
          memory[to + a] = memory[to + a]! + barrier[i]!;
        }
      });
      if (done < count) return false;
      for (let a = 0; a < count; a++) {
        const i = moving[a]!;
        if (!(work[a * count + a]! ** 2 > floor * (matrix[i * n + i]! + barrier[i]!))) return false;
      }
      return true;
    },
    solve(v) {
      for (let a = 0; a < count; a++) packed[a] = v[moving[a]!]!;
      choleskySolve(work, count, packed, packed);
      v.fill(0);
      for (let a = 0; a < count; a++) v[moving[a]!] = packed[a]!;
    },
  };
}

// (S + G G')^-1 = S^-1 - S^-1 G (I + G' S^-1 G)^-1 G' S^-1, S = diag(d + D), G G' = L F L'
function woodbury(hessian: FactorHessian, n: number): KktFactor {
  const { loadings, factor, diagonal } = hessian;
  const k = Math.round(loadings.length / n);
  const root = semidefiniteRoot(factor, k);
  const g = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < k; a++) {
      const value = loadings[i * k + a]!;
      if (value !== 0) for (let b = 0; b < k; b++) g[i * k + b] = g[i * k + b]! + value * root[a * k + b]!;
    }
  }
  const inverse = new Float64Array(n);
  const inner = new Float64Array(k * k);
  const small = new Float64Array(k);
  const correction = new Float64Array(k);
  return {
    factor(barrier, floor) {
      for (let i = 0; i < n; i++) {
        const value = diagonal[i]! + barrier[i]!;
        if (!(value > 0)) return false;
        inverse[i] = 1 / value;
      }
      inner.fill(0);
      // four variables at a time
      let i = 0;
      for (; i + 3 < n; i += 4) {
        const s0 = inverse[i]!,
          s1 = inverse[i + 1]!,
          s2 = inverse[i + 2]!,
          s3 = inverse[i + 3]!;
        const r0 = i * k,
          r1 = r0 + k,
          r2 = r1 + k,
          r3 = r2 + k;
        for (let a = 0; a < k; a++) {
          const v0 = s0 * g[r0 + a]!,
            v1 = s1 * g[r1 + a]!,
            v2 = s2 * g[r2 + a]!,
            v3 = s3 * g[r3 + a]!;
          const to = a * k;
          for (let b = 0; b <= a; b++) {
            inner[to + b] = inner[to + b]! + v0 * g[r0 + b]! + v1 * g[r1 + b]! + v2 * g[r2 + b]! + v3 * g[r3 + b]!;
          }
        }
      }
      for (; i < n; i++) {
        for (let a = 0; a < k; a++) {
          const value = inverse[i]! * g[i * k + a]!;
          for (let b = 0; b <= a; b++) inner[a * k + b] = inner[a * k + b]! + value * g[i * k + b]!;
        }
      }
      for (let a = 0; a < k; a++) inner[a * k + a] = inner[a * k + a]! + 1;
      return factorAbove(inner, k, floor);
    },
    solve(v) {
      small.fill(0);
      for (let i = 0; i < n; i++) {
        const value = v[i]! * inverse[i]!;
        v[i] = value;
        const row = i * k;
        if (value !== 0) for (let a = 0; a < k; a++) small[a] = small[a]! + value * g[row + a]!;
      }
      correction.set(small);
      choleskySolve(inner, k, correction, correction);
      for (let i = 0; i < n; i++) {
        const row = i * k;
        let sum = 0;
        for (let a = 0; a < k; a++) sum += g[row + a]! * correction[a]!;
        v[i] = v[i]! - inverse[i]! * sum;
      }
    },
  };
}

// R with R R' = F for a semidefinite F: Cholesky with diagonal pivoting, rows in their own order
function semidefiniteRoot(factor: Float64Array, k: number): Float64Array {
  const work = factor.slice();
  const root = new Float64Array(k * k);
  let largest = 0;
  for (let a = 0; a < k; a++) largest = Math.max(largest, work[a * k + a]!);
  for (let step = 0; step < k; step++) {
    let at = -1;
    let pivot = 1e-15 * largest;
    for (let a = 0; a < k; a++) {
      if (work[a * k + a]! > pivot) {
        pivot = work[a * k + a]!;
        at = a;
      }
    }
    if (at < 0) break;
    const scale = 1 / Math.sqrt(pivot);
    for (let a = 0; a < k; a++) root[a * k + step] = work[a * k + at]! * scale;
    for (let a = 0; a < k; a++) {
      const value = root[a * k + step]!;
      for (let b = 0; b < k; b++) work[a * k + b] = work[a * k + b]! - value * root[b * k + step]!;
    }
    work[at * k + at] = 0;
  }
  return root;
}

// Cholesky in place; false where a pivot is not above `floor` times its diagonal entry
function factorAbove(matrix: Float64Array, size: number, floor: number): boolean {
  const least = new Float64Array(size);
  for (let i = 0; i < size; i++) least[i] = floor * matrix[i * size + i]!;
  if (choleskyFactor(matrix, size, matrix) < size) return false;
  for (let i = 0; i < size; i++) if (!(matrix[i * size + i]! ** 2 > least[i]!)) return false;
  return true;
}
