import * as z from "zod";
import { PlimsollError } from "../../errors.ts";
import type { PricePanel } from "../../panel/price-panel.ts";
import { panelFromBars } from "../../ports/bar-panels.ts";
import { barFields, type BarField, type BarInterval, type BarSeries } from "../../ports/bars.ts";
import type { MarketDataRepository } from "../../ports/market-data-repository.ts";
import { check } from "../../values/check.ts";
import { TickerSchema } from "../../values/ticker.ts";

/** Which prices a use case works on. */
export interface PriceRequest {
  /** At least one; each once. */
  readonly assets: readonly string[];
  /** First date or instant, included. @defaultValue the first there is */
  readonly from?: string | undefined;
  /** Last date or instant, included. @defaultValue the last there is */
  readonly to?: string | undefined;
  /** @defaultValue "day" */
  readonly interval?: BarInterval | undefined;
  /** Which number of a bar. @defaultValue "close" */
  readonly field?: BarField | undefined;
  /** See the prices as they were known at this moment, ISO 8601 with zone. @defaultValue everything stored */
  readonly knownAt?: string | undefined;
}

/** The fields of {@link PriceRequest}, to be spread into the schema of a request. */
export const priceShape: {
  readonly assets: z.ZodType<readonly string[]>;
  readonly from: z.ZodOptional<z.ZodString>;
  readonly to: z.ZodOptional<z.ZodString>;
  readonly interval: z.ZodOptional<z.ZodType<BarInterval>>;
  readonly field: z.ZodOptional<z.ZodType<BarField>>;
  readonly knownAt: z.ZodOptional<z.ZodString>;
} = {
  assets: z
    .array(TickerSchema)
    .min(1, "expected at least one asset")
    .refine((assets) => new Set(assets).size === assets.length, "expected each asset once")
    .readonly(),
  from: z.string().optional(),
  to: z.string().optional(),
  interval: z.enum(["minute", "hour", "day", "week", "month"]).optional(),
  field: z.enum(barFields).optional(),
  knownAt: z.string().optional(),
};

/** Schema of {@link PriceRequest}. */
export const PriceRequestSchema: z.ZodType<PriceRequest> = z.strictObject(priceShape);

/**
 * Query: stored prices as a panel, in the order of the assets asked for.
 *
 * Errors: `INVALID_INPUT` for a malformed request or time; `NOT_ENOUGH_DATA` naming the first asset with fewer than
 * `least` prices in the range (`@defaultValue 1`).
 */
export async function readPrices(
  ports: { readonly marketData: MarketDataRepository },
  request: PriceRequest,
  options: { readonly least?: number } = {},
): Promise<PricePanel> {
  const { assets, from, to, interval = "day", field = "close", knownAt } = check(PriceRequestSchema, request, "prices");
  const series: BarSeries[] = [];
  for (const asset of assets) series.push(await ports.marketData.readBars({ asset, interval, from, to, knownAt }));
  const required = options.least ?? 1;
  for (const one of series) {
    const available = one[field].reduce((count, price) => (Number.isNaN(price) ? count : count + 1), 0);
    if (available >= required) continue;
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${one.asset} has ${available} ${interval} prices in the range, ${required} are needed: store more, or widen the range`,
      { required, available, argument: one.asset },
    );
  }
  return panelFromBars(series, field);
}
