/** A fixed cost of every weight that is traded away from its centre, however little. */
export interface Ticket {
  readonly label: string;
  readonly centres: Float64Array;
  /** At least 0. */
  readonly costs: Float64Array;
}

/** A weight this near to its centre isn't traded: less than rounding leaves. */
const untraded = 1e-12;

/** Whether a weight is traded away from its centre. */
export function isTraded(weight: number, centre: number): boolean {
  return Math.abs(weight - centre) > untraded * Math.max(1, Math.abs(centre));
}

/** What tickets cost together at given weights. */
export function ticketsValue(tickets: readonly Ticket[] | undefined, weights: Float64Array): number {
  let value = 0;
  for (const { centres, costs } of tickets ?? []) {
    for (let i = 0; i < weights.length; i += 1) if (isTraded(weights[i]!, centres[i]!)) value += costs[i]!;
  }
  return value;
}
