import * as z from "zod";

/** A statistical jump model as plain JSON. */
export interface JumpModelData {
  readonly kind: "jump-model";
  readonly parameters: {
    /** Centres by state (states x width), in the unit of the rows. */
    readonly centres: readonly (readonly number[])[];
    readonly jumpPenalty: number;
    /** Weight of each column, root of the sum of squares 1 when sparse, 1 each otherwise. */
    readonly featureWeights: readonly number[];
    /** Share of rows in each state of the training path. */
    readonly shares: readonly number[];
    /** Row i holds the shares of moves from state i to each state; a state never left or entered keeps itself. */
    readonly transition: readonly (readonly number[])[];
  };
  readonly scale: { readonly centre: readonly number[]; readonly spread: readonly number[] };
  readonly objective: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly iterations: number;
}

export const JumpModelSchema: z.ZodType<JumpModelData> = z
  .strictObject({
    kind: z.literal("jump-model"),
    parameters: z.strictObject({
      centres: z.array(z.array(z.number())).min(1),
      jumpPenalty: z.number().min(0),
      featureWeights: z.array(z.number().min(0)).min(1),
      shares: z.array(z.number().min(0).max(1)),
      transition: z.array(z.array(z.number().min(0).max(1))),
    }),
    scale: z.strictObject({ centre: z.array(z.number()), spread: z.array(z.number().positive()) }),
    objective: z.number(),
    observations: z.number().int(),
    converged: z.boolean(),
    iterations: z.number().int(),
  })
  .refine(({ parameters, scale }) => {
    const states = parameters.centres.length;
    const width = parameters.featureWeights.length;
    return (
      parameters.centres.every((centre) => centre.length === width) &&
      scale.centre.length === width &&
      scale.spread.length === width &&
      parameters.shares.length === states &&
      parameters.transition.length === states &&
      parameters.transition.every((row) => row.length === states)
    );
  }, "the sizes of centres, weights, scale, shares and transition matrix do not agree");
