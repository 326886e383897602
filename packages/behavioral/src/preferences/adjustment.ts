import type { Constraint, Objective } from "@plimsoll/optimize";
import type { BiasKey } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import type { CompletePreferenceOptions } from "./preference-options.ts";

/** A number of the profile with its interval. */
export interface PreferenceEstimate {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** What of a report the preferences read. */
export interface PreferenceReport {
  readonly biases: { readonly [Key in BiasKey]?: BiasResult };
  readonly profile?:
    | {
        readonly lossAversion?: PreferenceEstimate | null | undefined;
        readonly riskAversion?: PreferenceEstimate | null | undefined;
        readonly positions?: PreferenceEstimate | null | undefined;
      }
    | undefined;
}

/** A bias with evidence. */
export interface Evident {
  readonly bias: BiasKey;
  readonly result: BiasResult;
  /** 0 to 100, by the posterior. */
  readonly score: number;
  readonly interval: readonly [number, number];
  /** score / 100: how far a limit goes from none to its firmest. */
  readonly weight: number;
}

/** What a bias changes in the problem, or why it changes nothing. */
export type Change =
  | { readonly kind: "objective"; readonly objective: Objective; readonly because: string }
  | {
      readonly kind: "constraint";
      readonly constraint: Constraint & { readonly name: string };
      readonly because: string;
    }
  | { readonly kind: "none"; readonly reason: string };

/** How a bias with evidence changes the problem. */
export type Adjust = (evident: Evident, report: PreferenceReport, options: CompletePreferenceOptions) => Change;

/** `(score 60, likely 41 to 74 of 100)`. */
export function certainty({ score, interval }: Pick<Evident, "score" | "interval">): string {
  return `(score ${score.toFixed(0)}, likely ${interval[0].toFixed(0)} to ${interval[1].toFixed(0)} of 100)`;
}

/** From `open` without evidence to `firm` at full evidence. */
export function between(open: number, firm: number, weight: number): number {
  return open + weight * (firm - open);
}
