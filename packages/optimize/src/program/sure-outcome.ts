import type { ValueFunction } from "./goal.ts";

/** The gain or loss that is worth `value`: the inverse of a value function. */
export function sureOutcome(worth: ValueFunction, value: number): number {
  if (worth.kind === "power")
    return value < 0 ? -((-value / worth.lambda) ** (1 / worth.beta)) : value ** (1 / worth.alpha);
  return value < 0 ? Math.log1p(value / worth.lambda) / worth.loss : -Math.log1p(-value) / worth.gain;
}
