import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";

/** {@link ReturnMetrics} as JSON; a ratio is `null` where it isn't defined, as Sharpe is without variance. */
export interface ReturnMetricsData {
  /** Simple return over the whole time, such as `0.42`; not below -1. */
  readonly totalReturn: number;
  /** Annualised mean excess return over its standard deviation. */
  readonly sharpe: number | null;
  /** Annualised mean excess return over its downside deviation. */
  readonly sortino: number | null;
  /** Compound annual growth over maximum drawdown. */
  readonly calmar: number | null;
  /** Periods a year of the returns behind the numbers: 252 daily, 12 monthly. */
  readonly periodsPerYear: number;
}

/** Schema of {@link ReturnMetricsData}. */
export const ReturnMetricsSchema: z.ZodType<ReturnMetricsData> = z.strictObject({
  totalReturn: z.number().refine((value) => value >= -1, "expected a total return of at least -1 (everything lost)"),
  sharpe: z.number().nullable(),
  sortino: z.number().nullable(),
  calmar: z.number().nullable(),
  periodsPerYear: z.number().positive(),
});

const brand = brandOf("return-metrics");

/** The measured return of a portfolio, plain and for its risk. Errors: `INVALID_INPUT`. */
export class ReturnMetrics implements ReturnMetricsData {
  readonly totalReturn: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly periodsPerYear: number;

  private constructor(data: ReturnMetricsData) {
    this.totalReturn = data.totalReturn;
    this.sharpe = data.sharpe;
    this.sortino = data.sortino;
    this.calmar = data.calmar;
    this.periodsPerYear = data.periodsPerYear;
    brand.seal(this);
  }

  static of(data: ReturnMetricsData): ReturnMetrics {
    return ReturnMetrics.parse({ ...data });
  }

  static parse(input: unknown): ReturnMetrics {
    return new ReturnMetrics(check(ReturnMetricsSchema, input, "returnMetrics"));
  }

  /** Whether `value` is a `ReturnMetrics`, also one of another copy of the package. */
  static is(value: unknown): value is ReturnMetrics {
    return brand.owns(value);
  }

  toJSON(): ReturnMetricsData {
    return Object.assign({}, this);
  }
}
