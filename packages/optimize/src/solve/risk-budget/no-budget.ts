import { invalidInput, type PlimsollError } from "@plimsoll/core";

/** The error for constraints under which no weight on the budgets meets the sum of weights; `excess` has the sign of the miss. */
export function noBudget(budget: number, excess: number): PlimsollError<"INVALID_INPUT"> {
  return invalidInput(
    "constraints",
    `the constraints leave no risk budgeting portfolio: whatever weight is put on the budgets, the weights sum to ${excess > 0 ? "more" : "less"} than ${budget}. Relax the bounds, or minimise risk instead`,
    { reason: "no-risk-budget" },
  );
}
