import type * as z from "zod";
import { gaussianKind, type GaussianParameters } from "./emissions/gaussian/kind.ts";
import type { CovarianceSettings } from "./emissions/settings.ts";
import { type ChainParameters, hmmSchema } from "./hmm-data.ts";
import type { HmmData } from "./hidden-markov-model.ts";

/** A Gaussian hidden Markov model as plain JSON. */
export interface GaussianHmmData extends HmmData, CovarianceSettings {
  readonly kind: "gaussian-hmm";
  readonly parameters: ChainParameters & GaussianParameters;
}

export const GaussianHmmSchema: z.ZodType<GaussianHmmData> = hmmSchema<GaussianHmmData>(gaussianKind);
