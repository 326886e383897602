/** The largest sum: rounding must not reach 1. */
const MOST = 1 - 1e-9;

/**
 * Positive numbers with a sum below 1, from any numbers: e^u_i / (1 + sum of e^u_j) (multinomial logistic). `from` and
 * `count` say where they stand in both arrays.
 */
export function toShares(free: Float64Array, out: Float64Array, from: number, count: number): void {
  let top = 0;
  for (let i = from; i < from + count; i++) top = Math.max(top, free[i]!);
  let sum = Math.exp(-top);
  for (let i = from; i < from + count; i++) sum += Math.exp(free[i]! - top);
  for (let i = from; i < from + count; i++) out[i] = (MOST * Math.exp(free[i]! - top)) / sum;
}

/** The free numbers of shares; a share of 0, or a sum of 1, is moved inside by 1e-8. */
export function fromShares(shares: Float64Array, out: Float64Array, from: number, count: number): void {
  let rest = MOST;
  for (let i = from; i < from + count; i++) rest -= Math.max(shares[i]!, 1e-8);
  rest = Math.max(rest, 1e-8);
  for (let i = from; i < from + count; i++) out[i] = Math.log(Math.max(shares[i]!, 1e-8) / rest);
}

/** The derivative by free numbers from that by shares. */
export function pullBackShares(
  shares: Float64Array,
  byShare: Float64Array,
  byFree: Float64Array,
  from: number,
  count: number,
): void {
  let mean = 0;
  for (let i = from; i < from + count; i++) mean += (shares[i]! * byShare[i]!) / MOST;
  for (let i = from; i < from + count; i++) byFree[i] = shares[i]! * (byShare[i]! - mean);
}
