import { type Domains, IN, NEGATIVE, OUT, POSITIVE, UNDECIDED } from "./program.ts";

/** max of r x - 1/2 d x^2 over low <= x <= high; -Infinity where that is empty. */
export function intervalGain(r: number, d: number, low: number, high: number): number {
  if (low > high) return -Infinity;
  let x = d > 0 ? r / d : r > 0 ? high : low;
  if (x < low) x = low;
  else if (x > high) x = high;
  return x * (r - 0.5 * d * x);
}

/** The gain of variable j where it is in, given its branch. */
export function gainOf(domains: Domains, branch: number, j: number, r: number, d: number): number {
  let best = -Infinity;
  if (branch !== NEGATIVE) best = intervalGain(r, d, domains.positiveLow[j]!, domains.positiveHigh[j]!);
  if (branch !== POSITIVE && domains.negativeLow[j]! <= domains.negativeHigh[j]!) {
    best = Math.max(best, intervalGain(r, d, domains.negativeLow[j]!, domains.negativeHigh[j]!));
  }
  return best;
}

/** What {@link DualBound.evaluate} leaves for fixing variables. */
export class DualBound {
  /** Gains of undecided variables. */
  readonly gains: Float64Array;
  /** Least gain among the undecided that the bound counts, and the largest among the others (-Infinity for none). */
  lastIn: number = Infinity;
  firstOut: number = -Infinity;
  /** Undecided variables the bound counts. */
  chosen = 0;
  readonly #order: Int32Array;

  constructor(n: number) {
    this.gains = new Float64Array(n);
    this.#order = new Int32Array(n);
  }

  /**
   * The Lagrangian bound at any x and any y of the right signs: fixed = -1/2 x'Rx + y'(limits), r = A'y - Rx - c.
   * Undecided variables are chosen by gain: at least `least`, and up to `most` while that gains something.
   */
  evaluate(
    domains: Domains,
    branches: Int8Array,
    r: Float64Array,
    d: Float64Array,
    fixed: number,
    least: number,
    most: number,
  ): number {
    const n = branches.length;
    const { gains } = this;
    const order = this.#order;
    let bound = fixed;
    let count = 0;
    for (let j = 0; j < n; j++) {
      const branch = branches[j]!;
      if (domains.counted[j] === 0) bound -= gainOf(domains, POSITIVE, j, r[j]!, d[j]!);
      else if (branch === UNDECIDED) {
        gains[j] = gainOf(domains, IN, j, r[j]!, d[j]!);
        order[count++] = j;
      } else if (branch !== OUT) bound -= gainOf(domains, branch, j, r[j]!, d[j]!);
    }
    const upTo = Math.min(most, count);
    // only the top `most` matter: partial selection where that is short
    const depth = Math.min(count, upTo + 1);
    for (let a = 0; a < depth; a++) {
      let best = a;
      for (let b = a + 1; b < count; b++) if (gains[order[b]!]! > gains[order[best]!]!) best = b;
      const swap = order[a]!;
      order[a] = order[best]!;
      order[best] = swap;
      if (a >= least && gains[order[a]!]! <= 0) break;
    }
    let chosen = 0;
    while (chosen < upTo && (chosen < least || gains[order[chosen]!]! > 0)) {
      bound -= gains[order[chosen]!]!;
      chosen++;
    }
    this.chosen = chosen;
    this.lastIn = chosen > 0 ? gains[order[chosen - 1]!]! : Infinity;
    this.firstOut = chosen < count ? gains[order[chosen]!]! : -Infinity;
    return bound;
  }
}
