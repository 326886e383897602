/**
 * Eigenvalues of a symmetric tridiagonal matrix by QL with implicit Wilkinson shifts (Dubrulle, Martin & Wilkinson 1968),
 * with the rotations applied to the rows of `vectors`.
 *
 * On entry `diagonal` holds the diagonal and `offDiagonal[i]` couples i and i + 1 (`offDiagonal[size - 1]` is scratch);
 * on return `diagonal` holds the eigenvalues, unsorted. `vectors` has `size` rows of `width` numbers, `stride` apart: start
 * it as the identity to get eigenvectors as rows. Returns false when an eigenvalue has not converged, as NaN input does.
 */
export function tridiagonalQl(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  size: number,
  vectors: Float64Array,
  width: number,
  stride: number = width,
  start = 0,
  vectorStart = 0,
): boolean {
  const end = start + size - 1;
  offDiagonal[end] = 0;
  for (let low = start; low <= end; low++) {
    for (let sweep = 0; ; sweep++) {
      let high = low;
      while (high < end) {
        const scale = Math.abs(diagonal[high]!) + Math.abs(diagonal[high + 1]!);
        if (Math.abs(offDiagonal[high]!) <= Number.EPSILON * scale) break;
        high++;
      }
      if (high === low) break;
      if (sweep === 60) return false;
      const half = (diagonal[low + 1]! - diagonal[low]!) / (2 * offDiagonal[low]!);
      const root = Math.sqrt(half * half + 1);
      let g = diagonal[high]! - diagonal[low]! + offDiagonal[low]! / (half < 0 ? half - root : half + root);
      let sine = 1;
      let cosine = 1;
      let shift = 0;
      let vanished = false;
      for (let i = high - 1; i >= low; i--) {
        const f = sine * offDiagonal[i]!;
        const b = cosine * offDiagonal[i]!;
        const radius = Math.sqrt(f * f + g * g);
        offDiagonal[i + 1] = radius;
        if (radius === 0) {
          // the bulge underflowed: deflate here and look again
          diagonal[i + 1]! -= shift;
          offDiagonal[high] = 0;
          vanished = true;
          break;
        }
        sine = f / radius;
        cosine = g / radius;
        const shifted = diagonal[i + 1]! - shift;
        const turn = (diagonal[i]! - shifted) * sine + 2 * cosine * b;
        shift = sine * turn;
        diagonal[i + 1] = shifted + shift;
        g = cosine * turn - b;
        rotateRows(vectors, vectorStart + (i - start) * stride, stride, width, cosine, sine);
      }
      if (vanished) continue;
      diagonal[low]! -= shift;
      offDiagonal[low] = g;
      offDiagonal[high] = 0;
    }
  }
  return true;
}

function rotateRows(
  rows: Float64Array,
  first: number,
  stride: number,
  width: number,
  cosine: number,
  sine: number,
): void {
  const second = first + stride;
  for (let k = 0; k < width; k++) {
    const upper = rows[first + k]!;
    const below = rows[second + k]!;
    rows[second + k] = sine * upper + cosine * below;
    rows[first + k] = cosine * upper - sine * below;
  }
}
