// AssemblyScript, compiled by scripts/build-kernels.ts. Every sum runs in the order of src/wasm/javascript-kernels.ts, so
// that both give the same bits. Addresses and strides count bytes. Blocking after Goto & van de Geijn (2008).

const KC: i32 = 256; // depth of a packed panel
const MC: i32 = 48; // rows of a packed block of the left factor
const NC: i32 = 512; // columns of a packed block of the right factor
const TILE: usize = 64; // 16 doubles for tiles that overhang
const PACKED_A: usize = TILE + 128; // MC * KC doubles
const PACKED_B: usize = PACKED_A + 98304; // NC * KC doubles

/** Writes slivers of four lanes, step after step, padding the last with zeros. */
function pack(from: usize, laneStride: usize, stepStride: usize, lanes: i32, steps: i32, to: usize): void {
  let lane: i32 = 0;
  for (; lane + 4 <= lanes; lane += 4) {
    let p0 = from + <usize>lane * laneStride;
    if (laneStride == 8) {
      for (let s: i32 = 0; s < steps; s++) {
        v128.store(to, v128.load(p0));
        v128.store(to, v128.load(p0, 16), 16);
        to += 32;
        p0 += stepStride;
      }
    } else {
      let p1 = p0 + laneStride;
      let p2 = p1 + laneStride;
      let p3 = p2 + laneStride;
      for (let s: i32 = 0; s < steps; s++) {
        store<f64>(to, load<f64>(p0));
        store<f64>(to, load<f64>(p1), 8);
        store<f64>(to, load<f64>(p2), 16);
        store<f64>(to, load<f64>(p3), 24);
        to += 32;
        p0 += stepStride;
        p1 += stepStride;
        p2 += stepStride;
        p3 += stepStride;
      }
    }
  }
  if (lane < lanes) {
    for (let s: i32 = 0; s < steps; s++) {
      const step = from + <usize>s * stepStride;
      for (let l: i32 = 0; l < 4; l++) {
        store<f64>(to, lane + l < lanes ? load<f64>(step + <usize>(lane + l) * laneStride) : 0);
        to += 8;
      }
    }
  }
}

/** c (rows x columns of a 4 x 4 tile) += or -= a sliver times a sliver. */
function tile(depth: i32, a: usize, b: usize, c: usize, cStride: usize, subtract: i32, rows: i32, columns: i32): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  const end = a + ((<usize>depth) << 5);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load64_splat(a);
    c00 = f64x2.add(c00, f64x2.mul(a0, b0));
    c01 = f64x2.add(c01, f64x2.mul(a0, b1));
    const a1 = v128.load64_splat(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(a1, b0));
    c11 = f64x2.add(c11, f64x2.mul(a1, b1));
    const a2 = v128.load64_splat(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(a2, b0));
    c21 = f64x2.add(c21, f64x2.mul(a2, b1));
    const a3 = v128.load64_splat(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(a3, b0));
    c31 = f64x2.add(c31, f64x2.mul(a3, b1));
    a += 32;
    b += 32;
  }
  if (subtract) {
    c00 = f64x2.neg(c00);
    c01 = f64x2.neg(c01);
    c10 = f64x2.neg(c10);
    c11 = f64x2.neg(c11);
    c20 = f64x2.neg(c20);
    c21 = f64x2.neg(c21);
    c30 = f64x2.neg(c30);
    c31 = f64x2.neg(c31);
  }
  if (rows == 4 && columns == 4) {
    v128.store(c, f64x2.add(v128.load(c), c00));
    v128.store(c, f64x2.add(v128.load(c, 16), c01), 16);
    c += cStride;
    v128.store(c, f64x2.add(v128.load(c), c10));
    v128.store(c, f64x2.add(v128.load(c, 16), c11), 16);
    c += cStride;
    v128.store(c, f64x2.add(v128.load(c), c20));
    v128.store(c, f64x2.add(v128.load(c, 16), c21), 16);
    c += cStride;
    v128.store(c, f64x2.add(v128.load(c), c30));
    v128.store(c, f64x2.add(v128.load(c, 16), c31), 16);
    return;
  }
  v128.store(TILE, c00);
  v128.store(TILE, c01, 16);
  v128.store(TILE, c10, 32);
  v128.store(TILE, c11, 48);
  v128.store(TILE, c20, 64);
  v128.store(TILE, c21, 80);
  v128.store(TILE, c30, 96);
  v128.store(TILE, c31, 112);
  for (let i: i32 = 0; i < rows; i++) {
    for (let j: i32 = 0; j < columns; j++) {
      const at = c + <usize>i * cStride + ((<usize>j) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(TILE + <usize>(i * 32 + j * 8)));
    }
  }
}

/**
 * C += or -= A B; with `lower` 1 tiles wholly above the diagonal of C are left out, with 2 those of A, which is lower
 * triangular.
 */
export function multiply(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cStride: usize,
  subtract: i32,
  lower: i32,
): void {
  for (let pc: i32 = 0; pc < k; pc += KC) {
    const kc = min(KC, k - pc);
    const slice = (<usize>kc) << 5;
    for (let jc: i32 = 0; jc < n; jc += NC) {
      const nc = min(NC, n - jc);
      pack(b + <usize>pc * bStep + <usize>jc * bColumn, bColumn, bStep, nc, kc, PACKED_B);
      for (let ic: i32 = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic);
        if (lower == 1 && ic + mc <= jc) continue;
        pack(a + <usize>ic * aRow + <usize>pc * aStep, aRow, aStep, mc, kc, PACKED_A);
        for (let j: i32 = 0; j < nc; j += 4) {
          const sliver = PACKED_B + <usize>(j >> 2) * slice;
          for (let i: i32 = 0; i < mc; i += 4) {
            if (lower == 1 && ic + i + 3 < jc + j) continue;
            const depth = lower == 2 ? min(kc, ic + i + 4 - pc) : kc;
            if (depth <= 0) continue;
            const corner = c + <usize>(ic + i) * cStride + ((<usize>(jc + j)) << 3);
            tile(
              depth,
              PACKED_A + <usize>(i >> 2) * slice,
              sliver,
              corner,
              cStride,
              subtract,
              min(4, mc - i),
              min(4, nc - j),
            );
          }
        }
      }
    }
  }
}

/** X L' = B in place for B of m rows and n <= MC columns; L is lower triangular. */
export function solvePanel(m: i32, n: i32, b: usize, bStride: usize, l: usize, lStride: usize): void {
  // sliver j holds rows 4j..4j+3 of L, which are the columns of L'
  pack(l, lStride, 8, n, n, PACKED_B);
  const slice = (<usize>n) << 5;
  for (let i: i32 = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    const block = b + <usize>i * bStride;
    for (let j: i32 = 0; j < n; j += 4) {
      const columns = min(4, n - j);
      const target = block + ((<usize>j) << 3);
      // the solved columns of these rows lie packed in PACKED_A
      if (j > 0) tile(j, PACKED_A, PACKED_B + <usize>(j >> 2) * slice, target, bStride, 1, rows, columns);
      const corner = l + <usize>j * lStride + ((<usize>j) << 3);
      for (let r: i32 = 0; r < 4; r++) {
        const row = target + <usize>r * bStride;
        for (let q: i32 = 0; q < columns; q++) {
          let value: f64 = 0;
          if (r < rows) {
            const below = corner + <usize>q * lStride;
            value = load<f64>(row + ((<usize>q) << 3));
            for (let p: i32 = 0; p < q; p++)
              value -= load<f64>(row + ((<usize>p) << 3)) * load<f64>(below + ((<usize>p) << 3));
            value /= load<f64>(below + ((<usize>q) << 3));
            store<f64>(row + ((<usize>q) << 3), value);
          }
          store<f64>(PACKED_A + ((<usize>(j + q)) << 5) + ((<usize>r) << 3), value);
        }
      }
    }
  }
}

/** y = A x for a symmetric A of which the lower triangle is stored; four rows at a time. */
export function symmetricTimes(n: i32, a: usize, stride: usize, x: usize, y: usize): void {
  for (let i: i32 = 0; i < n; i++) store<f64>(y + ((<usize>i) << 3), 0);
  let i: i32 = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 3;
    let r0 = a + <usize>i * stride;
    let r1 = r0 + stride;
    let r2 = r1 + stride;
    let r3 = r2 + stride;
    const x0 = v128.load64_splat(x + at);
    const x1 = v128.load64_splat(x + at, 8);
    const x2 = v128.load64_splat(x + at, 16);
    const x3 = v128.load64_splat(x + at, 24);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    // i is a multiple of four, so pairs leave nothing over
    for (let j: usize = 0; j < at; j += 16) {
      const a0 = v128.load(r0 + j);
      const a1 = v128.load(r1 + j);
      const a2 = v128.load(r2 + j);
      const a3 = v128.load(r3 + j);
      const xj = v128.load(x + j);
      s0 = f64x2.add(s0, f64x2.mul(a0, xj));
      s1 = f64x2.add(s1, f64x2.mul(a1, xj));
      s2 = f64x2.add(s2, f64x2.mul(a2, xj));
      s3 = f64x2.add(s3, f64x2.mul(a3, xj));
      const left = f64x2.add(f64x2.mul(a0, x0), f64x2.mul(a1, x1));
      const right = f64x2.add(f64x2.mul(a2, x2), f64x2.mul(a3, x3));
      v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.add(left, right)));
    }
    store<f64>(y + at, f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1));
    store<f64>(y + at, f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1), 8);
    store<f64>(y + at, f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1), 16);
    store<f64>(y + at, f64x2.extract_lane(s3, 0) + f64x2.extract_lane(s3, 1), 24);
    corner(4, r0 + at, stride, x + at, y + at);
  }
  for (; i < n; i++) {
    const row = a + <usize>i * stride;
    const xi = load<f64>(x + ((<usize>i) << 3));
    let sum: f64 = 0;
    for (let j: i32 = 0; j < i; j++) {
      const entry = load<f64>(row + ((<usize>j) << 3));
      sum += entry * load<f64>(x + ((<usize>j) << 3));
      store<f64>(y + ((<usize>j) << 3), load<f64>(y + ((<usize>j) << 3)) + entry * xi);
    }
    store<f64>(y + ((<usize>i) << 3), sum + load<f64>(row + ((<usize>i) << 3)) * xi);
  }
}

/** y += A x for the small diagonal block. */
function corner(n: i32, a: usize, stride: usize, x: usize, y: usize): void {
  for (let i: i32 = 0; i < n; i++) {
    for (let j: i32 = 0; j <= i; j++) {
      const entry = load<f64>(a + <usize>i * stride + ((<usize>j) << 3));
      store<f64>(y + ((<usize>i) << 3), load<f64>(y + ((<usize>i) << 3)) + entry * load<f64>(x + ((<usize>j) << 3)));
      if (j < i)
        store<f64>(y + ((<usize>j) << 3), load<f64>(y + ((<usize>j) << 3)) + entry * load<f64>(x + ((<usize>i) << 3)));
    }
  }
}

/** y[i] = row i of A times x, in the four lanes of `dot`. */
export function rowsTimes(m: i32, n: i32, a: usize, stride: usize, x: usize, y: usize): void {
  const whole = (<usize>(n & ~3)) << 3;
  for (let i: i32 = 0; i < m; i++) {
    const row = a + <usize>i * stride;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let j: usize = 0;
    for (; j < whole; j += 32) {
      s0 = f64x2.add(s0, f64x2.mul(v128.load(row + j), v128.load(x + j)));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(row + j, 16), v128.load(x + j, 16)));
    }
    let tail: f64 = 0;
    for (; j < (<usize>n) << 3; j += 8) tail += load<f64>(row + j) * load<f64>(x + j);
    const both = f64x2.add(s0, s1);
    store<f64>(y + ((<usize>i) << 3), f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1) + tail);
  }
}

/** y -= sum of x[i] times row i of A, two rows at a time. */
export function subtractRows(m: i32, n: i32, a: usize, stride: usize, x: usize, y: usize): void {
  const pairs = (<usize>(n & ~1)) << 3;
  let i: i32 = 0;
  for (; i + 2 <= m; i += 2) {
    const r0 = a + <usize>i * stride;
    const r1 = r0 + stride;
    const x0 = load<f64>(x + ((<usize>i) << 3));
    const x1 = load<f64>(x + ((<usize>i) << 3), 8);
    const v0 = f64x2.splat(x0);
    const v1 = f64x2.splat(x1);
    let j: usize = 0;
    for (; j < pairs; j += 16) {
      const sum = f64x2.add(f64x2.mul(v0, v128.load(r0 + j)), f64x2.mul(v1, v128.load(r1 + j)));
      v128.store(y + j, f64x2.sub(v128.load(y + j), sum));
    }
    if (j < (<usize>n) << 3) store<f64>(y + j, load<f64>(y + j) - (x0 * load<f64>(r0 + j) + x1 * load<f64>(r1 + j)));
  }
  if (i < m) {
    const row = a + <usize>i * stride;
    const xi = load<f64>(x + ((<usize>i) << 3));
    for (let j: usize = 0; j < (<usize>n) << 3; j += 8) store<f64>(y + j, load<f64>(y + j) - xi * load<f64>(row + j));
  }
}

/**
 * Normals by the ziggurat, four generators side by side, `count` a multiple of four. Where a strip alone doesn't decide, the
 * word and the place go to `doubtful`, eight bytes each; returns their number.
 */
export function normals(count: i32, state: usize, scales: usize, limits: usize, out: usize, doubtful: usize): i32 {
  let a = v128.load(state);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let d = v128.load(state, 48);
  const first = doubtful;
  for (let at: i32 = 0; at < count; at += 4) {
    const sum = i32x4.add(a, d);
    const word = i32x4.add(v128.or(i32x4.shl(sum, 7), i32x4.shr_u(sum, 25)), a);
    const shifted = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, shifted);
    d = v128.or(i32x4.shl(d, 11), i32x4.shr_u(d, 21));
    const place = v128.or(i32x4.shr_s(word, 7), i32x4.splat(1));
    const strips = v128.and(word, i32x4.splat(255));
    const s0 = <usize>i32x4.extract_lane(strips, 0);
    const s1 = <usize>i32x4.extract_lane(strips, 1);
    const s2 = <usize>i32x4.extract_lane(strips, 2);
    const s3 = <usize>i32x4.extract_lane(strips, 3);
    let low = v128.load64_zero(scales + (s0 << 3));
    low = v128.load64_lane(scales + (s1 << 3), low, 1);
    let high = v128.load64_zero(scales + (s2 << 3));
    high = v128.load64_lane(scales + (s3 << 3), high, 1);
    v128.store(out, f64x2.mul(f64x2.convert_low_i32x4_s(place), low));
    v128.store(out, f64x2.mul(f64x2.convert_low_i32x4_s(i64x2.splat(i64x2.extract_lane(place, 1))), high), 16);
    out += 32;
    let limit = v128.load32_zero(limits + (s0 << 2));
    limit = v128.load32_lane(limits + (s1 << 2), limit, 1);
    limit = v128.load32_lane(limits + (s2 << 2), limit, 2);
    limit = v128.load32_lane(limits + (s3 << 2), limit, 3);
    const beyond = i32x4.bitmask(i32x4.ge_s(i32x4.abs(place), limit));
    if (beyond) {
      v128.store(TILE, word);
      for (let lane: i32 = 0; lane < 4; lane++) {
        if (beyond & (1 << lane)) {
          store<i32>(doubtful, load<i32>(TILE + ((<usize>lane) << 2)));
          store<i32>(doubtful, at + lane, 4);
          doubtful += 8;
        }
      }
    }
  }
  v128.store(state, a);
  v128.store(state, b, 16);
  v128.store(state, c, 32);
  v128.store(state, d, 48);
  return <i32>((doubtful - first) >> 3);
}

/** How many bits differ between two blocks of 64-bit words. */
export function differingBits(words: i32, a: usize, b: usize): i32 {
  let total: i64 = 0;
  const end = a + ((<usize>words) << 3);
  for (; a < end; a += 8, b += 8) total += popcnt(load<i64>(a) ^ load<i64>(b));
  return <i32>total;
}
