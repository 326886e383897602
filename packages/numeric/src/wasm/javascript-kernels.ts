import { KC, type Kernels, MC, NC, PACKED_A, PACKED_B } from "./kernels.ts";

/** The kernels in plain JavaScript over one Float64Array, loop for loop those of assembly/kernels.ts. */
export function javascriptKernels(memory: Float64Array): Kernels {
  const integers = new Int32Array(memory.buffer);

  /** Writes slivers of four lanes, step after step, padding the last with zeros. */
  function pack(from: number, laneStride: number, stepStride: number, lanes: number, steps: number, to: number): void {
    let at = to;
    for (let lane = 0; lane < lanes; lane += 4) {
      const first = from + lane * laneStride;
      const count = Math.min(4, lanes - lane);
      if (count === 4) {
        for (let s = 0; s < steps; s++) {
          const step = first + s * stepStride;
          memory[at] = memory[step]!;
          memory[at + 1] = memory[step + laneStride]!;
          memory[at + 2] = memory[step + 2 * laneStride]!;
          memory[at + 3] = memory[step + 3 * laneStride]!;
          at += 4;
        }
        continue;
      }
      for (let s = 0; s < steps; s++) {
        const step = first + s * stepStride;
        for (let l = 0; l < 4; l++) memory[at++] = l < count ? memory[step + l * laneStride]! : 0;
      }
    }
  }

  const overhang = new Float64Array(16);

  /** c (rows x columns of a 4 x 4 tile) += or -= a sliver times a sliver. */
  function tile(
    depth: number,
    aStart: number,
    bStart: number,
    c: number,
    cStride: number,
    subtract: boolean,
    rows: number,
    columns: number,
  ): void {
    let c00 = 0;
    let c01 = 0;
    let c02 = 0;
    let c03 = 0;
    let c10 = 0;
    let c11 = 0;
    let c12 = 0;
    let c13 = 0;
    let c20 = 0;
    let c21 = 0;
    let c22 = 0;
    let c23 = 0;
    let c30 = 0;
    let c31 = 0;
    let c32 = 0;
    let c33 = 0;
    let a = aStart;
    let b = bStart;
    for (let p = 0; p < depth; p++) {
      const b0 = memory[b]!;
      const b1 = memory[b + 1]!;
      const b2 = memory[b + 2]!;
      const b3 = memory[b + 3]!;
      const a0 = memory[a]!;
      c00 += a0 * b0;
      c01 += a0 * b1;
      c02 += a0 * b2;
      c03 += a0 * b3;
      const a1 = memory[a + 1]!;
      c10 += a1 * b0;
      c11 += a1 * b1;
      c12 += a1 * b2;
      c13 += a1 * b3;
      const a2 = memory[a + 2]!;
      c20 += a2 * b0;
      c21 += a2 * b1;
      c22 += a2 * b2;
      c23 += a2 * b3;
      const a3 = memory[a + 3]!;
      c30 += a3 * b0;
      c31 += a3 * b1;
      c32 += a3 * b2;
      c33 += a3 * b3;
      a += 4;
      b += 4;
    }
    const sign = subtract ? -1 : 1;
    if (rows === 4 && columns === 4) {
      let at = c;
      memory[at]! += sign * c00;
      memory[at + 1]! += sign * c01;
      memory[at + 2]! += sign * c02;
      memory[at + 3]! += sign * c03;
      at += cStride;
      memory[at]! += sign * c10;
      memory[at + 1]! += sign * c11;
      memory[at + 2]! += sign * c12;
      memory[at + 3]! += sign * c13;
      at += cStride;
      memory[at]! += sign * c20;
      memory[at + 1]! += sign * c21;
      memory[at + 2]! += sign * c22;
      memory[at + 3]! += sign * c23;
      at += cStride;
      memory[at]! += sign * c30;
      memory[at + 1]! += sign * c31;
      memory[at + 2]! += sign * c32;
      memory[at + 3]! += sign * c33;
      return;
    }
    overhang[0] = c00;
    overhang[1] = c01;
    overhang[2] = c02;
    overhang[3] = c03;
    overhang[4] = c10;
    overhang[5] = c11;
    overhang[6] = c12;
    overhang[7] = c13;
    overhang[8] = c20;
    overhang[9] = c21;
    overhang[10] = c22;
    overhang[11] = c23;
    overhang[12] = c30;
    overhang[13] = c31;
    overhang[14] = c32;
    overhang[15] = c33;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) memory[c + i * cStride + j]! += sign * overhang[i * 4 + j]!;
    }
  }

  /** y += A x for the small diagonal block. */
  function corner(n: number, a: number, stride: number, x: number, y: number): void {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = memory[a + i * stride + j]!;
        memory[y + i]! += entry * memory[x + j]!;
        if (j < i) memory[y + j]! += entry * memory[x + i]!;
      }
    }
  }

  /** `lower` says which factor or result is lower triangular. */
  function product(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bStep: number,
    bColumn: number,
    c: number,
    cStride: number,
    subtract: boolean,
    lower: "none" | "result" | "left",
  ): void {
    for (let pc = 0; pc < k; pc += KC) {
      const kc = Math.min(KC, k - pc);
      for (let jc = 0; jc < n; jc += NC) {
        const nc = Math.min(NC, n - jc);
        pack(b + pc * bStep + jc * bColumn, bColumn, bStep, nc, kc, PACKED_B);
        for (let ic = 0; ic < m; ic += MC) {
          const mc = Math.min(MC, m - ic);
          if (lower === "result" && ic + mc <= jc) continue;
          pack(a + ic * aRow + pc * aStep, aRow, aStep, mc, kc, PACKED_A);
          for (let j = 0; j < nc; j += 4) {
            for (let i = 0; i < mc; i += 4) {
              if (lower === "result" && ic + i + 3 < jc + j) continue;
              const depth = lower === "left" ? Math.min(kc, ic + i + 4 - pc) : kc;
              if (depth <= 0) continue;
              const at = c + (ic + i) * cStride + jc + j;
              const columns = Math.min(4, nc - j);
              tile(depth, PACKED_A + i * kc, PACKED_B + j * kc, at, cStride, subtract, Math.min(4, mc - i), columns);
            }
          }
        }
      }
    }
  }

  return {
    backend: "javascript",

    multiply(m, n, k, a, aRow, aStep, b, bStep, bColumn, c, cStride, subtract, lower) {
      product(m, n, k, a, aRow, aStep, b, bStep, bColumn, c, cStride, subtract, lower ? "result" : "none");
    },

    lowerTimes(m, n, l, b, c) {
      product(m, n, m, l, m, 1, b, n, 1, c, n, false, "left");
    },

    normals(count, state, scales, limits, out, doubtful) {
      let found = 0;
      for (let lane = 0; lane < 4; lane++) {
        let a = integers[2 * state + lane]!;
        let b = integers[2 * state + 4 + lane]!;
        let c = integers[2 * state + 8 + lane]!;
        let d = integers[2 * state + 12 + lane]!;
        for (let at = lane; at < count; at += 4) {
          const sum = (a + d) | 0;
          const word = (((sum << 7) | (sum >>> 25)) + a) | 0;
          const shifted = b << 9;
          c ^= a;
          d ^= b;
          b ^= c;
          a ^= d;
          c ^= shifted;
          d = (d << 11) | (d >>> 21);
          const strip = word & 255;
          // 24 signed bits and a half, off zero
          const place = (word >> 7) | 1;
          memory[out + at] = place * memory[scales + strip]!;
          if (Math.abs(place) >= integers[2 * limits + strip]!) {
            integers[2 * (doubtful + found)] = word;
            integers[2 * (doubtful + found) + 1] = at;
            found++;
          }
        }
        integers[2 * state + lane] = a;
        integers[2 * state + 4 + lane] = b;
        integers[2 * state + 8 + lane] = c;
        integers[2 * state + 12 + lane] = d;
      }
      // doubles above 0 are in the order of their upper halves, the indices
      memory.subarray(doubtful, doubtful + found).sort();
      return found;
    },

    differingBits(words, a, b) {
      let total = 0;
      for (let at = 0; at < 2 * words; at++) {
        let bits = integers[2 * a + at]! ^ integers[2 * b + at]!;
        bits -= (bits >>> 1) & 0x55555555;
        bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
        total += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      }
      return total;
    },

    solvePanel(m, n, b, bStride, l, lStride) {
      // sliver j holds rows 4j..4j+3 of L, which are the columns of L'
      pack(l, lStride, 1, n, n, PACKED_B);
      for (let i = 0; i < m; i += 4) {
        const rows = Math.min(4, m - i);
        for (let j = 0; j < n; j += 4) {
          const columns = Math.min(4, n - j);
          const target = b + i * bStride + j;
          // the solved columns of these rows lie packed in PACKED_A
          if (j > 0) tile(j, PACKED_A, PACKED_B + j * n, target, bStride, true, rows, columns);
          const below = l + j * lStride + j;
          for (let r = 0; r < 4; r++) {
            const row = target + r * bStride;
            for (let q = 0; q < columns; q++) {
              let value = 0;
              if (r < rows) {
                value = memory[row + q]!;
                for (let p = 0; p < q; p++) value -= memory[row + p]! * memory[below + q * lStride + p]!;
                value /= memory[below + q * lStride + q]!;
                memory[row + q] = value;
              }
              memory[PACKED_A + (j + q) * 4 + r] = value;
            }
          }
        }
      }
    },

    symmetricTimes(n, a, stride, x, y) {
      memory.fill(0, y, y + n);
      let i = 0;
      for (; i + 4 <= n; i += 4) {
        const r0 = a + i * stride;
        const r1 = r0 + stride;
        const r2 = r1 + stride;
        const r3 = r2 + stride;
        const x0 = memory[x + i]!;
        const x1 = memory[x + i + 1]!;
        const x2 = memory[x + i + 2]!;
        const x3 = memory[x + i + 3]!;
        let even0 = 0;
        let even1 = 0;
        let even2 = 0;
        let even3 = 0;
        let odd0 = 0;
        let odd1 = 0;
        let odd2 = 0;
        let odd3 = 0;
        for (let j = 0; j < i; j += 2) {
          const e0 = memory[r0 + j]!;
          const e1 = memory[r1 + j]!;
          const e2 = memory[r2 + j]!;
          const e3 = memory[r3 + j]!;
          const xe = memory[x + j]!;
          even0 += e0 * xe;
          even1 += e1 * xe;
          even2 += e2 * xe;
          even3 += e3 * xe;
          memory[y + j]! += e0 * x0 + e1 * x1 + (e2 * x2 + e3 * x3);
          const o0 = memory[r0 + j + 1]!;
          const o1 = memory[r1 + j + 1]!;
          const o2 = memory[r2 + j + 1]!;
          const o3 = memory[r3 + j + 1]!;
          const xo = memory[x + j + 1]!;
          odd0 += o0 * xo;
          odd1 += o1 * xo;
          odd2 += o2 * xo;
          odd3 += o3 * xo;
          memory[y + j + 1]! += o0 * x0 + o1 * x1 + (o2 * x2 + o3 * x3);
        }
        memory[y + i] = even0 + odd0;
        memory[y + i + 1] = even1 + odd1;
        memory[y + i + 2] = even2 + odd2;
        memory[y + i + 3] = even3 + odd3;
        corner(4, r0 + i, stride, x + i, y + i);
      }
      for (; i < n; i++) {
        const row = a + i * stride;
        const xi = memory[x + i]!;
        let sum = 0;
        for (let j = 0; j < i; j++) {
          const entry = memory[row + j]!;
          sum += entry * memory[x + j]!;
          memory[y + j]! += entry * xi;
        }
        memory[y + i] = sum + memory[row + i]! * xi;
      }
    },

    rowsTimes(m, n, a, stride, x, y) {
      const whole = n - (n % 4);
      for (let i = 0; i < m; i++) {
        const row = a + i * stride;
        let lane0 = 0;
        let lane1 = 0;
        let lane2 = 0;
        let lane3 = 0;
        let j = 0;
        for (; j < whole; j += 4) {
          lane0 += memory[row + j]! * memory[x + j]!;
          lane1 += memory[row + j + 1]! * memory[x + j + 1]!;
          lane2 += memory[row + j + 2]! * memory[x + j + 2]!;
          lane3 += memory[row + j + 3]! * memory[x + j + 3]!;
        }
        let tail = 0;
        for (; j < n; j++) tail += memory[row + j]! * memory[x + j]!;
        memory[y + i] = lane0 + lane2 + (lane1 + lane3) + tail;
      }
    },

    subtractRows(m, n, a, stride, x, y) {
      let i = 0;
      for (; i + 2 <= m; i += 2) {
        const r0 = a + i * stride;
        const r1 = r0 + stride;
        const x0 = memory[x + i]!;
        const x1 = memory[x + i + 1]!;
        for (let j = 0; j < n; j++) memory[y + j]! -= x0 * memory[r0 + j]! + x1 * memory[r1 + j]!;
      }
      if (i < m) {
        const row = a + i * stride;
        const xi = memory[x + i]!;
        for (let j = 0; j < n; j++) memory[y + j]! -= xi * memory[row + j]!;
      }
    },
  };
}
