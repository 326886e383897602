import { type ErrorDetailsByCode, PlimsollError } from "@plimsoll/core";
import type { Limit } from "../program/program.ts";
import type { Explanation } from "./explain.ts";

/** No portfolio satisfies the constraints: `details` holds an irreducible conflict and the least relaxation. */
export class InfeasibleProblemError extends PlimsollError<"INFEASIBLE"> {
  constructor(message: string, details: ErrorDetailsByCode["INFEASIBLE"]) {
    super("INFEASIBLE", message, details);
    this.name = "InfeasibleProblemError";
  }

  /** The error for an explained problem. */
  static of(explanation: Explanation, limits: readonly Limit[]): InfeasibleProblemError {
    const { conflict, relaxation } = explanation;
    const described = conflict.map((name) => `"${name}"${describeLimits(name, limits)}`);
    const together =
      described.length === 1
        ? `${described[0]} can't hold`
        : `${list(described)} can't ${described.length === 2 ? "both" : "all"} hold`;
    const changes = relaxation.map(({ constraint, from, to }) => `"${constraint}" from ${from} to ${to}`);
    const remedy = changes.length === 0 ? "" : `; the least change that would help: ${list(changes)}`;
    return new InfeasibleProblemError(`no feasible portfolio: ${together}${remedy}`, { conflict, relaxation });
  }
}

/** ` (max 0.3)`, for constraints of one or two limits. */
function describeLimits(name: string, limits: readonly Limit[]): string {
  const own = limits.filter((limit) => limit.constraint === name);
  // text states its own limit
  if (own.length === 0 || own.length > 2 || /[<=>]/.test(name)) return "";
  const words = { lower: "min", upper: "max", equal: "exactly" } as const;
  return ` (${own.map((limit) => `${words[limit.side]} ${limit.value}`).join(", ")})`;
}

function list(items: readonly string[]): string {
  return items.length <= 1 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
