import { exp } from "@plimsoll/numeric";

/** exp(x) / (1 + exp(x)). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}
