import type { TailProof, TailsProof } from "../../risks/tail-spec.ts";
import type { TailProgram } from "./tail-program.ts";
import { active, inFull, type TailState } from "./tail-state.ts";

/** Scenarios at the threshold or with a part of their weight are listed; the threshold says the rest. */
export function tailsProof(
  program: TailProgram,
  { order, places }: TailState,
  weights: Float64Array,
  losses: readonly Float64Array[],
  thresholds: Float64Array,
  shares: Float64Array,
): TailsProof {
  const { tails, unit } = program;
  const lists = tails.map((_, k): { threshold: number; scenarios: number[]; shares: number[] } & TailProof => ({
    threshold: thresholds[k]!,
    scenarios: [],
    shares: [],
  }));
  order.forEach((scenario, position) => {
    if (scenario < 0) return;
    const [k, s] = program.placeOf(scenario);
    const share = Math.min(1, Math.max(0, shares[position]!));
    const above = losses[k]![s]! - thresholds[k]!;
    if (share === (above > 0 ? 1 : 0) && Math.abs(above) > 1e-7 * unit) return;
    lists[k]!.scenarios.push(s);
    lists[k]!.shares.push(share);
  });
  // others tie with the threshold where a portfolio has no risk
  places.forEach((place, scenario) => {
    if (place === active) return;
    const [k, s] = program.placeOf(scenario);
    if (Math.abs(losses[k]![s]! - thresholds[k]!) > 1e-7 * unit) return;
    lists[k]!.scenarios.push(s);
    lists[k]!.shares.push(place === inFull ? 1 : 0);
  });
  return { at: Array.from(weights), tails: lists };
}
