import type { Fill } from "../choice-set/fills.ts";
import { type ClusteredSlope, clusteredSlope } from "./clustered-slope.ts";
import { byDay, type ReEntry, reEntries } from "./re-entries.ts";
import { type StratifiedContrast, stratifiedPermutation } from "./stratified-permutation.ts";

/** How the sign of the day's running profit moves the size of the next position. */
export interface RunningProfitEffect {
  /** Log size when ahead less log size when behind, the last outcome being equal. */
  readonly controlled: ClusteredSlope;
  /** The same without the control, by permutation within days. */
  readonly plain: StratifiedContrast;
  /** Positions opened when ahead or behind, by day. */
  readonly days: readonly (readonly ReEntry[])[];
}

// two detectors read the one effect with opposite signs
const known = new WeakMap<readonly Fill[], RunningProfitEffect>();

/** Positions opened when the day so far shows a gain against when it shows a loss. */
export function runningProfitEffect(fills: readonly Fill[]): RunningProfitEffect {
  let effect = known.get(fills);
  if (effect === undefined) {
    effect = estimate(fills);
    known.set(fills, effect);
  }
  return effect;
}

function estimate(fills: readonly Fill[]): RunningProfitEffect {
  const days = byDay(reEntries(fills).filter(({ runningProfit }) => runningProfit !== 0));
  const ahead = days.map((day) => Uint8Array.from(day, ({ runningProfit }) => (runningProfit > 0 ? 1 : 0)));
  const response = days.map((day) => Float64Array.from(day, ({ logSize }) => logSize));
  return {
    controlled: clusteredSlope(
      days.map((day, index) => ({
        exposure: Float64Array.from(ahead[index]!),
        control: Float64Array.from(day, ({ afterLoss }) => (afterLoss ? 1 : 0)),
        response: response[index]!,
      })),
    ),
    plain: stratifiedPermutation(ahead.map((treated, index) => ({ treated, response: response[index]! }))),
    days,
  };
}
