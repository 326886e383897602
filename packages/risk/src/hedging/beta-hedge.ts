import {
  checkContract,
  checkNumber,
  type Contract,
  type HedgeOptions,
  type HedgePlan,
  orderOf,
  planOf,
} from "./hedge-order.ts";

/** What is asked of {@link betaHedge}. */
export interface BetaHedgeInput extends HedgeOptions {
  /** In money, positive. */
  readonly value: number;
  /** Of the portfolio to the index of the future. */
  readonly beta: number;
  /** @defaultValue 0 */
  readonly targetBeta?: number;
  readonly future: Contract;
  /** Contracts held already, negative for short. @defaultValue 0 */
  readonly held?: number;
}

/** A hedge of beta and what remains after rounding. */
export interface BetaHedge extends HedgePlan {
  /** Contracts to hold, before rounding; negative is short. */
  readonly contracts: number;
  /** Beta after the orders. */
  readonly achievedBeta: number;
}

/**
 * Futures that bring a portfolio's beta to a target: (target - beta) value / (price x multiplier) contracts.
 *
 * Throws `INVALID_INPUT` for numbers that aren't finite and prices that aren't positive.
 *
 * @example
 * ```ts
 * import { betaHedge } from "@plimsoll/risk";
 *
 * // the textbook case of Hull (2018), section 3.5: value 5.05 million, beta 1.5, future 1010 x 250
 * const { orders, contracts } = betaHedge({ value: 5_050_000, beta: 1.5, future: { symbol: "ES", price: 1010, multiplier: 250 } });
 * console.log(contracts, orders[0]?.side, orders[0]?.quantity); // -30 sell 30
 * ```
 */
export function betaHedge(input: BetaHedgeInput): BetaHedge {
  const { value, beta, targetBeta = 0, future, held = 0, costRate = 0, rounding = "whole" } = input;
  checkNumber(value, "value", Number.MIN_VALUE);
  checkNumber(beta, "beta");
  checkNumber(targetBeta, "targetBeta");
  checkNumber(held, "held");
  checkNumber(costRate, "costRate", 0);
  checkContract(future, "future");
  const unit = future.price * (future.multiplier ?? 1);
  const contracts = ((targetBeta - beta) * value) / unit;
  const order = orderOf(future, contracts - held, rounding);
  const after = held + (order === null ? 0 : order.side === "buy" ? order.quantity : -order.quantity);
  return { ...planOf([order], costRate), contracts, achievedBeta: beta + (after * unit) / value };
}
