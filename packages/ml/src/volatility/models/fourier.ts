/** Bit-reversed order, and the turns of each stage side by side: those of blocks of 2 `half` start at `half`. */
interface Plan {
  readonly order: Uint32Array;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

// a few sizes come again and again
const plans = new Map<number, Plan>();

function planOf(size: number): Plan {
  const known = plans.get(size);
  if (known !== undefined) return known;
  const order = new Uint32Array(size);
  for (let i = 1; i < size; i++) order[i] = (order[i >> 1]! >> 1) | (i & 1 ? size >> 1 : 0);
  const cosines = new Float64Array(size);
  const sines = new Float64Array(size);
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      cosines[half + k] = Math.cos((Math.PI * k) / half);
      sines[half + k] = -Math.sin((Math.PI * k) / half);
    }
  }
  const plan = { order, cosines, sines };
  plans.set(size, plan);
  return plan;
}

/** The discrete Fourier transform in place, a power of 2 long (Cooley & Tukey 1965). Its inverse swaps the two arrays and divides. */
export function fourierTransform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  const { order, cosines, sines } = planOf(size);
  for (let i = 0; i < size; i++) {
    const j = order[i]!;
    if (j <= i) continue;
    const r = real[i]!;
    const m = imaginary[i]!;
    real[i] = real[j]!;
    imaginary[i] = imaginary[j]!;
    real[j] = r;
    imaginary[j] = m;
  }
  for (let a = 0; a + 1 < size; a += 2) {
    const r = real[a + 1]!;
    const m = imaginary[a + 1]!;
    real[a + 1] = real[a]! - r;
    imaginary[a + 1] = imaginary[a]! - m;
    real[a]! += r;
    imaginary[a]! += m;
  }
  for (let half = 2; half < size; half *= 2) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const c = cosines[half + k]!;
        const s = sines[half + k]!;
        const a = start + k;
        const b = a + half;
        const r = real[b]! * c - imaginary[b]! * s;
        const m = real[b]! * s + imaginary[b]! * c;
        real[b] = real[a]! - r;
        imaginary[b] = imaginary[a]! - m;
        real[a]! += r;
        imaginary[a]! += m;
      }
    }
  }
}

/** The least power of 2 from `length` on. */
export function transformSize(length: number): number {
  let size = 1;
  while (size < length) size *= 2;
  return size;
}
