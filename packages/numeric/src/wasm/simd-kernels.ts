import { kernelsBase64 } from "./kernels.generated.ts";
import type { Kernels } from "./kernels.ts";

type Numeric = (...operands: number[]) => void;

/** What the compiled module exports. */
interface SimdExports {
  readonly memory: WebAssembly.Memory;
  readonly multiply: Numeric;
  readonly normals: (...operands: number[]) => number;
  readonly differingBits: (...operands: number[]) => number;
  readonly solvePanel: Numeric;
  readonly symmetricTimes: Numeric;
  readonly rowsTimes: Numeric;
  readonly subtractRows: Numeric;
}

/** A memory of at least `bytes` bytes with the SIMD kernels over it. */
export function simdKernels(
  module: WebAssembly.Module,
  bytes: number,
): { readonly memory: WebAssembly.Memory; readonly kernels: Kernels } {
  const exports = new WebAssembly.Instance(module).exports as unknown as SimdExports;
  const { memory, multiply, normals, differingBits, solvePanel, symmetricTimes, rowsTimes, subtractRows } = exports;
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
  return {
    memory,
    kernels: {
      backend: "simd",
      multiply(m, n, k, a, aRow, aStep, b, bStep, bColumn, c, cStride, subtract, lower) {
        multiply(
          m,
          n,
          k,
          8 * a,
          8 * aRow,
          8 * aStep,
          8 * b,
          8 * bStep,
          8 * bColumn,
          8 * c,
          8 * cStride,
          subtract ? 1 : 0,
          lower ? 1 : 0,
        );
      },
      lowerTimes(m, n, l, b, c) {
        multiply(m, n, m, 8 * l, 8 * m, 8, 8 * b, 8 * n, 8, 8 * c, 8 * n, 0, 2);
      },
      normals(count, state, scales, limits, out, doubtful) {
        return normals(count, 8 * state, 8 * scales, 8 * limits, 8 * out, 8 * doubtful);
      },
      differingBits(words, a, b) {
        return differingBits(words, 8 * a, 8 * b);
      },
      solvePanel(m, n, b, bStride, l, lStride) {
        solvePanel(m, n, 8 * b, 8 * bStride, 8 * l, 8 * lStride);
      },
      symmetricTimes(n, a, stride, x, y) {
        symmetricTimes(n, 8 * a, 8 * stride, 8 * x, 8 * y);
      },
      rowsTimes(m, n, a, stride, x, y) {
        rowsTimes(m, n, 8 * a, 8 * stride, 8 * x, 8 * y);
      },
      subtractRows(m, n, a, stride, x, y) {
        subtractRows(m, n, 8 * a, 8 * stride, 8 * x, 8 * y);
      },
    },
  };
}

/** Compiles the embedded module; undefined where WebAssembly or its SIMD is missing or forbidden. */
export function compileSimdKernels(): WebAssembly.Module | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  const bytes = Uint8Array.from(atob(kernelsBase64), (letter) => letter.charCodeAt(0));
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    // an engine without SIMD, or a content security policy without wasm-unsafe-eval: `kernelBackend` tells
    return undefined;
  }
}
