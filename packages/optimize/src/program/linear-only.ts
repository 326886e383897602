import { PlimsollError } from "@plimsoll/core";
import type { Program } from "./program.ts";

/** Throws `UNSUPPORTED` where a program has more than linear limits that must hold, which is all that `objective` is solved under. */
export function requireLinear(program: Program, objective: string): void {
  const { rows, absolutes, caps, counts, floors, implications, largeIssuers, limits } = program;
  const soft = [...rows, ...absolutes].find(({ penalty }) => penalty < Infinity);
  const [rule] = [...counts, ...floors, ...implications, ...largeIssuers];
  const culprit = rule?.constraint ?? (caps[0] === undefined ? soft?.label : limits[caps[0].limit]!.constraint);
  if (culprit === undefined) return;
  const what = rule === undefined ? (caps[0] === undefined ? "soft limits" : "limits on risk") : "rules about holdings";
  const feature = `${what} with the objective "${objective}"`;
  throw new PlimsollError("UNSUPPORTED", `${feature} are not supported: leave out "${culprit}"`, { feature });
}
