import type { HoldingCount, Program } from "../program.ts";
import { type Branching, impliedRow, type Refinement, type RuleFamily } from "./rule-family.ts";
import { isOpen, LONG, OUT, SHORT } from "./states.ts";

/** A weight of less than this share of its room isn't a holding to decide about. */
const negligible = 1e-9;

/** What a holding may be worth: the intervals of the states, the hull of those that are left. */
interface Domain {
  readonly longFrom: number;
  readonly longTo: number;
  readonly shortFrom: number;
  readonly shortTo: number;
}

/** Which assets are held: counts, smallest holdings and implications. */
export class Holdings implements RuleFamily {
  readonly start: Uint8Array;
  /** Asset of each choice. */
  readonly assets: Int32Array;
  readonly counts: readonly HoldingCount[];
  readonly #program: Program;
  readonly #floors: Float64Array;
  readonly #domains: readonly Domain[];
  /** Choice of each asset, -1 for none. */
  readonly #choices: Int32Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;

  constructor(program: Program, bounds: { readonly lower: Float64Array; readonly upper: Float64Array }) {
    const { size, counts, floors, implications } = program;
    this.#program = program;
    this.#lower = bounds.lower;
    this.#upper = bounds.upper;
    this.counts = counts;
    this.#floors = new Float64Array(size);
    const named = new Uint8Array(size);
    for (const { asset, floor } of floors) {
      named[asset] = 1;
      this.#floors[asset] = Math.max(this.#floors[asset]!, floor);
    }
    for (const { assets } of counts) for (const asset of assets) named[asset] = 1;
    for (const { held, asked } of implications) named[held] = named[asked] = 1;
    this.assets = Int32Array.from(named.keys()).filter((asset) => named[asset] === 1);
    this.#choices = new Int32Array(size).fill(-1);
    this.assets.forEach((asset, choice) => (this.#choices[asset] = choice));
    this.#domains = Array.from(this.assets, (asset) => {
      const floor = this.#floors[asset]!;
      const low = this.#lower[asset]!;
      const high = this.#upper[asset]!;
      return {
        longFrom: Math.max(low, floor, 0),
        longTo: high,
        shortFrom: low,
        shortTo: Math.min(high, -floor, 0),
      };
    });
    this.start = Uint8Array.from(this.#domains, ({ longFrom, longTo, shortFrom, shortTo }, choice) => {
      const asset = this.assets[choice]!;
      const out = this.#lower[asset]! <= 0 && this.#upper[asset]! >= 0;
      return (
        (out ? OUT : 0) |
        (longFrom <= longTo ? LONG : 0) |
        (this.#lower[asset]! < 0 && shortFrom <= shortTo ? SHORT : 0)
      );
    });
  }

  /** The choices of a count that are held, and those that are open. */
  tally(states: Uint8Array, { assets }: HoldingCount): { readonly held: number; readonly open: readonly number[] } {
    let held = 0;
    const open: number[] = [];
    for (const asset of assets) {
      const choice = this.#choices[asset]!;
      if ((states[choice]! & OUT) === 0) held += 1;
      else if (states[choice] !== OUT) open.push(choice);
    }
    return { held, open };
  }

  propagate(states: Uint8Array): boolean {
    if (states.includes(0)) return false;
    for (let changed = true; changed;) {
      changed = false;
      for (const count of this.counts) {
        const { held, open } = this.tally(states, count);
        if (held > count.max || held + open.length < count.min) return false;
        if (open.length === 0 || (held < count.max && held + open.length > count.min)) continue;
        for (const choice of open) states[choice] = held === count.max ? OUT : states[choice]! & ~OUT;
        changed = true;
      }
      for (const { held, asked } of this.#program.implications) {
        const from = this.#choices[held]!;
        const to = this.#choices[asked]!;
        if ((states[from]! & OUT) === 0 && (states[to]! & OUT) !== 0) {
          states[to] = states[to]! & ~OUT;
          changed = true;
        } else if (states[to] === OUT && states[from] !== OUT) {
          states[from] = states[from]! & OUT;
          changed = true;
        }
        if (states[to] === 0 || states[from] === 0) return false;
      }
    }
    return true;
  }

  refine(states: Uint8Array, _cuts: unknown, into: Refinement): void {
    for (let choice = 0; choice < states.length; choice += 1) {
      const { low, high } = this.#hull(states[choice]!, choice);
      const asset = this.assets[choice]!;
      into.lower[asset] = Math.max(into.lower[asset]!, low);
      into.upper[asset] = Math.min(into.upper[asset]!, high);
    }
    for (const count of this.counts) this.#countRows(states, count, into);
    this.#implicationRows(states, into);
  }

  broken(states: Uint8Array, weights: Float64Array, importance: Float64Array): Branching | undefined {
    const size = (choice: number): number => Math.abs(weights[this.assets[choice]!]!);
    const rank = (choice: number): number => size(choice) * importance[this.assets[choice]!]!;
    const largest = (choices: readonly number[]): Branching | undefined => {
      const held = choices.filter((choice) => this.#isHeld(choice, weights));
      if (held.length === 0) return undefined;
      const choice = held.reduce((best, other) => (rank(other) > rank(best) ? other : best));
      return { choice, states: this.#near(states[choice]!, weights[this.assets[choice]!]!) };
    };
    for (const count of this.counts) {
      const { held, open } = this.tally(states, count);
      const inside = held + open.filter((choice) => this.#isHeld(choice, weights)).length;
      if (inside > count.max) return largest(open);
      if (inside < count.min && open.length > 0) {
        const choice = open.reduce((best, other) => (rank(other) > rank(best) ? other : best));
        return { choice, states: this.#near(states[choice]! & ~OUT, weights[this.assets[choice]!]!) };
      }
    }
    for (const { held, asked } of this.#program.implications) {
      const from = this.#choices[held]!;
      const to = this.#choices[asked]!;
      if (isOpen(states[from]!) && this.#isHeld(from, weights) && !this.#isHeld(to, weights))
        return { choice: from, states: this.#near(states[from]!, weights[held]!) };
    }
    let worst: Branching | undefined;
    let most = negligible;
    for (let choice = 0; choice < states.length; choice += 1) {
      const floor = this.#floors[this.assets[choice]!]!;
      const missing = Math.min((states[choice]! & OUT) === 0 ? Infinity : size(choice), floor - size(choice));
      if (!isOpen(states[choice]!) || missing <= most) continue;
      most = missing;
      const weight = weights[this.assets[choice]!]!;
      const stays = (states[choice]! & OUT) === 0 || size(choice) > floor / 2;
      worst = { choice, states: stays ? this.#side(states[choice]! & ~OUT, weight) : OUT };
    }
    return worst;
  }

  nearest(states: Uint8Array, weights: Float64Array, importance: Float64Array): readonly Branching[] {
    const open = Array.from(states.keys()).filter((choice) => isOpen(states[choice]!));
    const rank = (choice: number): number =>
      Math.abs(weights[this.assets[choice]!]!) * importance[this.assets[choice]!]!;
    open.sort((a, b) => rank(b) - rank(a));
    return open.map((choice) => {
      const weight = weights[this.assets[choice]!]!;
      const { longTo, shortFrom } = this.#domains[choice]!;
      const held = this.#isHeld(choice, weights) && Math.abs(weight) > negligible * (weight > 0 ? longTo : -shortFrom);
      if (!held && (states[choice]! & OUT) !== 0) return { choice, states: OUT };
      const inside = states[choice]! & ~OUT;
      // with a smallest holding the sign has to be settled
      return { choice, states: this.#floors[this.assets[choice]!]! > 0 ? this.#side(inside, weight) : inside };
    });
  }

  #isHeld(choice: number, weights: Float64Array): boolean {
    const asset = this.assets[choice]!;
    const room = Math.min(1, Math.max(this.#upper[asset]!, -this.#lower[asset]!));
    return Math.abs(weights[asset]!) > negligible * room;
  }

  /** Held, where that is possible; the sign stays open where it makes no difference. */
  #near(states: number, weight: number): number {
    const inside = states & ~OUT;
    return inside === 0 ? states : (states & OUT) === 0 ? this.#side(inside, weight) : inside;
  }

  #side(inside: number, weight: number): number {
    const wanted = weight < 0 ? SHORT : LONG;
    return (inside & wanted) === 0 ? inside : wanted;
  }

  #hull(states: number, choice: number): { readonly low: number; readonly high: number } {
    const { longFrom, longTo, shortFrom, shortTo } = this.#domains[choice]!;
    let low = Infinity;
    let high = -Infinity;
    const join = (from: number, to: number): void => {
      low = Math.min(low, from);
      high = Math.max(high, to);
    };
    if ((states & OUT) !== 0) join(0, 0);
    if ((states & LONG) !== 0) join(longFrom, longTo);
    if ((states & SHORT) !== 0) join(shortFrom, shortTo);
    return { low, high };
  }

  /** sum |w| / room <= what is left of the largest count; sum |w| / smallest holding >= what the least still asks for. */
  #countRows(states: Uint8Array, count: HoldingCount, into: Refinement): void {
    const { held, open } = this.tally(states, count);
    if (open.length === 0) return;
    const { size, budget } = this.#program;
    const left = count.max - held;
    const above = new Float64Array(size);
    const below = new Float64Array(size);
    let signed = false;
    let narrowest = Infinity;
    for (const choice of open) {
      const asset = this.assets[choice]!;
      const { longTo, shortFrom } = this.#domains[choice]!;
      const kinds = states[choice]!;
      above[asset] = (kinds & LONG) !== 0 && longTo > 0 ? 1 / longTo : 0;
      below[asset] = (kinds & SHORT) !== 0 ? -1 / shortFrom : 0;
      if (below[asset] > 0) signed = true;
      narrowest = Math.min(narrowest, longTo);
    }
    const budgetSaysIt =
      budget !== undefined && !signed && into.lower.every((low) => low >= 0) && budget <= left * narrowest;
    if (left < open.length && !budgetSaysIt) {
      if (signed) {
        const row = { above, below, centres: new Float64Array(size), upper: left, limit: -1, penalty: Infinity };
        into.absolutes.push({ label: count.constraint, ...row });
      } else into.rows.push(impliedRow(count.constraint, above, -Infinity, left));
    }
    const asked = count.min - held;
    const least = new Float64Array(size);
    for (const choice of open) {
      const asset = this.assets[choice]!;
      const floor = Math.max(this.#floors[asset]!, this.#domains[choice]!.longFrom);
      if (floor <= 0 || (states[choice]! & SHORT) !== 0) return;
      least[asset] = 1 / floor;
    }
    if (asked > 0) into.rows.push(impliedRow(count.constraint, least, asked, Infinity));
  }

  /** w_asked >= smallest holding x w_held / room, for long holdings. */
  #implicationRows(states: Uint8Array, into: Refinement): void {
    for (const { constraint, held, asked } of this.#program.implications) {
      const from = this.#choices[held]!;
      const to = this.#choices[asked]!;
      const { longFrom } = this.#domains[to]!;
      const { longTo } = this.#domains[from]!;
      const bothLong = ((states[from]! | states[to]!) & SHORT) === 0;
      if ((states[from]! & OUT) === 0 || (states[to]! & OUT) === 0 || !bothLong) continue;
      if (!(longFrom > 0) || !(longTo > 0) || longTo === Infinity) continue;
      const coefficients = new Float64Array(this.#program.size);
      coefficients[asked] = 1;
      coefficients[held] = coefficients[held]! - longFrom / longTo;
      into.rows.push(impliedRow(constraint, coefficients, 0, Infinity));
    }
  }
}
