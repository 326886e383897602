import { invalidInput } from "@plimsoll/core";
import {
  checkContract,
  checkNumber,
  type Contract,
  type HedgeOptions,
  type HedgePlan,
  orderOf,
  planOf,
} from "./hedge-order.ts";

/** A position in one risky instrument that a rule scales. */
export interface ExposureInput extends HedgeOptions {
  /** Of the whole portfolio, in money, positive. */
  readonly value: number;
  readonly risky: Contract;
  /** Units or contracts of the risky instrument held now. */
  readonly held: number;
  /** Largest exposure as a multiple of the value. @defaultValue 1 */
  readonly maximumExposure?: number;
}

/** The exposure that a rule asks for. */
export interface ExposurePlan extends HedgePlan {
  /** Fraction of the value that the rule wants in the risky instrument, within its limits. */
  readonly target: number;
  /** After the orders. */
  readonly exposure: number;
}

function adjust(input: ExposureInput, target: number, band: number): ExposurePlan {
  const { value, risky, held, costRate = 0, rounding = "whole" } = input;
  checkNumber(costRate, "costRate", 0);
  const unit = risky.price * (risky.multiplier ?? 1);
  const now = (held * unit) / value;
  const order = Math.abs(target - now) <= band ? null : orderOf(risky, ((target - now) * value) / unit, rounding);
  const traded = order === null ? 0 : order.side === "buy" ? order.quantity : -order.quantity;
  return { ...planOf([order], costRate), target, exposure: ((held + traded) * unit) / value };
}

function checkExposure(input: ExposureInput): number {
  checkNumber(input.value, "value", Number.MIN_VALUE);
  checkNumber(input.held, "held");
  checkContract(input.risky, "risky");
  return checkNumber(input.maximumExposure ?? 1, "maximumExposure", 0);
}

/**
 * Constant-proportion portfolio insurance: exposure = multiplier x (value - floor), between 0 and the maximum (Black & Jones 1987).
 *
 * A fall of more than 1 / multiplier between two rebalances goes through the floor (`gapRisk`). At or below the floor the
 * exposure is 0.
 *
 * @example
 * ```ts
 * import { cppi } from "@plimsoll/risk";
 *
 * const plan = cppi({ value: 1000, floor: 800, multiplier: 4, risky: { symbol: "SPY", price: 10 }, held: 60 });
 * console.log(plan.target, plan.orders[0]?.side, plan.orders[0]?.quantity, plan.gapRisk); // 0.8 buy 20 0.25
 * ```
 */
export function cppi(
  input: ExposureInput & {
    /** Value that must not be lost, in money, today. */
    readonly floor: number;
    /** Above 1 as a rule. */
    readonly multiplier: number;
    /** Change of exposure that is left alone, as a fraction of the value. @defaultValue 0 */
    readonly band?: number;
  },
): ExposurePlan & { readonly cushion: number; readonly gapRisk: number } {
  const most = checkExposure(input);
  checkNumber(input.floor, "floor", 0);
  checkNumber(input.multiplier, "multiplier", Number.MIN_VALUE);
  const cushion = Math.max(0, input.value - input.floor);
  const target = Math.min(most, (input.multiplier * cushion) / input.value);
  return { ...adjust(input, target, checkNumber(input.band ?? 0, "band", 0)), cushion, gapRisk: 1 / input.multiplier };
}

/**
 * Volatility targeting: exposure = target / forecast volatility, up to the maximum (Moreira & Muir 2017 scale by variance instead:
 * `power: 2`).
 *
 * @example
 * ```ts
 * import { volatilityTarget } from "@plimsoll/risk";
 *
 * const risky = { symbol: "SPY", price: 100 };
 * const plan = volatilityTarget({ value: 100_000, targetVolatility: 0.1, forecastVolatility: 0.25, risky, held: 1000 });
 * console.log(plan.target, plan.orders[0]?.side, plan.orders[0]?.quantity); // 0.4 sell 600
 * ```
 */
export function volatilityTarget(
  input: ExposureInput & {
    /** Annual, like the forecast. */
    readonly targetVolatility: number;
    readonly forecastVolatility: number;
    /** (target / forecast)^power. @defaultValue 1 */
    readonly power?: 1 | 2;
    /** Change of exposure that is left alone, as a fraction of the value. @defaultValue 0 */
    readonly band?: number;
  },
): ExposurePlan {
  const most = checkExposure(input);
  checkNumber(input.targetVolatility, "targetVolatility", 0);
  checkNumber(input.forecastVolatility, "forecastVolatility", Number.MIN_VALUE);
  const ratio = (input.targetVolatility / input.forecastVolatility) ** (input.power ?? 1);
  return adjust(input, Math.min(most, ratio), checkNumber(input.band ?? 0, "band", 0));
}

/** What is asked of {@link rebalancingBands}. */
export interface RebalancingInput extends HedgeOptions {
  /** Of the whole portfolio, in money, positive. */
  readonly value: number;
  /** What is held of each asset now and what should be; the rest of the value is cash. */
  readonly assets: readonly (Contract & { readonly held: number; readonly target: number })[];
  /** Deviation of a weight that is left alone: absolute, or as a fraction of its target. */
  readonly band: { readonly kind: "absolute" | "relative"; readonly width: number };
  /** Trade to the target, or only back to the nearest edge of the band, which trades less. @defaultValue "target" */
  readonly tradeTo?: "target" | "edge";
  /** Trade only what left its band, or everything once one has left. @defaultValue "outside" */
  readonly scope?: "outside" | "all";
}

/** Orders that bring weights back. */
export interface RebalancingPlan extends HedgePlan {
  /** Symbols whose weight had left its band. */
  readonly outside: readonly string[];
  /** Sum of |notional| over the value. */
  readonly turnover: number;
  readonly weights: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
}

/**
 * Rebalances only what has drifted out of its band.
 *
 * Throws `INVALID_INPUT` for prices and values that aren't positive and a negative width.
 *
 * @example
 * ```ts
 * import { rebalancingBands } from "@plimsoll/risk";
 *
 * const { orders, outside } = rebalancingBands({
 *   value: 10_000,
 *   assets: [
 *     { symbol: "stocks", price: 100, held: 68, target: 0.6 },
 *     { symbol: "bonds", price: 50, held: 64, target: 0.4 },
 *   ],
 *   band: { kind: "absolute", width: 0.05 },
 * });
 * console.log(outside.join(" "), orders.map(({ side, quantity }) => `${side} ${quantity}`).join(", ")); // stocks bonds sell 8, buy 16
 * ```
 */
export function rebalancingBands(input: RebalancingInput): RebalancingPlan {
  const { value, assets, band, tradeTo = "target", scope = "outside", costRate = 0, rounding = "whole" } = input;
  checkNumber(value, "value", Number.MIN_VALUE);
  checkNumber(band.width, "band.width", 0);
  checkNumber(costRate, "costRate", 0);
  const rows = assets.map((asset, i) => {
    checkContract(asset, `assets[${i}]`);
    checkNumber(asset.held, `assets[${i}].held`);
    checkNumber(asset.target, `assets[${i}].target`);
    if (assets.findIndex(({ symbol }) => symbol === asset.symbol) < i) {
      throw invalidInput(`assets[${i}].symbol`, `assets: "${asset.symbol}" is there twice`);
    }
    const unit = asset.price * (asset.multiplier ?? 1);
    const before = (asset.held * unit) / value;
    const width = band.kind === "absolute" ? band.width : band.width * Math.abs(asset.target);
    return { asset, unit, before, width, outside: Math.abs(before - asset.target) > width };
  });
  const trading = rows.some(({ outside }) => outside);
  const orders = rows.map(({ asset, unit, before, width, outside }) => {
    if (!outside && !(trading && scope === "all")) return null;
    const edge = Math.min(asset.target + width, Math.max(asset.target - width, before));
    return orderOf(asset, (((tradeTo === "edge" ? edge : asset.target) - before) * value) / unit, rounding);
  });
  const plan = planOf(orders, costRate);
  return {
    ...plan,
    outside: rows.filter(({ outside }) => outside).map(({ asset }) => asset.symbol),
    turnover: plan.orders.reduce((sum, { notional }) => sum + notional, 0) / value,
    weights: Object.fromEntries(
      rows.map(({ asset, before }, i) => {
        const order = orders[i]!;
        const change = order === null ? 0 : ((order.side === "buy" ? 1 : -1) * order.notional) / value;
        return [asset.symbol, { before, after: before + change }];
      }),
    ),
  };
}
