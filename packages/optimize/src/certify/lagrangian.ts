import type { Json } from "../problem/normalize.ts";
import type { Charge } from "../program/charge.ts";
import type { Program } from "../program/program.ts";
import type { Multipliers } from "./certificate.ts";
import { checkedSupport } from "./measures/checked-risk.ts";
import {
  type Curve,
  isNear,
  minimizeSeparable,
  proximalStep,
  separableSlope,
  type SeparableTerm,
} from "./separable.ts";

/** What else a Lagrangian may have. */
export interface LagrangianExtras {
  /** Logarithms in the objective: - sum logs_i ln w_i. */
  readonly logs?: Float64Array | undefined;
  /** Costs of single weights in the objective. */
  readonly charges?: readonly Charge[] | undefined;
  /** What charges and penalties are multiplied by. @defaultValue 1 */
  readonly chargeFactor?: number | undefined;
  /** A solution's proof: `caps` holds what supports the risk of each cap. */
  readonly proof?: Json | undefined;
}

/** What multipliers prove about a linear minorant of an objective. */
export interface LagrangianBound {
  /** Least value over the bounds of minorant + multipliers x constraints: no feasible portfolio is below it. */
  readonly bound: number;
  /** Slope left towards infinite bounds, relative to the gradient; above rounding the bound doesn't hold. */
  readonly excess: number;
  /** Largest step that a weight would still take. */
  readonly dualResidual: number;
  /** Slope away from an active bound, less the multipliers' share: its shadow price. */
  readonly reduced: Float64Array;
}

/**
 * The Lagrangian bound of min constant + gradient'w [+ charges] [- logs] over a program, for given multipliers: a sum of
 * functions of one weight, each minimised over its bounds. Valid for any multipliers: those of a wrong sign count as 0, those above the penalty of a limit that may be broken as
 * that penalty, which is what its violation is worth at most.
 * `units` are the sizes of the gradient's terms before they cancel, by which residuals are measured.
 */
export function lagrangianBound(
  program: Program,
  weights: Float64Array,
  constant: number,
  gradient: Float64Array,
  multipliers: Multipliers,
  units: Float64Array,
  { logs, proof, charges = [], chargeFactor = 1 }: LagrangianExtras = {},
): LagrangianBound {
  const { size, rows, absolutes, caps } = program;
  const supports = (proof as { readonly caps?: readonly Json[] } | null | undefined)?.caps;
  const reduced = gradient.slice();
  let bound = constant;
  const capGradient = new Float64Array(size);
  for (let k = 0; k < caps.length; k += 1) {
    const { term, upper, penalty } = caps[k]!;
    const price = Math.min(Math.max(0, -multipliers.caps[k]!), penalty * chargeFactor);
    if (price === 0) continue;
    const value = checkedSupport(term, weights, capGradient, supports?.[k] ?? undefined);
    let product = 0;
    for (let i = 0; i < size; i += 1) {
      product += capGradient[i]! * weights[i]!;
      reduced[i] = reduced[i]! + price * capGradient[i]!;
    }
    bound += price * (value - product - upper);
  }
  for (let k = 0; k < rows.length; k += 1) {
    const { coefficients, lower, upper, penalty } = rows[k]!;
    const most = penalty * chargeFactor;
    const price = Math.min(Math.max(multipliers.rows[k]!, -most), most);
    const limit = price > 0 ? lower : upper;
    if (price === 0 || !Number.isFinite(limit)) continue;
    bound += price * limit;
    for (let i = 0; i < size; i += 1) reduced[i] = reduced[i]! - price * coefficients[i]!;
  }
  const kinked: { readonly row: Pick<Charge, "above" | "below" | "centres">; readonly price: number }[] = [];
  absolutes.forEach((row, k) => {
    const price = Math.min(Math.max(0, -multipliers.absolutes[k]!), row.penalty * chargeFactor);
    bound -= price * row.upper;
    kinked.push({ row, price });
  });
  for (const charge of charges) kinked.push({ row: charge, price: chargeFactor });
  const implied = impliedBounds(program);
  let excess = 0;
  let dualResidual = 0;
  for (let i = 0; i < size; i += 1) {
    const kinks: { at: number; size: number }[] = [];
    for (const { row, price } of kinked) {
      // above max(v - c, 0) + below max(c - v, 0) = half their sum x |v - c| + half their difference x (v - c)
      const at = row.centres[i]!;
      const size = (price * (row.above[i]! + row.below[i]!)) / 2;
      const slope = (price * (row.above[i]! - row.below[i]!)) / 2;
      if (size > 0) kinks.push({ at, size });
      if (slope === 0) continue;
      reduced[i] = reduced[i]! + slope;
      bound -= slope * at;
    }
    const curves = charges.flatMap((charge) => curveOf(charge, i, chargeFactor));
    const log = logs === undefined ? 0 : logs[i]!;
    const term: SeparableTerm = {
      slope: reduced[i]!,
      kinks,
      curves,
      log,
      lower: log > 0 ? Math.max(0, program.lower[i]!) : program.lower[i]!,
      upper: program.upper[i]!,
    };
    const within = { ...term, lower: Math.max(term.lower, implied.lower[i]!), upper: implied.upper[i]! };
    const minimum = minimizeSeparable(within, weights[i]!);
    bound += minimum.value;
    excess = Math.max(excess, minimum.excess / units[i]!);
    dualResidual = Math.max(dualResidual, proximalStep(term, weights[i]!, units[i]!));
    reduced[i] = separableSlope(term, weights[i]!, inwards(weights[i]!, program.lower[i]!, program.upper[i]!));
  }
  return { bound, excess, dualResidual: Math.max(dualResidual, excess), reduced };
}

/** The bounds, or what an exact budget and the bounds of all other weights leave: so slopes have somewhere to end. */
function impliedBounds({ size, budget, lower, upper }: Program): {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
} {
  if (budget === undefined) return { lower, upper };
  const least = lower.reduce((sum, value) => sum + value, 0);
  const most = upper.reduce((sum, value) => sum + value, 0);
  const implied = { lower: lower.slice(), upper: upper.slice() };
  for (let i = 0; i < size; i += 1) {
    if (upper[i] === Infinity && least > -Infinity)
      implied.upper[i] = Math.max(lower[i]!, budget - (least - lower[i]!));
    if (lower[i] === -Infinity && most < Infinity) implied.lower[i] = Math.min(upper[i]!, budget - (most - upper[i]!));
  }
  return implied;
}

/** The part of a charge on one weight that bends, if any. */
function curveOf({ centres, quadratic, threeHalves }: Charge, i: number, factor: number): readonly Curve[] {
  if (!(factor > 0) || (quadratic[i] === 0 && threeHalves[i] === 0)) return [];
  return [{ at: centres[i]!, quadratic: factor * quadratic[i]!, threeHalves: factor * threeHalves[i]! }];
}

/** The side on which the feasible weights lie, where a weight is at one of its bounds. */
function inwards(weight: number, lower: number, upper: number): -1 | 0 | 1 {
  const low = isNear(weight, lower);
  const high = isNear(weight, upper);
  return low === high ? 0 : low ? 1 : -1;
}
