import { log } from "../random/elementary/log.ts";

/**
 * Quantile of the standard normal for a lower tail `p` and the upper tail 1 - p: whichever is smaller must be exact.
 *
 * Algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37, 477-484): about 1 part in 10^16.
 */
export function standardNormalQuantile(p: number, upperTail: number = 1 - p): number {
  const q = p <= upperTail ? p - 0.5 : 0.5 - upperTail;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * centreNumerator(r)) / centreDenominator(r);
  }
  const tail = q < 0 ? p : upperTail;
  if (!(tail > 0)) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : Number.NaN;
  const depth = Math.sqrt(-log(tail));
  const value = depth <= 5 ? middle(depth - 1.6) : far(depth - 5);
  return q < 0 ? -value : value;
}

function centreNumerator(r: number): number {
  const upper = 67265.7709270087 + r * (33430.57558358813 + r * 2509.0809287301227);
  const lower = 1971.5909503065513 + r * (13731.69376550946 + r * (45921.95393154987 + r * upper));
  return 3.3871328727963665 + r * (133.14166789178438 + r * lower);
}

function centreDenominator(r: number): number {
  const upper = 39307.89580009271 + r * (28729.085735721943 + r * 5226.495278852854);
  const lower = 687.1870074920579 + r * (5394.196021424751 + r * (21213.794301586597 + r * upper));
  return 1 + r * (42.31333070160091 + r * lower);
}

function middle(r: number): number {
  const upper = 1.2704582524523684 + r * (0.2417807251774506 + r * (0.022723844989269184 + r * 0.0007745450142783414));
  const top =
    1.4234371107496835 + r * (4.630337846156546 + r * (5.769497221460691 + r * (3.6478483247632045 + r * upper)));
  const lower =
    0.14810397642748008 + r * (0.015198666563616457 + r * (0.0005475938084995345 + r * 1.0507500716444169e-9));
  return top / (1 + r * (2.053191626637759 + r * (1.6763848301838038 + r * (0.6897673349851 + r * lower))));
}

function far(r: number): number {
  const upper =
    0.026532189526576124 + r * (0.0012426609473880784 + r * (2.7115555687434876e-5 + r * 2.0103343992922881e-7));
  const top =
    6.657904643501103 + r * (5.463784911164114 + r * (1.7848265399172913 + r * (0.29656057182850487 + r * upper)));
  const lower =
    0.0007868691311456133 + r * (1.8463183175100548e-5 + r * (1.421511758316446e-7 + r * 2.0442631033899397e-15));
  return top / (1 + r * (0.599832206555888 + r * (0.1369298809227358 + r * (0.014875361290850615 + r * lower))));
}
