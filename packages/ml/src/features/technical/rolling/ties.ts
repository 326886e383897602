/** Whether two numbers are equal up to rounding, as TA-Lib means it: computed prices that tie must not count as a move. */
export function tie(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-14 * (Math.abs(a) + Math.abs(b));
}
