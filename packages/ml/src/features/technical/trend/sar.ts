import type { Feature } from "../../feature.ts";
import { real } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { Parabolic } from "./parabolic.ts";

/** The parameters of the parabolic stop and reverse. */
export interface SarParameters {
  /** First factor, and what each new extreme adds. @defaultValue 0.02 */
  readonly step: number;
  /** Largest factor. @defaultValue 0.2 */
  readonly maximum: number;
}

/** The parameters of the parabolic stop and reverse, side by side. */
export interface SarExtendedParameters {
  /** 0: read the first side from the bars; above 0: long with that stop; below 0: short. @defaultValue 0 */
  readonly startValue: number;
  /** Share by which the stop moves away at each reversal. @defaultValue 0 */
  readonly reverseOffset: number;
  readonly longStart: number;
  readonly longStep: number;
  readonly longMaximum: number;
  readonly shortStart: number;
  readonly shortStep: number;
  readonly shortMaximum: number;
}

/** Parabolic stop and reverse: `"sar-0.02-0.2"`. Its side depends on where the bars begin. */
export const sar: Feature<Bar, "sar", SarParameters> = {
  kind: "sar",
  title: "Parabolic stop and reverse",
  source: "Wilder (1978), TA-Lib SAR",
  parameters: { step: real(0.02, 0), maximum: real(0.2, 0) },
  inputs: () => ["high", "low"],
  outputs: [""],
  lookback: () => 1,
  memory: "cumulative",
  start: ({ step, maximum }) => {
    const side = { start: step, step, maximum };
    return new Parabolic({ long: side, short: side, startValue: 0, reverseOffset: 0, signed: false });
  },
};

/** Parabolic stop and reverse with factors of its own for each side; stops of the short side are negative: `"sar-extended"`. */
export const sarExtended: Feature<Bar, "sar-extended", SarExtendedParameters> = {
  kind: "sar-extended",
  title: "Parabolic stop and reverse, side by side",
  source: "Wilder (1978), TA-Lib SAREXT",
  parameters: {
    startValue: real(0, -Number.MAX_VALUE),
    reverseOffset: real(0, 0),
    longStart: real(0.02, 0),
    longStep: real(0.02, 0),
    longMaximum: real(0.2, 0),
    shortStart: real(0.02, 0),
    shortStep: real(0.02, 0),
    shortMaximum: real(0.2, 0),
  },
  inputs: () => ["high", "low"],
  outputs: [""],
  lookback: () => 1,
  memory: "cumulative",
  start: (p) =>
    new Parabolic({
      long: { start: p.longStart, step: p.longStep, maximum: p.longMaximum },
      short: { start: p.shortStart, step: p.shortStep, maximum: p.shortMaximum },
      startValue: p.startValue,
      reverseOffset: p.reverseOffset,
      signed: true,
    }),
};
