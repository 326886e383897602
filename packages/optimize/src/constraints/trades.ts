import { invalidInput } from "@plimsoll/core";
import type { PerAsset, ProblemContext } from "../problem/context.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import type { Reading } from "./constraint-kind.ts";

/** Largest trades, one for each asset, Infinity for none: each {@link LargestTrades.scale} x the user's number. */
export interface LargestTrades {
  /** Label of the limit, such as `"trade-limit.buy"`. */
  readonly label: string;
  /** As the user gave it: a number for all assets is one limit, with one shadow price. */
  readonly given: PerAsset;
  /** Weight that a unit of the user's number lets trade. */
  readonly scale: Float64Array;
}

/** The user's numbers of at least 0, undefined where there is no limit. */
function numbersOf(given: PerAsset, context: ProblemContext, argument: string): readonly (number | undefined)[] {
  return context.perAsset(given, argument).map((value, i) => {
    if (value === undefined || value === null || value === Infinity) return undefined;
    if (value >= 0) return value;
    throw invalidInput(argument, `${argument} of "${context.assets[i]}" is ${value}: expected a number of at least 0`, {
      expected: "a number of at least 0",
      received: String(value),
    });
  });
}

/** A side of trading. */
export type TradeSide = "buy" | "sell";

/** Bounds on the weights by the largest trade on some sides of `current`. */
export function boundTrades(
  name: string,
  sides: readonly TradeSide[],
  current: Float64Array,
  { label, given, scale }: LargestTrades,
  context: ProblemContext,
  builder: ProgramBuilder,
): void {
  const numbers = numbersOf(given, context, label);
  const shared = typeof given === "number" ? builder.limit(name, label, "upper", given) : undefined;
  numbers.forEach((value, i) => {
    if (value === undefined) return;
    const offset = current[i]!;
    const tradable = scale[i]! > 0;
    const own = (most: number): number => builder.limit(name, `${label}[${context.assets[i]}]`, "upper", most);
    // what can't be traded at all stays where it is, whatever the user's number
    const limit = tradable ? (shared ?? own(value)) : own(0);
    const step = tradable ? scale[i]! : 1;
    for (const side of sides) {
      if (side === "buy") builder.bound(i, "upper", limit, { offset, scale: step });
      else builder.bound(i, "lower", limit, { offset, scale: -step });
    }
  });
}

/** Trades on one side of `current`, in the user's unit. */
export function readTrades(
  side: TradeSide,
  current: Float64Array,
  { label, given, scale }: LargestTrades,
  context: ProblemContext,
  weights: Float64Array,
): readonly Reading[] {
  const readings: Reading[] = [];
  numbersOf(given, context, label).forEach((value, i) => {
    if (value === undefined) return;
    const trade = side === "buy" ? weights[i]! - current[i]! : current[i]! - weights[i]!;
    const unit = scale[i]!;
    // rounding is that of weights, whatever the unit
    readings.push({
      label: `${label}[${context.assets[i]}]`,
      value: unit > 0 ? trade / unit : trade,
      min: -Infinity,
      max: unit > 0 ? value : 0,
      scale: Math.max(1, Math.abs(current[i]!)) / (unit > 0 ? unit : 1),
    });
  });
  return readings;
}
