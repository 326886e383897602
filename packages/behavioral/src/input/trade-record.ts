import * as z from "zod";

/** A trade as it stands in an account statement. */
export interface TradeRecord {
  /** @defaultValue "row-<n>", n counted from 1 */
  readonly id?: string | undefined;
  readonly side: "buy" | "sell";
  readonly asset: string;
  /** Units traded, >= 0; a row of zero units is dropped and reported. */
  readonly quantity: number;
  /** Price of one unit, > 0. */
  readonly price: number;
  /** ISO date or date and time, `"2024-01-31"`, `"2024-01-31T14:05:00Z"`; without a zone `timeZone` must be given. */
  readonly at: string;
  /** Which of a household's accounts traded; positions are kept apart.
   * @defaultValue "" */
  readonly account?: string | undefined;
  /** Commission and fees of the trade in money, >= 0.
   * @defaultValue 0 */
  readonly cost?: number | undefined;
  /** The limit the investor set, when the order had one. */
  readonly limitPrice?: number | undefined;
}

export const TradeRecordSchema: z.ZodType<TradeRecord> = z.strictObject({
  id: z.string().min(1).optional(),
  side: z.enum(["buy", "sell"]),
  asset: z.string().min(1),
  quantity: z.number().nonnegative(),
  price: z.number().positive(),
  at: z.string(),
  account: z.string().optional(),
  cost: z.number().nonnegative().optional(),
  limitPrice: z.number().positive().optional(),
});

/** What was changed in the input before it was analysed: nothing is repaired in silence. */
export interface Repair {
  readonly kind: "sorted" | "zero-quantity" | "oversold" | "missing-price" | "unknown-asset";
  /** The trade, where the repair concerns one. */
  readonly trade?: string;
  readonly asset?: string;
  readonly message: string;
}
