import { expectation } from "./distributions/expectation.ts";
import type { InnovationDistribution } from "./distributions/innovation-law.ts";
import { innovationLaws } from "./distributions/table.ts";
import type { InnovationMoments } from "./models/variance-model.ts";

/** Moments of a law of innovations. */
export function innovationMoments(distribution: InnovationDistribution, shape: Float64Array): InnovationMoments {
  const law = innovationLaws[distribution];
  let negativeSquare: number | undefined;
  return {
    absolute: law.absoluteMoment(shape),
    get negativeSquare() {
      negativeSquare ??= distribution === "skew-t" ? expectation(law, shape, (z) => (z < 0 ? z * z : 0)) : 0.5;
      return negativeSquare;
    },
    expectation: (g) => expectation(law, shape, g),
    exponential: law.tailIndex(shape) === Infinity,
  };
}
