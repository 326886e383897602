import * as z from "zod";
import { fact } from "../portfolio-events.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { violation } from "../rules.ts";

/** Records that a model which decisions rest on no longer fits its data. */
export interface RecordModelDrift extends CommandContext {
  readonly kind: "record-model-drift";
  readonly model: string;
  readonly modelVersion: string;
  /** What was measured, such as `"population-stability-index"`. */
  readonly statistic: string;
  readonly value: number;
  readonly threshold: number;
  /** On which side of the threshold drift lies: `below` for a p-value. @defaultValue "above" */
  readonly drift?: "above" | "below";
  /** @defaultValue "" */
  readonly description?: string;
}

export const recordModelDrift: CommandHandler<RecordModelDrift> = {
  kind: "record-model-drift",
  schema: z.strictObject({
    kind: z.literal("record-model-drift"),
    ...contextShape,
    model: z.string().min(1),
    modelVersion: z.string().min(1),
    statistic: z.string().min(1),
    value: z.number(),
    threshold: z.number(),
    drift: z.enum(["above", "below"]).exactOptional(),
    description: z.string().exactOptional(),
  }),
  decide: whenOpen((_, { model, modelVersion, statistic, value, threshold, drift = "above", description = "" }) => {
    if (drift === "above" ? value <= threshold : value >= threshold) {
      throw violation(
        "model-drift",
        `${statistic} of model "${model}" is ${value}, not ${drift} its threshold ${threshold}: there is no drift to record`,
      );
    }
    return [fact("ModelDriftDetected", { model, modelVersion, statistic, value, threshold, drift, description })];
  }),
};
