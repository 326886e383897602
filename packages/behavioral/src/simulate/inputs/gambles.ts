import { pow, type RandomStream } from "@plimsoll/numeric";
import type { GambleRecord } from "../../input/behavior-input.ts";
import { logistic } from "./logistic.ts";

/** Tversky & Kahneman's (1992) curvature. */
const curvature = 0.88;
const sensitivity = 0.15;

/** Mixed gambles at even odds, taken with chance logistic(theta (.5 gain^a - .5 lambda loss^a)). */
export function gamblesOf(stream: RandomStream, count: number, lambda: number): GambleRecord[] {
  return Array.from({ length: count }, () => {
    const gain = 10 + 5 * stream.integer(19);
    const loss = 5 + 5 * stream.integer(12);
    const value = 0.5 * pow(gain, curvature) - 0.5 * lambda * pow(loss, curvature);
    return { gain, loss, accepted: stream.uniform() < logistic(sensitivity * value) };
  });
}
