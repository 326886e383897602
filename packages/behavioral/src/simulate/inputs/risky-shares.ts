import type { RandomStream } from "@plimsoll/numeric";
import type { RiskyShareRecord } from "../../input/behavior-input.ts";
import { isoDay } from "../iso-day.ts";

/**
 * The risky share by month under w' = w_p - (1 - inertia) (w_p - w) + noise, w_p the share that returns alone make of w
 * (Calvet, Campbell & Sodini 2009): inertia 0 rebalances in full, 1 lets the share drift.
 */
export function riskySharesOf(stream: RandomStream, count: number, start: number, inertia: number): RiskyShareRecord[] {
  const records: RiskyShareRecord[] = [];
  let share = 0.6;
  for (let month = 0; month < count; month++) {
    const riskyReturn = 0.005 + 0.045 * stream.normal();
    const riskFreeReturn = 0.002;
    if (month > 0) {
      const grown = share * (1 + riskyReturn);
      const passive = grown / (grown + (1 - share) * (1 + riskFreeReturn));
      const next = passive - (1 - inertia) * (passive - share) + 0.01 * stream.normal();
      share = Math.min(0.95, Math.max(0.05, next));
    }
    records.push({ at: isoDay(start + Math.round((month * 365.25) / 12)), share, riskyReturn, riskFreeReturn });
  }
  return records;
}
