import * as z from "zod";
import { parseAs } from "../input/parse.ts";
import { type ScenarioStep, ScenarioStepSchema } from "./scenario-step.ts";

/** How the dates of a window were chosen: what the loss over it means depends on that. */
export type WindowConvention = "peak-to-trough" | "one-day" | "calendar-year" | "window";

/** What happened between two closes: returns are read from prices, never typed in. */
export interface HistoricalScenario {
  readonly kind: "historical";
  readonly name: string;
  /** ISO date whose close the loss is counted from. */
  readonly from: string;
  /** ISO date whose close ends it. */
  readonly to: string;
  readonly convention: WindowConvention;
  readonly description: string;
}

/** Returns that are assumed, asset by asset. */
export interface ShockScenario {
  readonly kind: "shock";
  readonly name: string;
  /** Simple return of each asset, above or equal to -1. */
  readonly shocks: Readonly<Record<string, number>>;
  /**
   * Return of the assets that `shocks` doesn't name; without it they must all be named.
   * @defaultValue none
   */
  readonly others?: number;
}

/** An ordered list of steps, each a filter and a perturbation; returns of steps that act on the same asset compound. */
export interface SteppedScenario {
  readonly kind: "steps";
  readonly name: string;
  readonly description: string;
  readonly steps: readonly ScenarioStep[];
}

/** A stress scenario as plain data. */
export type StressScenario = HistoricalScenario | ShockScenario | SteppedScenario;

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "expected an ISO date such as 2008-09-15");
const shock = z.number().min(-1, "expected a return of at least -1: nothing loses more than itself");

const historicalSchema: z.ZodType<HistoricalScenario> = z
  .strictObject({
    kind: z.literal("historical"),
    name: z.string().min(1),
    from: isoDate,
    to: isoDate,
    convention: z.enum(["peak-to-trough", "one-day", "calendar-year", "window"]),
    description: z.string(),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "expected a date after `from`" });

const shockSchema: z.ZodType<ShockScenario> = z.strictObject({
  kind: z.literal("shock"),
  name: z.string().min(1),
  shocks: z.record(z.string(), shock),
  others: z.exactOptional(shock),
});

const steppedSchema: z.ZodType<SteppedScenario> = z.strictObject({
  kind: z.literal("steps"),
  name: z.string().min(1),
  description: z.string(),
  steps: z.array(ScenarioStepSchema).min(1),
});

/** Reads a scenario; throws `INVALID_INPUT` naming the field that is wrong. */
export function parseScenario(value: unknown, argument = "scenario"): StressScenario {
  return parseAs<StressScenario>(z.union([historicalSchema, shockSchema, steppedSchema]), pick(value), argument);
}

// a union reports every branch: reading the kind first keeps the message about the one that was meant
function pick(value: unknown): unknown {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  if (kind === "historical") return parseAs(historicalSchema, value, "scenario");
  if (kind === "shock") return parseAs(shockSchema, value, "scenario");
  if (kind === "steps") return parseAs(steppedSchema, value, "scenario");
  return value;
}
