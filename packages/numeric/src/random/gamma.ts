import { log } from "./elementary/log.ts";
import { pow } from "./elementary/pow.ts";

/** What the sampler draws from. */
interface Source {
  normal(): number;
  uniformOpen(): number;
}

/**
 * A gamma number of scale 1 by squeeze and rejection (Marsaglia & Tsang 2000, "A simple method for generating gamma
 * variables"); a shape below 1 is drawn at shape + 1 and multiplied by U^(1/shape).
 */
export function drawGamma(source: Source, shape: number): number {
  if (shape < 1) {
    const larger = drawGamma(source, shape + 1);
    // a tiny shape may underflow, and a gamma number is positive
    return Math.max(larger * pow(source.uniformOpen(), 1 / shape), Number.MIN_VALUE);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = source.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = source.uniformOpen();
    const square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * v;
    if (log(u) < 0.5 * square + d * (1 - v + log(v))) return d * v;
  }
}
