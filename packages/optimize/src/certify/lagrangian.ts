import type { Json } from "../problem/normalize.ts";
import type { Program } from "../program/program.ts";
import type { Multipliers } from "./certificate.ts";
import { minimizeSeparable, proximalStep, type SeparableTerm } from "./separable.ts";

/** What else a Lagrangian may have. */
export interface LagrangianExtras {
  /** Logarithms in the objective: - sum logs_i ln w_i. */
  readonly logs?: Float64Array | undefined;
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
  /** Gradient less the multipliers' share: the shadow price of an active bound. */
  readonly reduced: Float64Array;
}

/**
 * The Lagrangian bound of min constant + gradient'w [- logs] over a program, for given multipliers: a sum of functions of
 * one weight, each minimised in closed form over its bounds. Valid for any multipliers; those of a wrong sign count as 0.
 * `units` are the sizes of the gradient's terms before they cancel, by which residuals are measured.
 */
export function lagrangianBound(
  program: Program,
  weights: Float64Array,
  constant: number,
  gradient: Float64Array,
  multipliers: Multipliers,
  units: Float64Array,
  { logs, proof }: LagrangianExtras = {},
): LagrangianBound {
  const { size, rows, absolutes, caps } = program;
  const supports = (proof as { readonly caps?: readonly Json[] } | null | undefined)?.caps;
  const reduced = gradient.slice();
  let bound = constant;
  const capGradient = new Float64Array(size);
  for (let k = 0; k < caps.length; k += 1) {
    const price = Math.max(0, -multipliers.caps[k]!);
    if (price === 0) continue;
    const { term, upper } = caps[k]!;
    const value = term.minorant(weights, capGradient, supports?.[k] ?? undefined);
    let product = 0;
    for (let i = 0; i < size; i += 1) {
      product += capGradient[i]! * weights[i]!;
      reduced[i] = reduced[i]! + price * capGradient[i]!;
    }
    bound += price * (value - product - upper);
  }
  for (let k = 0; k < rows.length; k += 1) {
    const { coefficients, lower, upper } = rows[k]!;
    const price = multipliers.rows[k]!;
    const limit = price > 0 ? lower : upper;
    if (price === 0 || !Number.isFinite(limit)) continue;
    bound += price * limit;
    for (let i = 0; i < size; i += 1) reduced[i] = reduced[i]! - price * coefficients[i]!;
  }
  const prices = absolutes.map((_, k) => Math.max(0, -multipliers.absolutes[k]!));
  absolutes.forEach((row, k) => (bound -= prices[k]! * row.upper));
  let excess = 0;
  let dualResidual = 0;
  for (let i = 0; i < size; i += 1) {
    const kinks = absolutes
      .map((row, k) => ({ at: row.centres[i]!, size: prices[k]! * row.scales[i]! }))
      .filter((kink) => kink.size > 0);
    const log = logs === undefined ? 0 : logs[i]!;
    const term: SeparableTerm = {
      slope: reduced[i]!,
      kinks,
      log,
      lower: log > 0 ? Math.max(0, program.lower[i]!) : program.lower[i]!,
      upper: program.upper[i]!,
    };
    const minimum = minimizeSeparable(term, weights[i]!);
    bound += minimum.value;
    excess = Math.max(excess, minimum.excess / units[i]!);
    dualResidual = Math.max(dualResidual, proximalStep(term, weights[i]!, units[i]!));
  }
  return { bound, excess, dualResidual: Math.max(dualResidual, excess), reduced };
}
