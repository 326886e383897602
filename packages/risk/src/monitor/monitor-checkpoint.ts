import * as z from "zod";
import { parseAs } from "../input/parse.ts";
import { type LimitState, RiskLimitSchema } from "./limit-state.ts";
import type { RiskMonitorOptions } from "./risk-monitor.ts";

/** The whole state of a monitor, as JSON. */
export interface RiskMonitorCheckpoint {
  readonly version: 1;
  readonly options: RiskMonitorOptions;
  /** `null` before the first update. */
  readonly assets: readonly string[] | null;
  /** Epoch milliseconds of the last update. */
  readonly clock: number | null;
  readonly weights: readonly number[];
  readonly capacities: readonly number[] | null;
  /** Portfolio returns of the window, oldest first. */
  readonly realised: readonly number[];
  /** Asset returns of the window, oldest first. */
  readonly history: readonly (readonly number[])[];
  readonly states: readonly LimitState[];
  readonly wealth: number;
  readonly peak: number;
  readonly maxDrawdown: number;
}

const kinds = z.enum(["warn", "breach", "escalation", "clear"]);

const schema: z.ZodType<RiskMonitorCheckpoint> = z
  .strictObject({
    version: z.literal(1),
    options: z.strictObject({
      limits: z.array(RiskLimitSchema),
      window: z.exactOptional(z.number()),
      revaluation: z.exactOptional(z.enum(["realised", "historical"])),
      assets: z.exactOptional(z.array(z.string())),
      periodsPerYear: z.exactOptional(z.number()),
      riskTolerance: z.exactOptional(z.number()),
    }),
    assets: z.array(z.string()).nullable(),
    clock: z.number().nullable(),
    weights: z.array(z.number()),
    capacities: z.array(z.number()).nullable(),
    realised: z.array(z.number()),
    history: z.array(z.array(z.number())),
    states: z.array(
      z.strictObject({
        level: z.enum(["clear", "warn", "breach"]),
        breached: z.int().min(0),
        alerted: z.partialRecord(kinds, z.number()),
        suppressed: z.partialRecord(kinds, z.int().min(0)),
      }),
    ),
    wealth: z.number(),
    peak: z.number().positive(),
    maxDrawdown: z.number(),
  })
  .refine(({ states, options }) => states.length === options.limits.length, "expected one state a limit")
  .refine(
    ({ assets, weights, history }) =>
      weights.length === (assets?.length ?? 0) && history.every((row) => row.length === weights.length),
    "expected weights and rows of history for every asset",
  );

/** Reads a checkpoint; throws `INVALID_INPUT` naming the field that is wrong. */
export function parseCheckpoint(value: unknown): RiskMonitorCheckpoint {
  return parseAs(schema, value, "checkpoint");
}
