import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { EmissionKind } from "./emission.ts";
import { lawRowsSchema, lawSchema, requireLaws } from "./emissions/laws.ts";
import { flattenRows } from "./emissions/matrices.ts";
import type { HmmState } from "./hmm-state.ts";

/** The hidden chain of every model. */
export interface ChainParameters {
  /** Law of the first row's state. */
  readonly startProbabilities: readonly number[];
  /** Row i holds the probabilities of going from state i to each state. */
  readonly transition: readonly (readonly number[])[];
}

/** What a fit says of itself; null in a model that was made from known parameters. */
export interface HmmFitSummary {
  /** Log-likelihood of the rows it was fitted on. */
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly bic: number | null;
  readonly icl: number | null;
  /** Free parameters, those of the chain included (definition 36). */
  readonly parameterCount: number;
  /** Complete rows of the sample. */
  readonly observations: number;
  readonly converged: boolean;
  readonly iterations: number;
}

const criterion = z.number().nullable();

const summaryShape = {
  logLikelihood: criterion,
  aic: criterion,
  bic: criterion,
  icl: criterion,
  parameterCount: z.number().int(),
  observations: z.number().int(),
  converged: z.boolean(),
  iterations: z.number().int(),
};

/** The schema of the JSON of models of one kind. */
export function hmmSchema<Data>(kind: EmissionKind<never, never, never>): z.ZodType<Data> {
  return z.strictObject({
    kind: z.literal(kind.kind),
    parameters: z.strictObject({
      startProbabilities: lawSchema,
      transition: lawRowsSchema,
      ...kind.parametersShape,
    }),
    ...kind.settingsShape,
    ...summaryShape,
  }) as unknown as z.ZodType<Data>;
}

/** A model's parts from parameters that are known, and its settings where they are. */
export function stateFromParameters<Parameters, Settings>(
  kind: EmissionKind<never, Parameters, Settings>,
  parameters: Parameters & ChainParameters,
  settings: Settings | undefined,
  fit?: HmmFitSummary,
): HmmState {
  const { startProbabilities, transition } = parameters;
  const states = startProbabilities.length;
  const start = requireLaws(Float64Array.from(startProbabilities), states, "startProbabilities");
  const rows = requireLaws(flattenRows(transition, "transition", states, states), states, "transition");
  const emission = kind.of(parameters, settings);
  if (emission.states !== states) {
    throw invalidInput(
      "startProbabilities",
      `the sizes of start law, transition matrix, means and covariances do not agree: ${states} and ${emission.states} states`,
    );
  }
  return {
    parameters: { start, transition: rows, emission },
    fit: fit ?? {
      logLikelihood: null,
      aic: null,
      bic: null,
      icl: null,
      parameterCount: states * states - 1 + emission.parameterCount,
      observations: 0,
      converged: false,
      iterations: 0,
    },
  };
}

/** A model's parts from its JSON. Throws `INVALID_INPUT` on anything else. */
export function stateFromJson<Parameters, Settings, Data extends { readonly parameters: Parameters & ChainParameters }>(
  kind: EmissionKind<never, Parameters, Settings>,
  schema: z.ZodType<Data & HmmFitSummary & Settings>,
  json: unknown,
): HmmState {
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const path = issue.path.join(".");
    throw invalidInput(path, `not ${kind.title}: ${path}: ${issue.message}`);
  }
  const { logLikelihood, aic, bic, icl, parameterCount, observations, converged, iterations } = parsed.data;
  return stateFromParameters(kind, parsed.data.parameters, parsed.data, {
    logLikelihood,
    aic,
    bic,
    icl,
    parameterCount,
    observations,
    converged,
    iterations,
  });
}
