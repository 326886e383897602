/** Throws a `RangeError` when a flat array holds fewer than `needed` numbers. */
export function requireLength(name: string, array: { readonly length: number }, needed: number): void {
  if (array.length < needed) {
    throw new RangeError(`expected ${name} to hold at least ${needed} numbers, it holds ${array.length}`);
  }
}
