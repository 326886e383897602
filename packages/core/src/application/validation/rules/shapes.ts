import * as z from "zod";
import { TickerSchema } from "../../../values/ticker.ts";
import type { RuleSeverity } from "../rule.ts";

/** A fraction of the portfolio's value. */
export const fraction: z.ZodType<number> = z.number().min(0).max(1);

/** Assets by name. */
export const assetList: z.ZodType<readonly string[]> = z.array(TickerSchema).readonly();

/** How bad a breach is; `error` where it isn't said. */
export const severity: z.ZodOptional<z.ZodType<RuleSeverity>> = z.enum(["error", "warning"]).optional();
