import type { Feature, FeatureState } from "../feature.ts";
import { choice, count } from "../parameter.ts";
import { Delay } from "../technical/rolling/delay.ts";
import type { MacroRow } from "./macro-row.ts";

/** Which rate of {@link MacroRow} changes. */
export type RateName = "short" | "policy" | "two" | "ten" | "real";

// names of features are in lower case
const words: Readonly<Record<RateName, keyof MacroRow>> = {
  short: "shortRate",
  policy: "policyRate",
  two: "twoYearYield",
  ten: "tenYearYield",
  real: "realYield",
};

/** Parameters of {@link rateChange}. */
export interface RateChangeParameters {
  /** In rows. */
  readonly window: number;
  /** @defaultValue "short" */
  readonly rate: RateName;
}

class RateChange implements FeatureState<MacroRow> {
  private readonly rate: RateName;
  private readonly before: Delay;

  constructor({ window, rate }: RateChangeParameters) {
    this.rate = rate;
    this.before = new Delay(window);
  }

  update(row: MacroRow, out: Float64Array, at: number): void {
    const rate = row[words[this.rate]];
    out[at] = rate - this.before.next(rate);
  }
}

/** Change of a rate over `window` rows: `"rate-change-63"`, `"rate-change-63-ten"`. */
export const rateChange: Feature<MacroRow, "rate-change", RateChangeParameters> = {
  kind: "rate-change",
  title: "Change of a rate over a window",
  source: "first difference",
  parameters: {
    window: count(63, 1),
    rate: choice<RateName>("short", ["short", "policy", "two", "ten", "real"]),
  },
  inputs: ({ rate }) => [words[rate]],
  outputs: [""],
  lookback: ({ window }) => window,
  memory: "window",
  start: (parameters) => new RateChange(parameters),
};
