import { invalidInput } from "@plimsoll/core";
import type { Observations } from "../../observations.ts";

/** Throws `INVALID_INPUT` on rows of another width than the law's. */
export function requireColumns(observations: Observations, columns: number): void {
  if (observations.columns !== columns) {
    throw invalidInput("X", `the model was fitted on ${columns} columns, X has ${observations.columns}`);
  }
}
