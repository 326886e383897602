import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";

/** A risk tolerance as JSON: a number from 0 (none) to 1 (all that the account allows). */
export const RiskToleranceSchema: z.ZodType<number> = z
  .number()
  .refine((value) => value >= 0 && value <= 1, "expected a risk tolerance from 0 to 1");

const brand = brandOf("risk-tolerance");

/** How much risk an owner can bear, from 0 (none) to 1; `defaultRiskLimits` maps it to limits. Errors: `INVALID_INPUT`. */
export class RiskTolerance {
  readonly value: number;

  private constructor(value: number) {
    this.value = value;
    brand.seal(this);
  }

  static of(value: number): RiskTolerance {
    return RiskTolerance.parse(value);
  }

  static parse(input: unknown): RiskTolerance {
    return new RiskTolerance(check(RiskToleranceSchema, input, "riskTolerance"));
  }

  /** Whether `value` is a `RiskTolerance`, also one of another copy of the package. */
  static is(value: unknown): value is RiskTolerance {
    return brand.owns(value);
  }

  toJSON(): number {
    return this.value;
  }
}
