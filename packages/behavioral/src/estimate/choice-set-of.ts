import type { ChoiceSet } from "./conditional-logit.ts";

/** A column of a choice model: its value for one alternative of a day's set of `size`. */
export interface Covariate<Choice> {
  readonly name: string;
  readonly value: (choice: Choice, day: string, size: number) => number;
}

/** Alternatives as the rows of a choice set. */
export function choiceSetOf<Choice>(
  choices: readonly Choice[],
  columns: readonly Covariate<Choice>[],
  isTaken: (choice: Choice) => boolean,
  day: string,
): ChoiceSet {
  const width = columns.length;
  const size = choices.length;
  const covariates = new Float64Array(size * width);
  const taken = new Uint8Array(size);
  let chosen = 0;
  for (let row = 0; row < size; row++) {
    const choice = choices[row]!;
    for (let column = 0; column < width; column++) {
      covariates[row * width + column] = columns[column]!.value(choice, day, size);
    }
    if (!isTaken(choice)) continue;
    taken[row] = 1;
    chosen += 1;
  }
  return { size, taken, chosen, covariates, ...(day !== "" && { cluster: day }) };
}
