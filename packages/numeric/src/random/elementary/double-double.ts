/**
 * Error-free sums and products (Dekker 1971, Knuth 1969): the value is returned, what rounding took is the second number.
 * Written without fused multiply-add, which engines may not use and JavaScript has not.
 */

/** What rounding took from `sum = a + b`. */
export function sumError(a: number, b: number, sum: number): number {
  const virtual = sum - a;
  return a - (sum - virtual) + (b - virtual);
}

const splitter = 134217729; // 2^27 + 1

/** What rounding took from `product = a * b`, for factors below 2^996 whose product is not subnormal. */
export function productError(a: number, b: number, product: number): number {
  const aBig = splitter * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = splitter * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
