import type { RoundTrip } from "../choice-set/round-trips.ts";
import type { JournalEntry, PlannedExit } from "./journal-entry.ts";

/**
 * How a position was left against the plan: at its price of gain or loss, on time, before any of these (`"early"`), after
 * the last day (`"late"`), or with nothing planned that prices and dates can tell (`"no-plan"`).
 */
export type ExitKept = "take-gain" | "stop-loss" | "on-time" | "early" | "late" | "no-plan";

/** What became of the units that one entry opened and another trade closed. */
export interface EntryOutcome {
  /** Id of the opening trade. */
  readonly id: string;
  readonly closeTrade: string;
  readonly asset: string;
  readonly direction: "long" | "short";
  readonly quantity: number;
  /** In money, costs not deducted. */
  readonly profit: number;
  /** profit over the money at opening. */
  readonly return: number;
  readonly daysHeld: number;
  readonly exit: ExitKept;
  /** How much worse than the planned stop the position was left, as a fraction of the stop; 0 where it was not. */
  readonly beyondStop: number;
}

/** The outcomes of entries, one for each round trip they opened. */
export function entryOutcomes(
  entries: readonly JournalEntry[],
  roundTrips: readonly RoundTrip[],
): readonly EntryOutcome[] {
  const plans = new Map(entries.map(({ trade, plannedExit }) => [trade.id, plannedExit]));
  return roundTrips.map((trip) => {
    const sign = trip.direction === "long" ? 1 : -1;
    const plan = plans.get(trip.openTrade);
    const stop = plan?.stopLoss;
    const beyond = stop === undefined ? 0 : (sign * (stop - trip.closePrice)) / stop;
    return {
      id: trip.openTrade,
      closeTrade: trip.closeTrade,
      asset: trip.asset,
      direction: trip.direction,
      quantity: trip.quantity,
      profit: trip.profit,
      return: trip.profit / (trip.quantity * trip.openPrice),
      daysHeld: (Date.parse(trip.closeDay) - Date.parse(trip.openDay)) / 86_400_000,
      exit: exitOf(plan, trip, sign),
      beyondStop: Math.max(0, beyond),
    };
  });
}

function exitOf(plan: PlannedExit | undefined, { closePrice, closeDay }: RoundTrip, sign: 1 | -1): ExitKept {
  const { takeGain, stopLoss, until } = plan ?? {};
  if (takeGain === undefined && stopLoss === undefined && until === undefined) return "no-plan";
  if (until !== undefined && closeDay > until) return "late";
  if (takeGain !== undefined && sign * (closePrice - takeGain) >= 0) return "take-gain";
  if (stopLoss !== undefined && sign * (stopLoss - closePrice) >= 0) return "stop-loss";
  return closeDay === until ? "on-time" : "early";
}
