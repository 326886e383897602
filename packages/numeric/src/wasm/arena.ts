import { javascriptKernels } from "./javascript-kernels.ts";
import { type KernelBackend, type Kernels, RESERVED } from "./kernels.ts";
import { compileSimdKernels, simdKernels } from "./simd-kernels.ts";

/** One memory with kernels over it. Operands are laid out from `start` on. */
export interface Arena {
  readonly memory: Float64Array;
  readonly kernels: Kernels;
  /** First double that is free for operands. */
  readonly start: number;
}

/** An arena above this many doubles (128 MB) is given back after use instead of being kept. */
const KEPT = 2 ** 24;
/** Room to begin with (16 MB), enough for three 800 x 800 matrices. */
const INITIAL = 2 ** 21;

let module: WebAssembly.Module | undefined;
let looked = false;
let kept: Arena | undefined;

function simdModule(): WebAssembly.Module | undefined {
  if (!looked) {
    looked = true;
    module = compileSimdKernels();
  }
  return module;
}

/** Creates an arena with room for `doubles`, on a backend that must be to be had. */
export function createArena(backend: KernelBackend, doubles: number): Arena {
  const total = RESERVED + doubles;
  if (backend === "javascript") {
    const memory = new Float64Array(total);
    return { memory, kernels: javascriptKernels(memory), start: RESERVED };
  }
  const compiled = simdModule();
  if (compiled === undefined) throw new RangeError("SIMD kernels are not to be had in this engine");
  const { memory, kernels } = simdKernels(compiled, 8 * total);
  return { memory: new Float64Array(memory.buffer), kernels, start: RESERVED };
}

/**
 * Which kernels run in this engine: `"simd"` (WebAssembly) or `"javascript"`. Both give the same bits.
 *
 * @example
 * ```ts
 * import { kernelBackend } from "@plimsoll/numeric";
 *
 * console.log(["simd", "javascript"].includes(kernelBackend())); // true
 * ```
 */
export function kernelBackend(): KernelBackend {
  return simdModule() === undefined ? "javascript" : "simd";
}

/** The arena of this engine with room for `doubles`; what it holds is garbage. Valid until the next call. */
export function arenaFor(doubles: number): Arena {
  if (kept !== undefined && kept.memory.length >= RESERVED + doubles) return kept;
  const arena = createArena(kernelBackend(), Math.max(doubles, INITIAL));
  kept = arena.memory.length <= KEPT ? arena : undefined;
  return arena;
}
