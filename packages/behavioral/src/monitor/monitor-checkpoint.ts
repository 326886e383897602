import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { BehaviorReport } from "../analyze-behavior.ts";
import { biasKeys } from "../detectors/bias-key.ts";
import type { BehaviorOptions } from "../input/behavior-options.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import type { InvestorProfile } from "../profile/investor-profile.ts";
import type { MonitorAlert } from "./monitor-alert.ts";
import type { MonitorHistory, PriceObservation } from "./monitor-profile.ts";

/** One thing a monitor was told, in the order of telling. */
export type MonitorEvent =
  | { readonly kind: "prices"; readonly observation: PriceObservation }
  | { readonly kind: "trade"; readonly trade: TradeRecord };

/** The last fit that reviews go by. */
export interface Fit {
  readonly biases: BehaviorReport["biases"] | null;
  readonly profile: InvestorProfile | null;
  readonly trades: number | null;
}

/** A monitor as JSON. */
export interface MonitorCheckpoint {
  readonly version: 1;
  readonly history: MonitorHistory;
  readonly options: BehaviorOptions;
  readonly falseAlarmRate: number;
  readonly events: readonly MonitorEvent[];
  readonly fit: Fit;
  readonly alerts: readonly MonitorAlert[];
}

const list = z.array(z.looseObject({}));

/** The outline; trades, prices and options are checked where they are read. */
const CheckpointSchema = z.looseObject({
  version: z.literal(1),
  history: z.looseObject({ trades: list, prices: list }),
  options: z.looseObject({}),
  falseAlarmRate: z.number().gt(0).lt(1),
  events: z.array(
    z.union([
      z.looseObject({
        kind: z.literal("prices"),
        observation: z.looseObject({ at: z.string(), prices: z.looseObject({}) }),
      }),
      z.looseObject({ kind: z.literal("trade"), trade: z.looseObject({}) }),
    ]),
  ),
  fit: z.looseObject({
    biases: z.looseObject({}).nullable(),
    profile: z.looseObject({}).nullable(),
    trades: z.number().nullable(),
  }),
  alerts: z.array(z.looseObject({ bias: z.enum(biasKeys) })),
});

/** Throws `INVALID_INPUT` naming the field where `checkpoint` is none. */
export function checkCheckpoint(checkpoint: unknown): void {
  const parsed = CheckpointSchema.safeParse(checkpoint);
  if (parsed.success) return;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.length === 0 ? "checkpoint" : issue.path.join(".");
  throw invalidInput(field, `not a checkpoint of a behaviour monitor, ${field}: ${issue.message}`);
}
