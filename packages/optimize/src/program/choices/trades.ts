import { chargeOf } from "../charge.ts";
import type { Ticket } from "../ticket.ts";
import type { Branching, Refinement, RuleFamily } from "./rule-family.ts";
import { isOpen, KEPT, TRADED } from "./states.ts";

/** A trade of less than this isn't one to decide about. */
const negligible = 1e-9;

interface Trade {
  readonly ticket: number;
  readonly asset: number;
  readonly centre: number;
  readonly cost: number;
}

/** Which weights are traded, where each trade has a fixed cost. */
export class Trades implements RuleFamily {
  readonly start: Uint8Array;
  readonly #size: number;
  readonly #tickets: readonly Ticket[];
  readonly #trades: readonly Trade[];
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;

  constructor(
    tickets: readonly Ticket[],
    { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
  ) {
    this.#size = lower.length;
    this.#tickets = tickets;
    this.#lower = lower;
    this.#upper = upper;
    this.#trades = tickets.flatMap(({ centres, costs }, ticket) =>
      [...costs.keys()]
        .filter((asset) => costs[asset]! > 0)
        .map((asset) => ({ ticket, asset, centre: centres[asset]!, cost: costs[asset]! })),
    );
    this.start = Uint8Array.from(this.#trades, ({ asset, centre }) =>
      centre >= lower[asset]! && centre <= upper[asset]! ? KEPT | TRADED : TRADED,
    );
  }

  propagate(states: Uint8Array): boolean {
    return !states.includes(0);
  }

  refine(states: Uint8Array, _cuts: unknown, into: Refinement): void {
    const charges = this.#tickets.map(({ label, centres }) => chargeOf(label, this.#size, { centres }));
    this.#trades.forEach(({ ticket, asset, centre, cost }, at) => {
      if (states[at] === KEPT) {
        into.lower[asset] = Math.max(into.lower[asset]!, centre);
        into.upper[asset] = Math.min(into.upper[asset]!, centre);
      } else if (states[at] === TRADED) into.constant += cost;
      else {
        // the convex envelope: a line from no cost at the centre to the cost at the bound
        const { above, below } = charges[ticket]!;
        above[asset] = lineTo(cost, this.#upper[asset]! - centre);
        below[asset] = lineTo(cost, centre - this.#lower[asset]!);
      }
    });
    const isFree = (slopes: Float64Array): boolean => slopes.every((slope) => slope === 0);
    into.charges.push(...charges.filter(({ above, below }) => !isFree(above) || !isFree(below)));
  }

  broken(states: Uint8Array, weights: Float64Array): Branching | undefined {
    let best: Branching | undefined;
    let most = 0;
    this.#trades.forEach(({ asset, centre, cost }, at) => {
      if (!isOpen(states[at]!)) return;
      const distance = weights[asset]! - centre;
      if (Math.abs(distance) <= negligible) return;
      const room = distance > 0 ? this.#upper[asset]! - centre : centre - this.#lower[asset]!;
      const missing = cost * (1 - Math.abs(distance) / room);
      if (missing <= most) return;
      most = missing;
      best = { choice: at, states: Math.abs(distance) > room / 10 ? TRADED : KEPT };
    });
    return best;
  }

  nearest(states: Uint8Array, weights: Float64Array): readonly Branching[] {
    const wanted: Branching[] = [];
    this.#trades.forEach(({ asset, centre }, at) => {
      if (!isOpen(states[at]!)) return;
      wanted.push({ choice: at, states: Math.abs(weights[asset]! - centre) > negligible ? TRADED : KEPT });
    });
    return wanted;
  }
}

function lineTo(cost: number, room: number): number {
  return room > 0 && room < Infinity ? cost / room : 0;
}
