import { type Cone, coneSize } from "../program.ts";
import type { ConeBlock } from "./cone-block.ts";
import { exponentialBarrier } from "./exponential.ts";
import { NonnegativeCone } from "./nonnegative.ts";
import { NonsymmetricCone } from "./nonsymmetric.ts";
import { powerBarrier } from "./power.ts";
import { SecondOrderCone } from "./second-order.ts";
import { ZeroCone } from "./zero.ts";

/** The blocks of a program's cones, in row order. */
export function blocksOf(cones: readonly Cone[]): readonly ConeBlock[] {
  const powers = new Map<number, ReturnType<typeof powerBarrier>>();
  let offset = 0;
  return cones.map((cone) => {
    const at = offset;
    offset += coneSize(cone);
    switch (cone.kind) {
      case "zero":
        return new ZeroCone(at, cone.size);
      case "nonnegative":
        return new NonnegativeCone(at, cone.size);
      case "second-order":
        // a single row is t >= 0
        return cone.size < 2 ? new NonnegativeCone(at, cone.size) : new SecondOrderCone(at, cone.size);
      case "exponential":
        return new NonsymmetricCone(at, exponentialBarrier);
      case "power": {
        const barrier = powers.get(cone.exponent) ?? powerBarrier(cone.exponent);
        powers.set(cone.exponent, barrier);
        return new NonsymmetricCone(at, barrier);
      }
    }
  });
}
