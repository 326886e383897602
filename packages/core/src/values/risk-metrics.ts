import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";

/** {@link RiskMetrics} as JSON; losses are positive fractions. */
export interface RiskMetricsData {
  /** Annualised standard deviation of simple returns, such as `0.18`. */
  readonly volatility: number;
  /** Value at risk of one period at 95 %, such as `0.021`; negative when even the tail gains. */
  readonly valueAtRisk95: number;
  /** Value at risk of one period at 99 %; at least that at 95 %. */
  readonly valueAtRisk99: number;
  /** Expected shortfall of one period at 95 %. */
  readonly expectedShortfall95: number;
  /** Largest loss from a peak, such as `0.34`; above 1 only with debt or shorts. */
  readonly maximumDrawdown: number;
  /** Periods a year of the returns behind the numbers: 252 daily, 12 monthly. */
  readonly periodsPerYear: number;
}

/** Schema of {@link RiskMetricsData}. */
export const RiskMetricsSchema: z.ZodType<RiskMetricsData> = z
  .strictObject({
    volatility: z.number().nonnegative(),
    valueAtRisk95: z.number(),
    valueAtRisk99: z.number(),
    expectedShortfall95: z.number(),
    maximumDrawdown: z.number().nonnegative(),
    periodsPerYear: z.number().positive(),
  })
  .refine((data) => data.valueAtRisk99 >= data.valueAtRisk95, {
    message: "expected a value at risk at 99 % of at least that at 95 %",
    path: ["valueAtRisk99"],
  });

const brand = brandOf("risk-metrics");

/** The measured risk of a portfolio: volatility, value at risk, expected shortfall, drawdown. Errors: `INVALID_INPUT`. */
export class RiskMetrics implements RiskMetricsData {
  readonly volatility: number;
  readonly valueAtRisk95: number;
  readonly valueAtRisk99: number;
  readonly expectedShortfall95: number;
  readonly maximumDrawdown: number;
  readonly periodsPerYear: number;

  private constructor(data: RiskMetricsData) {
    this.volatility = data.volatility;
    this.valueAtRisk95 = data.valueAtRisk95;
    this.valueAtRisk99 = data.valueAtRisk99;
    this.expectedShortfall95 = data.expectedShortfall95;
    this.maximumDrawdown = data.maximumDrawdown;
    this.periodsPerYear = data.periodsPerYear;
    brand.seal(this);
  }

  static of(data: RiskMetricsData): RiskMetrics {
    return RiskMetrics.parse({ ...data });
  }

  static parse(input: unknown): RiskMetrics {
    return new RiskMetrics(check(RiskMetricsSchema, input, "riskMetrics"));
  }

  /** Whether `value` is a `RiskMetrics`, also one of another copy of the package. */
  static is(value: unknown): value is RiskMetrics {
    return brand.owns(value);
  }

  toJSON(): RiskMetricsData {
    return Object.assign({}, this);
  }
}
