import { productError } from "../random/elementary/double-double.ts";
import { expOfSum } from "../random/elementary/exp.ts";

/** Chebyshev coefficients from scripts/reference/normal-tail.py. */
const coefficients: readonly number[] = [
  0.6177300168361769, -0.2851542100520654, 0.08079162008407426, -0.01597813796614723, 0.001232249661209281,
  0.0005360347035416817, -0.00027383091325208336, 6.737159002094401e-5, -9.126688139619657e-6, 1.1296850129043267e-7,
  2.1354149331593803e-7, -3.218671228434009e-8, -2.2991104340875014e-9, 1.1790545751585976e-9, -2.4347453508476862e-11,
  -3.661177178029473e-11, 2.738698134381691e-12, 1.1748962142783317e-12, -1.3170717946466529e-13,
  -4.1971366654688764e-14, 5.331431428432849e-15, 1.699239150055552e-15, -1.9455778921170972e-16,
  -7.616674620455241e-17, 5.959111765727009e-18, 3.614629719591812e-18, -9.432127783698333e-20,
];

/** (z + 2) exp(z^2/2) Phi(-z) for z >= 0 by Clenshaw's recurrence in t = (z - 5)/(z + 5). */
function scaledTail(z: number): number {
  const t = z === Infinity ? 1 : (z - 5) / (z + 5);
  let next = 0;
  let after = 0;
  for (let j = coefficients.length - 1; j > 0; j--) {
    const now = coefficients[j]! + 2 * t * next - after;
    after = next;
    next = now;
  }
  return coefficients[0]! + t * next - after;
}

/** Phi(-z), the upper tail of the standard normal for z >= 0, to about 1e-15 of itself down to 1e-308. */
export function normalUpperTail(z: number): number {
  if (!(z < 40)) return Number.isNaN(z) ? z : 0;
  const square = z * z;
  // the square needs its rounding error, or the tail would lose z^2 times that
  return (expOfSum(-0.5 * square, -0.5 * productError(z, z, square)) * scaledTail(z)) / (z + 2);
}
