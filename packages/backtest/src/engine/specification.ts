import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { type CostSpec, CostSpecSchema } from "../costs/table.ts";
import { type Schedule, ScheduleSchema } from "./schedule.ts";

/** What to simulate, as plain JSON data. The strategy and the prices are passed beside it. */
export interface BacktestSpec {
  /**
   * Money at the beginning.
   * @defaultValue 1
   */
  readonly initialValue?: number;
  /**
   * When the strategy is asked.
   * @defaultValue "monthly"
   */
  readonly rebalance?: Schedule;
  /**
   * Rows from the signal to the trade, at least 1: an order never fills in the bar that signalled it.
   * @defaultValue 1
   */
  readonly delay?: number;
  /**
   * Rows that the first signal must have seen.
   * @defaultValue 1
   */
  readonly warmup?: number;
  /** @defaultValue none */
  readonly costs?: readonly CostSpec[];
  /**
   * What costs are taken of: the trades as executed, so that value after costs is split by the targets (a fixed
   * point), or the trades that the value before costs would have needed (PerformanceAnalytics' convention).
   * @defaultValue "executed"
   */
  readonly costBase?: "executed" | "intended";
  /**
   * Whether the first purchase pays costs.
   * @defaultValue "charged"
   */
  readonly firstPurchase?: "charged" | "free";
  /**
   * Annual interest on cash, compounded by row.
   * @defaultValue 0
   */
  readonly cashRate?: number;
  /**
   * Rows a year, for `cashRate` and annual figures.
   * @defaultValue 252
   */
  readonly periodsPerYear?: number;
  /**
   * Negative targets.
   * @defaultValue "forbidden"
   */
  readonly shorts?: "forbidden" | "allowed";
  /**
   * Targets that sum to more than 1.
   * @defaultValue "forbidden"
   */
  readonly borrowing?: "forbidden" | "allowed";
}

/** The schema of a {@link BacktestSpec}; its JSON Schema comes from `z.toJSONSchema`. */
export const BacktestSpecSchema: z.ZodType<BacktestSpec> = z.strictObject({
  initialValue: z.exactOptional(z.number().gt(0)),
  rebalance: z.exactOptional(ScheduleSchema),
  delay: z.exactOptional(z.int().min(1)),
  warmup: z.exactOptional(z.int().min(1)),
  costs: z.exactOptional(z.array(CostSpecSchema)),
  costBase: z.exactOptional(z.enum(["executed", "intended"])),
  firstPurchase: z.exactOptional(z.enum(["charged", "free"])),
  cashRate: z.exactOptional(z.number().gt(-1)),
  periodsPerYear: z.exactOptional(z.number().gt(0)),
  shorts: z.exactOptional(z.enum(["forbidden", "allowed"])),
  borrowing: z.exactOptional(z.enum(["forbidden", "allowed"])),
});

/** A specification with every default filled in. */
export type ResolvedSpec = Required<BacktestSpec>;

/** Checks a specification and fills in its defaults; throws `INVALID_INPUT` naming the field that is wrong. */
export function resolveSpec(spec: unknown): ResolvedSpec {
  const result = BacktestSpecSchema.safeParse(spec);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const path = ["spec", ...issue.path.map(String)].join(".");
    throw invalidInput(path, `${path}: ${issue.message}`, { expected: issue.message });
  }
  return {
    initialValue: 1,
    rebalance: "monthly",
    delay: 1,
    warmup: 1,
    costs: [],
    costBase: "executed",
    firstPurchase: "charged",
    cashRate: 0,
    periodsPerYear: 252,
    shorts: "forbidden",
    borrowing: "forbidden",
    ...result.data,
  };
}
