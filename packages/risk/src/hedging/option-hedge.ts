import { invalidInput } from "@plimsoll/core";
import { findRoot, normalQuantile } from "@plimsoll/numeric";
import { blackScholes, type BlackScholesInput, type BlackScholesValue } from "./black-scholes.ts";
import { checkNumber, type HedgeOptions, type HedgePlan, orderOf, planOf } from "./hedge-order.ts";

/** The market of the options and the position they protect. */
export interface OptionHedgeInput extends HedgeOptions, Omit<BlackScholesInput, "kind" | "strike"> {
  /** Value of the position, in money, positive. */
  readonly value: number;
  /** Of the position to the underlying of the options. @defaultValue 1 */
  readonly beta?: number;
  /** Units of the underlying an option is for. @defaultValue 100 */
  readonly multiplier?: number;
  /** Of the underlying, for the names of the options. @defaultValue "underlying" */
  readonly symbol?: string;
}

/** One leg of an option hedge. */
export interface OptionLeg {
  readonly kind: "call" | "put";
  readonly strike: number;
  /** Of one option on one unit. */
  readonly value: BlackScholesValue;
  /** Contracts, positive for bought. */
  readonly contracts: number;
}

/** A hedge with options. */
export interface OptionHedge extends HedgePlan {
  readonly legs: readonly OptionLeg[];
  /** Delta of position and options together over that of the position alone, before rounding. */
  readonly deltaShare: number;
  /** Lowest value of position and options at expiry less the premium, as a fraction of `value`; for beta 1. */
  readonly floor: number;
  /** Highest, likewise; Infinity without a call. */
  readonly cap: number;
}

/** The strike at which an option has a given delta (its absolute value for a put). */
function strikeOfDelta(kind: "call" | "put", delta: number, input: OptionHedgeInput): number {
  const { spot, volatility, maturity, rate = 0, dividendYield = 0 } = input;
  const undiscounted = delta * Math.exp(dividendYield * maturity);
  if (!(delta > 0 && undiscounted < 1)) {
    throw invalidInput(
      "delta",
      `delta: expected a number between 0 and ${Math.exp(-dividendYield * maturity)}, was ${delta}`,
    );
  }
  const d1 = kind === "call" ? normalQuantile(undiscounted) : -normalQuantile(undiscounted);
  return (
    spot * Math.exp((rate - dividendYield + volatility ** 2 / 2) * maturity - d1 * volatility * Math.sqrt(maturity))
  );
}

/** A strike given as such or by its delta. */
export type StrikeChoice = { readonly strike: number } | { readonly delta: number };

function strikeOf(kind: "call" | "put", choice: StrikeChoice, input: OptionHedgeInput): number {
  if ("strike" in choice) return checkNumber(choice.strike, `${kind}.strike`, Number.MIN_VALUE);
  return strikeOfDelta(kind, choice.delta, input);
}

/**
 * Buys puts on the whole position: losses end at the strike.
 *
 * The strike is given, or follows from the put's delta (0.25 for a 25-delta put). Prices and deltas are Black and Scholes'. Throws
 * `INVALID_INPUT` for markets that aren't positive.
 *
 * @example
 * ```ts
 * import { protectivePut } from "@plimsoll/risk";
 *
 * const { orders, floor, deltaShare } = protectivePut(
 *   { value: 1_000_000, spot: 100, volatility: 0.2, maturity: 0.5, rate: 0.03, symbol: "SPX" },
 *   { strike: 90 },
 * );
 * console.log(orders[0]?.instrument, orders[0]?.quantity, floor.toFixed(3), deltaShare.toFixed(2));
 * // SPX put 90.00 100 0.885 0.82
 * ```
 */
export function protectivePut(input: OptionHedgeInput, put: StrikeChoice): OptionHedge {
  return assemble(input, [{ kind: "put", strike: strikeOf("put", put, input), side: 1 }]);
}

/**
 * Buys puts and sells calls: the calls pay for some or all of the puts and cap the gain.
 *
 * Without `call` its strike is the one that costs nothing: the premium received equals that paid.
 *
 * @example
 * ```ts
 * import { collar } from "@plimsoll/risk";
 *
 * const market = { value: 1_000_000, spot: 100, volatility: 0.2, maturity: 0.5, rate: 0.03 };
 * const { legs, cost, floor, cap } = collar(market, { put: { delta: 0.25 } });
 * console.log(legs.map(({ kind, strike }) => `${kind} ${strike.toFixed(1)}`).join(", ")); // put 93.2, call 111.4
 * console.log(Math.abs(cost.premium) < 1e-6, floor.toFixed(2), cap.toFixed(2)); // true 0.93 1.11
 * ```
 */
export function collar(
  input: OptionHedgeInput,
  legs: {
    readonly put: StrikeChoice;
    /** @defaultValue the strike at which the collar costs nothing */
    readonly call?: StrikeChoice;
  },
): OptionHedge {
  const put = strikeOf("put", legs.put, input);
  const paid = blackScholes({ ...input, kind: "put", strike: put }).price;
  const call = legs.call === undefined ? freeCall(input, paid) : strikeOf("call", legs.call, input);
  if (call < put) {
    throw invalidInput(
      "call",
      `call: its strike ${call} lies below that of the put ${put}: choose a lower put or a higher call`,
    );
  }
  return assemble(input, [
    { kind: "put", strike: put, side: 1 },
    { kind: "call", strike: call, side: -1 },
  ]);
}

function freeCall(input: OptionHedgeInput, premium: number): number {
  const priced = (logStrike: number): number =>
    blackScholes({ ...input, kind: "call", strike: input.spot * Math.exp(logStrike) }).price - premium;
  const width = 10 * input.volatility * Math.sqrt(input.maturity) + 1;
  if (priced(-width) < 0) throw invalidInput("put", "put: it costs more than any call: choose a lower strike");
  return input.spot * Math.exp(findRoot(priced, -width, width));
}

function assemble(
  input: OptionHedgeInput,
  legs: readonly { readonly kind: "call" | "put"; readonly strike: number; readonly side: 1 | -1 }[],
): OptionHedge {
  const { value, spot, beta = 1, multiplier = 100, symbol = "underlying", costRate = 0, rounding = "whole" } = input;
  checkNumber(value, "value", Number.MIN_VALUE);
  checkNumber(beta, "beta", Number.MIN_VALUE);
  checkNumber(multiplier, "multiplier", Number.MIN_VALUE);
  checkNumber(costRate, "costRate", 0);
  const contracts = (beta * value) / (spot * multiplier);
  let premium = 0;
  let delta = 1;
  let perUnit = 0;
  const described = legs.map(({ kind, strike, side }) => {
    const priced = blackScholes({ ...input, kind, strike });
    delta += side * priced.delta;
    perUnit += side * priced.price;
    const contract = { symbol: `${symbol} ${kind} ${strike.toFixed(2)}`, price: priced.price, multiplier };
    const order = orderOf(contract, side * contracts, rounding);
    premium += side * (order?.notional ?? 0);
    return { order, leg: { kind, strike, value: priced, contracts: side * (order?.quantity ?? 0) } };
  });
  const put = legs.find(({ kind }) => kind === "put");
  const call = legs.find(({ kind }) => kind === "call");
  return {
    ...planOf(
      described.map(({ order }) => order),
      costRate,
      premium,
    ),
    legs: described.map(({ leg }) => leg),
    deltaShare: delta,
    floor: put === undefined ? 0 : (put.strike - perUnit) / spot,
    cap: call === undefined ? Infinity : (call.strike - perUnit) / spot,
  };
}
