import { invalidInput } from "@plimsoll/core";
import type { ObservationInput } from "../observations.ts";
import { DiscreteHmm, type DiscreteHmmOptions } from "./discrete-hmm.ts";
import { GaussianHmm, type GaussianHmmOptions } from "./gaussian-hmm.ts";
import type { HiddenMarkovModel, HmmData } from "./hidden-markov-model.ts";
import { MixtureHmm, type MixtureHmmOptions } from "./mixture-hmm.ts";
import { StudentTHmm, type StudentTHmmOptions } from "./student-t-hmm.ts";

/** Any hidden Markov model. */
export type AnyHmm = HiddenMarkovModel<HmmData>;

/** A hidden Markov model to fit, as data: its emission law and the options of that law's `fit`. */
export type HmmSpec =
  | ({ readonly law: "gaussian" } & GaussianHmmOptions)
  | ({ readonly law: "mixture" } & MixtureHmmOptions)
  | ({ readonly law: "student-t" } & StudentTHmmOptions)
  | ({ readonly law: "discrete" } & DiscreteHmmOptions);

/** The class of each law. */
const laws: {
  readonly [Law in HmmSpec["law"]]: {
    readonly fit: (X: ObservationInput, options: never) => AnyHmm;
    readonly fromJSON: (json: unknown) => AnyHmm;
  };
} = { gaussian: GaussianHmm, mixture: MixtureHmm, "student-t": StudentTHmm, discrete: DiscreteHmm };

/**
 * Fits the hidden Markov model that a spec describes. Throws as the `fit` of its class does, and `INVALID_INPUT` for a law
 * that doesn't exist.
 *
 * @example
 * ```ts
 * import { fitHmm } from "@plimsoll/ml";
 *
 * const X = Array.from({ length: 300 }, (_, day) => Math.sin(day * 12.9898) * (day < 200 ? 0.5 : 3));
 * console.log(fitHmm(X, { law: "gaussian", states: 2, seed: 7 }).states); // 2
 * ```
 */
export function fitHmm(X: ObservationInput, spec: HmmSpec): AnyHmm {
  const law = laws[spec.law] as (typeof laws)[HmmSpec["law"]] | undefined;
  if (law === undefined) {
    throw invalidInput("law", `expected one of ${Object.keys(laws).join(", ")}, was ${spec.law}`);
  }
  return law.fit(X, spec as never);
}

/** The hidden Markov model of any kind that `toJSON` wrote. Throws `INVALID_INPUT` on anything else. */
export function hmmFromJSON(json: unknown): AnyHmm {
  const kind = (json as { readonly kind?: unknown } | null)?.kind;
  const law = typeof kind === "string" && kind.endsWith("-hmm") ? kind.slice(0, -"-hmm".length) : "";
  if (!Object.hasOwn(laws, law)) {
    throw invalidInput("kind", `not a hidden Markov model: kind is ${String(kind)}`);
  }
  return laws[law as HmmSpec["law"]].fromJSON(json);
}
