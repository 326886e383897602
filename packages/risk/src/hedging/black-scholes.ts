import { normalCdf, normalPdf } from "@plimsoll/numeric";
import { checkNumber } from "./hedge-order.ts";

/** A European option and its market. */
export interface BlackScholesInput {
  readonly kind: "call" | "put";
  readonly spot: number;
  readonly strike: number;
  /** Annual standard deviation. */
  readonly volatility: number;
  /** In years, positive. */
  readonly maturity: number;
  /** Continuously compounded, annual. @defaultValue 0 */
  readonly rate?: number;
  /** Continuously compounded, annual. @defaultValue 0 */
  readonly dividendYield?: number;
}

/** Price and sensitivities of one option on one unit. */
export interface BlackScholesValue {
  readonly price: number;
  readonly delta: number;
  readonly gamma: number;
  /** For a volatility 1 higher (100 points). */
  readonly vega: number;
  /** A year. */
  readonly theta: number;
  readonly rho: number;
}

/**
 * Price and Greeks of a European option (Black & Scholes 1973; Merton 1973).
 *
 * Throws `INVALID_INPUT` unless spot, strike, volatility and maturity are positive.
 *
 * @example
 * ```ts
 * import { blackScholes } from "@plimsoll/risk";
 *
 * // Hull (2018), example 15.6
 * const market = { spot: 42, strike: 40, volatility: 0.2, maturity: 0.5, rate: 0.1 };
 * console.log(blackScholes({ kind: "call", ...market }).price.toFixed(2)); // 4.76
 * console.log(blackScholes({ kind: "put", ...market }).price.toFixed(2)); // 0.81
 * ```
 */
export function blackScholes(input: BlackScholesInput): BlackScholesValue {
  const { kind, spot, strike, volatility, maturity, rate = 0, dividendYield = 0 } = input;
  checkNumber(spot, "spot", Number.MIN_VALUE);
  checkNumber(strike, "strike", Number.MIN_VALUE);
  checkNumber(volatility, "volatility", Number.MIN_VALUE);
  checkNumber(maturity, "maturity", Number.MIN_VALUE);
  checkNumber(rate, "rate");
  checkNumber(dividendYield, "dividendYield");
  const root = volatility * Math.sqrt(maturity);
  const d1 = (Math.log(spot / strike) + (rate - dividendYield + volatility ** 2 / 2) * maturity) / root;
  const d2 = d1 - root;
  const sign = kind === "call" ? 1 : -1;
  const forward = spot * Math.exp(-dividendYield * maturity);
  const discounted = strike * Math.exp(-rate * maturity);
  const density = forward * normalPdf(d1);
  const [n1, n2] = [normalCdf(sign * d1), normalCdf(sign * d2)];
  return {
    price: sign * (forward * n1 - discounted * n2),
    delta: (sign * forward * n1) / spot,
    gamma: density / (spot * spot * root),
    vega: density * Math.sqrt(maturity),
    theta:
      (-density * volatility) / (2 * Math.sqrt(maturity)) +
      sign * (dividendYield * forward * n1 - rate * discounted * n2),
    rho: sign * maturity * discounted * n2,
  };
}
