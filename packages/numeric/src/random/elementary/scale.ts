/** 2^k for -1022 <= k <= 1023, built by doubling, which is exact. */
const powers: Float64Array = /* @__PURE__ */ (() => {
  const table = new Float64Array(2046);
  table[1022] = 1;
  for (let k = 1023; k < 2046; k++) table[k] = table[k - 1]! * 2;
  for (let k = 1021; k >= 0; k--) table[k] = table[k + 1]! / 2;
  return table;
})();

/** `x * 2^k` for x near 1 and k from -1100 to 1024, rounded once even where the result is subnormal. */
export function timesPowerOfTwo(x: number, k: number): number {
  if (k > 1023) return x * powers[2045]! * 2;
  if (k < -1021) return x * powers[k + 1000 + 1022]! * powers[22]!;
  return x * powers[k + 1022]!;
}
