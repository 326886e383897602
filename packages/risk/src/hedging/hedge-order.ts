import { invalidInput } from "@plimsoll/core";

/** An order as data: what to trade, not how. */
export interface HedgeOrder {
  readonly instrument: string;
  readonly side: "buy" | "sell";
  /** Contracts or units, positive. */
  readonly quantity: number;
  /** Price of one unit of the underlying or security. */
  readonly price: number;
  /** Units a contract. */
  readonly multiplier: number;
  /** quantity x price x multiplier. */
  readonly notional: number;
}

/** What a hedge asks to be traded, and what that costs. */
export interface HedgePlan {
  /** Empty where nothing needs doing. */
  readonly orders: readonly HedgeOrder[];
  /** In money: cost rate x notional, and option premiums paid less those received. */
  readonly cost: { readonly trading: number; readonly premium: number; readonly total: number };
}

/** A contract to hedge with. */
export interface Contract {
  readonly symbol: string;
  readonly price: number;
  /** @defaultValue 1 */
  readonly multiplier?: number;
}

/** Options that every hedge takes. */
export interface HedgeOptions {
  /** Cost as a fraction of the notional traded. @defaultValue 0 */
  readonly costRate?: number;
  /** Whole contracts (nearest) or fractions of them. @defaultValue "whole" */
  readonly rounding?: "whole" | "none";
}

/** The order that changes a position by `quantity` contracts; `null` where that rounds to none. */
export function orderOf(
  { symbol, price, multiplier = 1 }: Contract,
  quantity: number,
  rounding: "whole" | "none",
): HedgeOrder | null {
  const size = rounding === "whole" ? Math.round(Math.abs(quantity)) : Math.abs(quantity);
  if (size === 0) return null;
  return {
    instrument: symbol,
    side: quantity > 0 ? "buy" : "sell",
    quantity: size,
    price,
    multiplier,
    notional: size * price * multiplier,
  };
}

/** A plan of the orders that aren't `null`. */
export function planOf(orders: readonly (HedgeOrder | null)[], costRate: number, premium = 0): HedgePlan {
  const kept = orders.filter((order) => order !== null);
  const trading = kept.reduce((sum, { notional }) => sum + costRate * notional, 0);
  return { orders: kept, cost: { trading, premium, total: trading + premium } };
}

/** Checks a contract and the options; throws `INVALID_INPUT`. */
export function checkContract({ symbol, price, multiplier = 1 }: Contract, argument: string): void {
  for (const [name, value] of [
    ["price", price],
    ["multiplier", multiplier],
  ] as const) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw invalidInput(`${argument}.${name}`, `${argument} "${symbol}": expected a positive ${name}, was ${value}`);
  }
}

/** A finite number within limits; throws `INVALID_INPUT`. */
export function checkNumber(
  value: number,
  argument: string,
  least: number = -Infinity,
  most: number = Infinity,
): number {
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  const range =
    least === -Infinity
      ? "a finite number"
      : most === Infinity
        ? `a number of at least ${least}`
        : `a number from ${least} to ${most}`;
  throw invalidInput(argument, `${argument}: expected ${range}, was ${value}`, { received: String(value) });
}
