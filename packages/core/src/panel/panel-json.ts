import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { frameOf, type PanelFrame } from "./frame.ts";
import type { PanelAxis } from "./axis.ts";
import type { ReturnMethod } from "./returns.ts";

/** The JSON form of a {@link PricePanel}: `null` is a missing value. */
export interface PanelJson {
  /** ISO dates (`2024-01-31`) or instants (`2024-01-31T14:30:00Z`), strictly ascending. */
  readonly dates: readonly string[];
  readonly assets: readonly string[];
  /** One row for each date, one number for each asset. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** The JSON form of a {@link ReturnPanel}; simple returns are written without `method`. */
export interface ReturnPanelJson extends PanelJson {
  /** @defaultValue "simple" */
  readonly method?: ReturnMethod | undefined;
}

const members = {
  dates: z.array(z.string()),
  assets: z.array(z.string()),
  values: z.array(z.array(z.number().nullable())),
};

/** Schema of {@link PanelJson}: the shape only; {@link PricePanel.parse} checks lengths, names and the order of dates. */
export const PanelJsonSchema: z.ZodType<PanelJson> = z.strictObject(members);

/** Schema of {@link ReturnPanelJson}: the shape only; {@link ReturnPanel.parse} checks the rest. */
export const ReturnPanelJsonSchema: z.ZodType<ReturnPanelJson> = z.strictObject({
  ...members,
  method: z.enum(["simple", "log"]).optional(),
});

/** What `structuredClone` leaves of a panel: its fields without its class. */
interface ClonedPanel {
  readonly kind: unknown;
  readonly axis: PanelAxis;
  readonly index: Float64Array;
  readonly assets: readonly string[];
  readonly values: Float64Array;
  readonly method?: ReturnMethod;
}

/** Reads a price panel from JSON data or from a structured clone of one. */
export function parsePrices(input: unknown): PanelFrame {
  if (isClone(input, "price")) return frameOf({ dates: input, assets: input.assets, values: input.values });
  return frameOf(parseWith(PanelJsonSchema, input));
}

/** Reads a return panel from JSON data or from a structured clone of one. */
export function parseReturns(input: unknown): { readonly frame: PanelFrame; readonly method: ReturnMethod } {
  if (isClone(input, "return")) {
    const frame = frameOf({ dates: input, assets: input.assets, values: input.values });
    return { frame, method: input.method ?? "simple" };
  }
  const json = parseWith(ReturnPanelJsonSchema, input);
  return { frame: frameOf(json), method: json.method ?? "simple" };
}

function isClone(input: unknown, kind: "price" | "return"): input is ClonedPanel {
  if (typeof input !== "object" || input === null) return false;
  const { values, index, kind: found } = input as Partial<ClonedPanel>;
  return values instanceof Float64Array && index instanceof Float64Array && found === kind;
}

function parseWith<Json>(schema: z.ZodType<Json>, input: unknown): Json {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.join(".");
  throw invalidInput(
    path === "" ? "panel" : path,
    `${path === "" ? "panel" : `panel.${path}`}: ${issue.message}: write a panel as { dates, assets, values }, null for a missing value`,
    { expected: "the JSON form of a panel", received: issue.code },
  );
}
