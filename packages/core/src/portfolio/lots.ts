import type { Decimal } from "decimal.js";
import * as z from "zod";
import { PlimsollError } from "../errors.ts";
import { minorUnitDigits } from "../values/currency.ts";
import { Exact, plain } from "../values/decimal.ts";
import { type LotData, LotSchema } from "../values/lot.ts";
import { type MoneyData, MoneySchema } from "../values/money.ts";
import { PositiveQuantitySchema, QUANTITY_DIGITS, QuantitySchema } from "../values/quantity.ts";
import { TickerSchema } from "../values/ticker.ts";
import { dayOf, TimeSchema } from "../values/time.ts";

/**
 * Which lots a closing trade takes first: the oldest (`fifo`), the newest (`lifo`), or those that realise the least gain
 * (`highest-cost`: dearest long lots, short lots with the smallest proceeds a share; ties to the oldest).
 */
export type LotMethod = "fifo" | "lifo" | "highest-cost";

/** Schema of {@link LotMethod}. */
export const LotMethodSchema: z.ZodType<LotMethod> = z.enum(["fifo", "lifo", "highest-cost"]);

/** The lots that a closing trade takes: by a method, or named one by one with quantities that sum to what is closed. */
export type LotSelection =
  | { readonly method: LotMethod }
  | { readonly method: "specific"; readonly lots: readonly { readonly id: string; readonly quantity: string }[] };

/** Schema of {@link LotSelection}. */
export const LotSelectionSchema: z.ZodType<LotSelection> = z.union([
  z.strictObject({ method: LotMethodSchema }),
  z.strictObject({
    method: z.literal("specific"),
    lots: z.array(z.strictObject({ id: z.string().min(1), quantity: PositiveQuantitySchema })).readonly(),
  }),
]);

/** What closing a lot, or part of one, realised: the line of a tax return. Amounts are in the portfolio's currency. */
export interface LotClosure {
  readonly lotId: string;
  readonly ticker: string;
  readonly side: "long" | "short";
  /** Shares closed, above zero (zero only where `cause` is `rounded-away`). */
  readonly quantity: string;
  /** When the lot was opened; for a short lot, when it was sold short. */
  readonly acquiredAt: string;
  /** When it was closed; for a short lot, when it was covered. */
  readonly disposedAt: string;
  /** Whole days between the two (UTC). */
  readonly holdingDays: number;
  /** What the shares cost, fees included; for a short lot, what covering them cost. */
  readonly costBasis: MoneyData;
  /** What the shares brought, fees deducted; for a short lot, what selling them short brought. */
  readonly proceeds: MoneyData;
  /** Proceeds less cost basis. */
  readonly gain: MoneyData;
  /** A trade, the fraction of a share that a split paid in cash, or a lot that a split left nothing of. */
  readonly cause: "trade" | "cash-in-lieu" | "rounded-away";
}

/** Schema of {@link LotClosure}. */
export const LotClosureSchema: z.ZodType<LotClosure> = z.strictObject({
  lotId: z.string(),
  ticker: TickerSchema,
  side: z.enum(["long", "short"]),
  quantity: QuantitySchema,
  acquiredAt: TimeSchema,
  disposedAt: TimeSchema,
  holdingDays: z.int().nonnegative(),
  costBasis: MoneySchema,
  proceeds: MoneySchema,
  gain: MoneySchema,
  cause: z.enum(["trade", "cash-in-lieu", "rounded-away"]),
});

/** Schema of the lots of one position, oldest first. */
export const LotListSchema: z.ZodType<readonly LotData[]> = z.array(LotSchema).readonly();

/** Part of a lot that is to be closed: how many shares (above zero), and their signed share of its cost. */
export interface LotPart {
  readonly lot: LotData;
  readonly side: "long" | "short";
  readonly quantity: Decimal;
  readonly cost: Decimal;
}

const unitCost = (lot: LotData): Decimal => new Exact(lot.costBasis.amount).dividedBy(lot.quantity);

function dearestFirst(lots: readonly LotData[]): readonly LotData[] {
  const sign = new Exact(lots[0]!.quantity).lt(0) ? -1 : 1;
  return [...lots].sort((a, b) => sign * unitCost(b).comparedTo(unitCost(a)));
}

const orders: Readonly<Record<LotMethod, (lots: readonly LotData[]) => readonly LotData[]>> = {
  fifo: (lots) => lots,
  lifo: (lots) => [...lots].reverse(),
  "highest-cost": dearestFirst,
};

// the whole of a lot takes its whole cost: costs are whole minor units, so nothing is left to round
function part(lot: LotData, quantity: Decimal): LotPart {
  const { amount, currency } = lot.costBasis;
  const share = new Exact(amount).times(quantity).dividedBy(new Exact(lot.quantity).abs());
  return {
    lot,
    side: lot.quantity.startsWith("-") ? "short" : "long",
    quantity,
    cost: share.toDecimalPlaces(minorUnitDigits(currency)),
  };
}

/**
 * Picks `quantity` shares out of `lots` (all of one position, oldest first).
 *
 * The cost of a part of a lot is its proportional share, rounded half-even to the minor unit; the rest stays with the
 * lot. Errors: `NOT_FOUND` for a lot that isn't open, `RULE_VIOLATED` (`lot-selection`) for quantities that don't fit.
 */
export function pickLots(lots: readonly LotData[], quantity: Decimal, selection: LotSelection): readonly LotPart[] {
  if (selection.method === "specific") return pickNamedLots(lots, quantity, selection.lots);
  const parts: LotPart[] = [];
  let left = quantity;
  for (const lot of orders[selection.method](lots)) {
    if (left.isZero()) break;
    const taken = Exact.min(left, new Exact(lot.quantity).abs());
    parts.push(part(lot, taken));
    left = left.minus(taken);
  }
  return parts;
}

function pickNamedLots(
  lots: readonly LotData[],
  quantity: Decimal,
  named: readonly { readonly id: string; readonly quantity: string }[],
): readonly LotPart[] {
  const refuse = (message: string): never => {
    throw new PlimsollError("RULE_VIOLATED", message, { rule: "lot-selection" });
  };
  const seen = new Set<string>();
  let sum = new Exact(0);
  const parts = named.map(({ id, quantity: text }) => {
    const lot = lots.find((candidate) => candidate.id === id);
    if (lot === undefined) {
      const open = lots.map((candidate) => candidate.id).join(", ");
      throw new PlimsollError("NOT_FOUND", `no open lot "${id}": expected one of ${open}`, {
        kind: "lot",
        id,
      });
    }
    if (seen.has(id)) refuse(`lot "${id}" is named twice: name it once with the sum`);
    seen.add(id);
    const taken = new Exact(text);
    if (taken.gt(new Exact(lot.quantity).abs())) {
      refuse(`can't close ${text} of lot "${id}": it holds ${lot.quantity}; name at most that`);
    }
    sum = sum.plus(taken);
    return part(lot, taken);
  });
  if (!sum.eq(quantity)) {
    refuse(
      `the named lots sum to ${plain(sum)}, the trade closes ${plain(quantity)}: name quantities that sum to what is closed`,
    );
  }
  return parts;
}

/** What closing `part` for `amount` realised: `amount` came in for a long lot, was paid for a short one. */
export function closure(part: LotPart, amount: Decimal, disposedAt: string, cause: LotClosure["cause"]): LotClosure {
  const { lot, side } = part;
  const currency = lot.costBasis.currency;
  const cost = side === "long" ? part.cost : amount;
  const proceeds = side === "long" ? amount : part.cost.negated();
  const money = (value: Decimal): MoneyData => ({ amount: plain(value), currency });
  return {
    lotId: lot.id,
    ticker: lot.ticker,
    side,
    quantity: plain(part.quantity),
    acquiredAt: lot.acquiredAt,
    disposedAt,
    holdingDays: dayOf(disposedAt) - dayOf(lot.acquiredAt),
    costBasis: money(cost),
    proceeds: money(proceeds),
    gain: money(proceeds.minus(cost)),
    cause,
  };
}

/** Cost that a closure takes out of the open lots, negative for a short lot. */
export function closedCost(closed: LotClosure): Decimal {
  return closed.side === "long" ? new Exact(closed.costBasis.amount) : new Exact(closed.proceeds.amount).negated();
}

/** `lots` without what was closed; lots that are closed entirely go. */
export function withoutClosed(lots: readonly LotData[], closed: readonly LotClosure[]): readonly LotData[] {
  const byLot = new Map(closed.map((item) => [item.lotId, item]));
  return lots.flatMap((lot) => {
    const item = byLot.get(lot.id);
    if (item === undefined) return [lot];
    const sign = item.side === "long" ? 1 : -1;
    const quantity = new Exact(lot.quantity).minus(new Exact(item.quantity).times(sign));
    if (quantity.isZero()) return [];
    const cost = new Exact(lot.costBasis.amount).minus(closedCost(item));
    return [
      {
        ...lot,
        quantity: plain(quantity),
        costBasis: { amount: plain(cost), currency: lot.costBasis.currency },
      },
    ];
  });
}

/**
 * `lots` after every share became `numerator / denominator` shares; costs stay as they are.
 *
 * The total is truncated to 12 digits after the point and the lots take cumulative differences, so that they sum to it
 * exactly. A lot may end with quantity zero.
 */
export function scaleLots(lots: readonly LotData[], numerator: number, denominator: number): readonly LotData[] {
  const scale = (value: Decimal): Decimal =>
    value.times(numerator).dividedBy(denominator).toDecimalPlaces(QUANTITY_DIGITS, Exact.ROUND_DOWN);
  let before = new Exact(0);
  let after = new Exact(0);
  return lots.map((lot) => {
    before = before.plus(lot.quantity);
    const quantity = scale(before).minus(after);
    after = after.plus(quantity);
    const price = new Exact(lot.price.amount).times(denominator).dividedBy(numerator);
    return {
      ...lot,
      quantity: plain(quantity),
      price: { amount: positivePrice(price), currency: lot.price.currency },
    };
  });
}

/** A price to 18 digits after the point, at least the smallest of them: scaling must not make a price zero. */
export function positivePrice(price: Decimal): string {
  const rounded = price.toDecimalPlaces(18);
  return plain(rounded.isZero() ? new Exact("1e-18") : rounded);
}
