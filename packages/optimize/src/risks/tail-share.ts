import { tailProbability } from "@plimsoll/numeric";

/** Largest weight that one of `rows` scenarios has in the mean of the worst 1 - confidence of them. */
export function tailShare(confidence: number, rows: number): number {
  return Math.min(1, 1 / (tailProbability(confidence) * rows));
}
