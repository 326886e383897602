/** `values` cut into rows of `width`. */
export function toRows(values: Float64Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);
}

/** `values` cut into square matrices of `size`. */
export function toMatrices(values: Float64Array, size: number): number[][][] {
  return Array.from({ length: values.length / (size * size) }, (_, k) =>
    toRows(values.subarray(k * size * size, (k + 1) * size * size), size),
  );
}

/** The blocks of `width` numbers of `values` in another order. */
export function permuteBlocks(values: Float64Array, width: number, order: readonly number[]): Float64Array {
  const result = new Float64Array(order.length * width);
  order.forEach((from, to) => result.set(values.subarray(from * width, (from + 1) * width), to * width));
  return result;
}
