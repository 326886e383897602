/** Throws a `RangeError` when a flat array holds fewer than `needed` numbers. */
export function requireLength(name: string, array: { readonly length: number }, needed: number): void {
  if (array.length < needed) {
    throw new RangeError(`expected ${name} to hold at least ${needed} numbers, it holds ${array.length}`);
  }
}

/** Throws a `RangeError` when a dimension is not a non-negative integer. */
export function requireDimension(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`expected ${name} to be a non-negative integer, was ${value}`);
  }
}
