import type { Strategy } from "./strategy.ts";

/** The same weights at every signal. */
export function fixedWeight(weights: Readonly<Record<string, number>>): Strategy {
  return { name: "fixed weight", decide: () => weights };
}
