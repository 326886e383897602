import type { LargeIssuers, Program } from "../program.ts";
import { type Branching, type Cut, impliedRow, type Refinement, type RuleFamily } from "./rule-family.ts";
import { isOpen, LARGE, SMALL } from "./states.ts";

/** By how much a sum may pass a limit before it counts as above. */
const tolerance = 1e-10;

/** One issuer of one rule. */
interface Issuer {
  readonly rule: number;
  readonly assets: Int32Array;
  /** The most that its weights can sum to. */
  readonly largest: number;
}

/** Which issuers are large: above the small limit, where their sums count. */
export class IssuerSizes implements RuleFamily {
  readonly start: Uint8Array;
  readonly #size: number;
  readonly #rules: readonly LargeIssuers[];
  readonly #issuers: readonly Issuer[];

  constructor({ size, largeIssuers }: Program, bounds: { readonly lower: Float64Array; readonly upper: Float64Array }) {
    this.#size = size;
    this.#rules = largeIssuers;
    this.#issuers = largeIssuers.flatMap((rule, at) =>
      rule.issuers.map((assets) => {
        const together = assets.reduce((sum, asset) => sum + bounds.upper[asset]!, 0);
        return { rule: at, assets, largest: Math.min(rule.largest, together) };
      }),
    );
    this.start = Uint8Array.from(this.#issuers, ({ rule, assets, largest }) => {
      const { small } = largeIssuers[rule]!;
      const least = assets.reduce((sum, asset) => sum + bounds.lower[asset]!, 0);
      return (least <= small ? SMALL : 0) | (largest > small ? LARGE : 0);
    });
  }

  propagate(states: Uint8Array): boolean {
    if (states.includes(0)) return false;
    for (let rule = 0; rule < this.#rules.length; rule += 1) {
      const { small, most } = this.#rules[rule]!;
      const left = most - small * this.#large(states, rule);
      if (left < -tolerance) return false;
      if (left >= small) continue;
      // no room for one more
      for (let at = 0; at < states.length; at += 1)
        if (this.#issuers[at]!.rule === rule && isOpen(states[at]!)) states[at] = SMALL;
    }
    return true;
  }

  refine(states: Uint8Array, cuts: readonly Cut[], into: Refinement): void {
    this.#issuers.forEach(({ rule, assets }, at) => {
      if (isOpen(states[at]!)) return;
      const { small, constraint } = this.#rules[rule]!;
      const isLarge = states[at] === LARGE;
      if (assets.length > 1) {
        const coefficients = new Float64Array(this.#size);
        for (const asset of assets) coefficients[asset] = 1;
        into.rows.push(impliedRow(constraint, coefficients, isLarge ? small : -Infinity, isLarge ? Infinity : small));
        return;
      }
      const asset = assets[0]!;
      if (isLarge) into.lower[asset] = Math.max(into.lower[asset]!, small);
      else into.upper[asset] = Math.min(into.upper[asset]!, small);
    });
    const written = new Set<string>();
    this.#rules.forEach((_, rule) => {
      const wanted = cuts.filter((cut) => cut.rule === rule).map(({ members }) => members);
      for (const members of [new Int32Array(0), ...wanted]) this.#sumRow(states, rule, members, written, into);
    });
  }

  broken(states: Uint8Array, weights: Float64Array): Branching | undefined {
    let best: Branching | undefined;
    let most = tolerance;
    const sums = this.#sums(weights);
    this.#rules.forEach(({ small, most: limit }, rule) => {
      let together = 0;
      for (const { sum, issuer } of sums) if (issuer.rule === rule && sum > small + tolerance) together += sum;
      if (together <= limit + tolerance) return;
      for (const { sum, issuer, at } of sums) {
        if (issuer.rule !== rule || !isOpen(states[at]!)) continue;
        const inside = Math.min(sum - small, issuer.largest - sum);
        // at its largest the envelope is exact: any other issuer comes first
        const score = Math.max(inside, sum > small + tolerance ? 2 * tolerance : 0);
        if (score <= most) continue;
        most = score;
        best = { choice: at, states: sum - small > issuer.largest - sum ? LARGE : SMALL };
      }
    });
    return best;
  }

  nearest(states: Uint8Array, weights: Float64Array): readonly Branching[] {
    const wanted: Branching[] = [];
    const sums = [...this.#sums(weights)].sort((a, b) => b.sum - a.sum);
    const large = this.#rules.map((_, rule) => this.#large(states, rule));
    for (const { sum, issuer, at } of sums) {
      if (!isOpen(states[at]!)) continue;
      const { small, most } = this.#rules[issuer.rule]!;
      // the largest have first claim on the limit
      const fits =
        sum > small + tolerance && (large[issuer.rule]! + 1) * Math.min(sum, issuer.largest) <= most + tolerance;
      if (fits) large[issuer.rule]! += 1;
      wanted.push({ choice: at, states: fits ? LARGE : SMALL });
    }
    return wanted;
  }

  cut(states: Uint8Array, weights: Float64Array): Cut | undefined {
    const sums = this.#sums(weights);
    for (let rule = 0; rule < this.#rules.length; rule += 1) {
      const { small, most } = this.#rules[rule]!;
      let value = 0;
      const members: number[] = [];
      for (const { sum, issuer, at } of sums) {
        if (issuer.rule !== rule) continue;
        if (states[at] === LARGE) value += sum;
        else if (isOpen(states[at]!) && sum > small) {
          members.push(at);
          value += slopeOf(issuer, small) * (sum - small);
        }
      }
      if (value > most + tolerance && members.length > 0) return { rule, members: Int32Array.from(members) };
    }
    return undefined;
  }

  #large(states: Uint8Array, rule: number): number {
    let count = 0;
    for (let at = 0; at < states.length; at += 1)
      if (states[at] === LARGE && this.#issuers[at]!.rule === rule) count += 1;
    return count;
  }

  #sums(weights: Float64Array): readonly { readonly sum: number; readonly issuer: Issuer; readonly at: number }[] {
    return this.#issuers.map((issuer, at) => ({
      sum: issuer.assets.reduce((sum, asset) => sum + weights[asset]!, 0),
      issuer,
      at,
    }));
  }

  /**
   * Large issuers count with their sums, the open ones among `members` with their convex envelope: 0 up to the small
   * limit, then the line that reaches the sum at the largest.
   */
  #sumRow(states: Uint8Array, rule: number, members: Int32Array, written: Set<string>, into: Refinement): void {
    const { small, most, constraint } = this.#rules[rule]!;
    const coefficients = new Float64Array(this.#size);
    const open = [...new Set(members)].filter((at) => this.#issuers[at]?.rule === rule && isOpen(states[at]!));
    const key = `${rule}: ${open.join()}`;
    if (written.has(key)) return;
    written.add(key);
    let upper = most;
    let terms = open.length;
    this.#issuers.forEach((issuer, at) => {
      if (issuer.rule !== rule || states[at] !== LARGE) return;
      terms += 1;
      for (const asset of issuer.assets) coefficients[asset] = coefficients[asset]! + 1;
    });
    for (const at of open) {
      const slope = slopeOf(this.#issuers[at]!, small);
      upper += slope * small;
      for (const asset of this.#issuers[at]!.assets) coefficients[asset] = coefficients[asset]! + slope;
    }
    if (terms > 0) into.rows.push(impliedRow(constraint, coefficients, -Infinity, upper));
  }
}

function slopeOf({ largest }: Issuer, small: number): number {
  return largest / (largest - small);
}
