/**
 * A convex cost of each weight on its own, by its distance from a centre:
 * above x max(w - c, 0) + below x max(c - w, 0) + quadratic x (w - c)^2 + threeHalves x |w - c|^(3/2).
 */
export interface Charge {
  /** Name of the cost or penalty it stands for. */
  readonly label: string;
  /** Whether it is money that the portfolio pays, or regularisation. */
  readonly role: "cost" | "penalty";
  readonly centres: Float64Array;
  /** Cost of a unit above the centre, and of one below it; their sum is at least 0, which makes the cost convex. */
  readonly above: Float64Array;
  readonly below: Float64Array;
  /** At least 0. */
  readonly quadratic: Float64Array;
  /** At least 0. */
  readonly threeHalves: Float64Array;
}

/** The parts of a charge that are given; the rest cost nothing. */
export function chargeOf(label: string, size: number, parts: Partial<Omit<Charge, "label">>): Charge {
  return {
    label,
    role: parts.role ?? "cost",
    centres: parts.centres ?? new Float64Array(size),
    above: parts.above ?? new Float64Array(size),
    below: parts.below ?? new Float64Array(size),
    quadratic: parts.quadratic ?? new Float64Array(size),
    threeHalves: parts.threeHalves ?? new Float64Array(size),
  };
}

/** What a charge costs at given weights. */
export function chargeValue(charge: Charge, weights: Float64Array): number {
  const { centres, above, below, quadratic, threeHalves } = charge;
  let value = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const distance = weights[i]! - centres[i]!;
    const size = Math.abs(distance);
    value += (distance > 0 ? above[i]! : below[i]!) * size;
    value += quadratic[i]! * size * size + threeHalves[i]! * size * Math.sqrt(size);
  }
  return value;
}

/** What charges cost together. */
export function chargesValue(charges: readonly Charge[], weights: Float64Array): number {
  let value = 0;
  for (const charge of charges) value += chargeValue(charge, weights);
  return value;
}

/** Slopes of what bends in charges, the quadratic and the three-halves parts, at given weights. */
export function smoothSlopes(charges: readonly Charge[], weights: Float64Array): Float64Array {
  const slopes = new Float64Array(weights.length);
  for (const { centres, quadratic, threeHalves } of charges) {
    for (let i = 0; i < weights.length; i += 1) {
      const distance = weights[i]! - centres[i]!;
      const impact = 1.5 * threeHalves[i]! * Math.sign(distance) * Math.sqrt(Math.abs(distance));
      slopes[i] = slopes[i]! + 2 * quadratic[i]! * distance + impact;
    }
  }
  return slopes;
}

/** Whether a charge bends: a linear program can't hold it. */
export function isCurved({ quadratic, threeHalves }: Charge): boolean {
  return quadratic.some((value) => value > 0) || hasImpact({ threeHalves });
}

/** Whether a charge has a three-halves part. */
export function hasImpact({ threeHalves }: Pick<Charge, "threeHalves">): boolean {
  return threeHalves.some((value) => value > 0);
}
