import { invalidInput } from "@plimsoll/core";
import type { HiddenBound, Program } from "./program.ts";

/**
 * The program of a budget of risk, which spends some in every asset (definition 28): as all are held, smallest holdings are
 * lower bounds, and counts and implications hold of themselves or never. Throws `INVALID_INPUT` where a rule leaves an asset
 * out, or asks which issuers are large: logarithms of weights have no least value over a set that isn't convex.
 */
export function withAllHeld(program: Program): Program {
  const { counts, floors, largeIssuers, lower, lowerLimit, lowerScale } = program;
  for (const { constraint, assets, max } of counts) {
    if (max >= assets.length) continue;
    throw invalidInput(
      constraint,
      `constraint "${constraint}" lets at most ${max} of ${assets.length} assets be held, and a risk budget spends some risk in each of them: leave the others out of the problem, or choose another objective`,
      { reason: "all-held" },
    );
  }
  const [large] = largeIssuers;
  if (large !== undefined) {
    throw invalidInput(
      large.constraint,
      `constraint "${large.constraint}" isn't convex, and a risk budget is met over convex sets only: bound the issuers' weights instead`,
      { reason: "not-convex" },
    );
  }
  if (floors.length === 0) return { ...program, counts: [], implications: [] };
  const tighter = { lower: lower.slice(), lowerLimit: lowerLimit.slice(), lowerScale: lowerScale.slice() };
  const hidden: HiddenBound[] = [...program.hiddenBounds];
  for (const { asset, floor, limit } of floors) {
    const held = {
      asset,
      side: "lower",
      value: tighter.lower[asset]!,
      limit: tighter.lowerLimit[asset]!,
      scale: tighter.lowerScale[asset]!,
    } as const;
    if (floor <= held.value) {
      hidden.push({ ...held, value: floor, limit, scale: 1 });
      continue;
    }
    if (held.limit >= 0) hidden.push(held);
    tighter.lower[asset] = floor;
    tighter.lowerLimit[asset] = limit;
    tighter.lowerScale[asset] = 1;
  }
  return { ...program, ...tighter, hiddenBounds: hidden, counts: [], floors: [], implications: [] };
}
