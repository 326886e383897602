const panel = 48;

/**
 * Cholesky factor in place: the lower triangle of the n x n row-major `a` becomes L. Returns false at the first pivot
 * that is not above `floor` times its diagonal entry.
 *
 * Right-looking by panels; the trailing update runs on 4 x 4 register tiles over packed slivers (Goto & van de Geijn
 * 2008), which is what keeps plain JavaScript from waiting for memory.
 */
export function blockedCholesky(a: Float64Array, n: number, floor: number, workspace?: Float64Array): boolean {
  const needed = (n + 4) * panel;
  const pack = workspace !== undefined && workspace.length >= needed ? workspace : new Float64Array(needed);
  const least = new Float64Array(n);
  for (let i = 0; i < n; i++) least[i] = floor * a[i * n + i]!;
  for (let from = 0; from < n; from += panel) {
    const to = Math.min(n, from + panel);
    if (!factorDiagonal(a, n, from, to, least)) return false;
    if (to === n) break;
    solvePanel(a, n, from, to);
    packPanel(a, n, from, to, pack);
    updateTrailing(a, n, from, to, pack);
  }
  return true;
}

function factorDiagonal(a: Float64Array, n: number, from: number, to: number, least: Float64Array): boolean {
  for (let j = from; j < to; j++) {
    const own = j * n;
    let pivot = a[own + j]!;
    for (let k = from; k < j; k++) pivot -= a[own + k]! * a[own + k]!;
    if (!(pivot > least[j]!)) return false;
    const root = Math.sqrt(pivot);
    a[own + j] = root;
    for (let i = j + 1; i < to; i++) {
      const row = i * n;
      let sum = a[row + j]!;
      for (let k = from; k < j; k++) sum -= a[row + k]! * a[own + k]!;
      a[row + j] = sum / root;
    }
  }
  return true;
}

function solvePanel(a: Float64Array, n: number, from: number, to: number): void {
  let i = to;
  for (; i + 3 < n; i += 4) {
    const r0 = i * n,
      r1 = r0 + n,
      r2 = r1 + n,
      r3 = r2 + n;
    for (let j = from; j < to; j++) {
      const own = j * n;
      let c0 = a[r0 + j]!,
        c1 = a[r1 + j]!,
        c2 = a[r2 + j]!,
        c3 = a[r3 + j]!;
      for (let k = from; k < j; k++) {
        const b = a[own + k]!;
        c0 -= a[r0 + k]! * b;
        c1 -= a[r1 + k]! * b;
        c2 -= a[r2 + k]! * b;
        c3 -= a[r3 + k]! * b;
      }
      const inverse = 1 / a[own + j]!;
      a[r0 + j] = c0 * inverse;
      a[r1 + j] = c1 * inverse;
      a[r2 + j] = c2 * inverse;
      a[r3 + j] = c3 * inverse;
    }
  }
  for (; i < n; i++) {
    const row = i * n;
    for (let j = from; j < to; j++) {
      const own = j * n;
      let sum = a[row + j]!;
      for (let k = from; k < j; k++) sum -= a[row + k]! * a[own + k]!;
      a[row + j] = sum / a[own + j]!;
    }
  }
}

// slivers of four rows, column by column, padded with zeros
function packPanel(a: Float64Array, n: number, from: number, to: number, pack: Float64Array): void {
  const width = to - from;
  for (let i = to, base = 0; i < n; i += 4, base += 4 * width) {
    for (let x = 0; x < 4; x++) {
      const row = (i + x) * n + from;
      for (let k = 0; k < width; k++) pack[base + 4 * k + x] = i + x < n ? a[row + k]! : 0;
    }
  }
}

function updateTrailing(a: Float64Array, n: number, from: number, to: number, pack: Float64Array): void {
  const sliver = 4 * (to - from);
  const spill = new Float64Array(16);
  for (let i = to, left = 0; i < n; i += 4, left += sliver) {
    for (let j = to, right = 0; j <= i; j += 4, right += sliver) {
      let p = left,
        q = right;
      const end = p + sliver;
      let c00 = 0,
        c01 = 0,
        c02 = 0,
        c03 = 0,
        c10 = 0,
        c11 = 0,
        c12 = 0,
        c13 = 0;
      let c20 = 0,
        c21 = 0,
        c22 = 0,
        c23 = 0,
        c30 = 0,
        c31 = 0,
        c32 = 0,
        c33 = 0;
      for (; p < end; p += 4, q += 4) {
        const b0 = pack[q]!,
          b1 = pack[q + 1]!,
          b2 = pack[q + 2]!,
          b3 = pack[q + 3]!;
        let x = pack[p]!;
        c00 += x * b0;
        c01 += x * b1;
        c02 += x * b2;
        c03 += x * b3;
        x = pack[p + 1]!;
        c10 += x * b0;
        c11 += x * b1;
        c12 += x * b2;
        c13 += x * b3;
        x = pack[p + 2]!;
        c20 += x * b0;
        c21 += x * b1;
        c22 += x * b2;
        c23 += x * b3;
        x = pack[p + 3]!;
        c30 += x * b0;
        c31 += x * b1;
        c32 += x * b2;
        c33 += x * b3;
      }
      if (i + 3 < n) {
        let r = i * n + j;
        a[r] = a[r]! - c00;
        a[r + 1] = a[r + 1]! - c01;
        a[r + 2] = a[r + 2]! - c02;
        a[r + 3] = a[r + 3]! - c03;
        r += n;
        a[r] = a[r]! - c10;
        a[r + 1] = a[r + 1]! - c11;
        a[r + 2] = a[r + 2]! - c12;
        a[r + 3] = a[r + 3]! - c13;
        r += n;
        a[r] = a[r]! - c20;
        a[r + 1] = a[r + 1]! - c21;
        a[r + 2] = a[r + 2]! - c22;
        a[r + 3] = a[r + 3]! - c23;
        r += n;
        a[r] = a[r]! - c30;
        a[r + 1] = a[r + 1]! - c31;
        a[r + 2] = a[r + 2]! - c32;
        a[r + 3] = a[r + 3]! - c33;
        continue;
      }
      spill.set([c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33]);
      for (let x = 0; x < 4 && i + x < n; x++) {
        for (let y = 0; y < 4 && j + y < n; y++) a[(i + x) * n + j + y] = a[(i + x) * n + j + y]! - spill[4 * x + y]!;
      }
    }
  }
}

/** Solves L L' v = v in place. */
export function choleskySubstitute(a: Float64Array, n: number, v: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let p = 0,
      q = 0;
    let k = 0;
    for (; k + 1 < i; k += 2) {
      p += a[row + k]! * v[k]!;
      q += a[row + k + 1]! * v[k + 1]!;
    }
    if (k < i) p += a[row + k]! * v[k]!;
    v[i] = (v[i]! - p - q) / a[row + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const value = v[i]! / a[row + i]!;
    v[i] = value;
    if (value !== 0) for (let k = 0; k < i; k++) v[k] = v[k]! - value * a[row + k]!;
  }
}
