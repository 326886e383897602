import type { Strategy } from "./strategy.ts";

/** Buys `weights` once, when nothing is held, and never trades again. */
export function buyAndHold(weights: Readonly<Record<string, number>>): Strategy {
  return {
    name: "buy and hold",
    decide: ({ weights: held }) => (Object.keys(held).length === 0 ? weights : null),
  };
}
