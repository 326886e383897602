import { invalidInput } from "@plimsoll/core";
import * as z from "zod";

/** The value of a hyper-parameter. */
export type ParameterValue = number | string | boolean | null;

/** A point of a search space: a value for each hyper-parameter that is active there. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

interface Conditional {
  /**
   * The parameter exists only where each parameter named here has one of the values given.
   * @defaultValue always
   */
  readonly when?: Readonly<Record<string, readonly ParameterValue[]>> | undefined;
}

/** A number from `low` to `high`, each equally likely. */
export interface UniformParameter extends Conditional {
  readonly kind: "uniform";
  readonly low: number;
  readonly high: number;
}

/** A positive number from `low` to `high`, each order of magnitude equally likely. */
export interface LogUniformParameter extends Conditional {
  readonly kind: "log-uniform";
  readonly low: number;
  readonly high: number;
}

/** A whole number from `low` to `high`, both included. */
export interface IntegerParameter extends Conditional {
  readonly kind: "integer";
  readonly low: number;
  readonly high: number;
}

/** One of some values, each equally likely. */
export interface ChoiceParameter extends Conditional {
  readonly kind: "choice";
  readonly values: readonly ParameterValue[];
}

/** How one hyper-parameter may vary. */
export type SearchParameter = UniformParameter | LogUniformParameter | IntegerParameter | ChoiceParameter;

/**
 * The hyper-parameters that a search may vary, as plain data.
 *
 * @example
 * ```ts
 * import { type SearchSpace, SearchSpaceSchema } from "@plimsoll/ml";
 *
 * const space: SearchSpace = {
 *   model: { kind: "choice", values: ["ridge", "forest"] },
 *   penalty: { kind: "log-uniform", low: 1e-6, high: 1, when: { model: ["ridge"] } },
 *   depth: { kind: "integer", low: 2, high: 8, when: { model: ["forest"] } },
 * };
 * console.log(SearchSpaceSchema.safeParse(space).success); // true
 * ```
 */
export type SearchSpace = Readonly<Record<string, SearchParameter>>;

const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const when = z.record(z.string(), z.array(value).min(1)).optional();
const rising = { message: "low must be below high", path: ["high"] };

const parameter: z.ZodType<SearchParameter> = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("uniform"), low: z.number(), high: z.number(), when })
    .refine(({ low, high }) => low < high, rising),
  z
    .strictObject({ kind: z.literal("log-uniform"), low: z.number().positive(), high: z.number(), when })
    .refine(({ low, high }) => low < high, rising),
  z
    .strictObject({ kind: z.literal("integer"), low: z.number().int(), high: z.number().int(), when })
    .refine(({ low, high }) => low <= high, { message: "low must not be above high", path: ["high"] }),
  z.strictObject({ kind: z.literal("choice"), values: z.array(value).min(1), when }),
]);

/** The schema of a {@link SearchSpace}: ranges are ranges, and conditions name parameters of the space without circles. */
export const SearchSpaceSchema: z.ZodType<SearchSpace> = z
  .record(z.string(), parameter)
  .superRefine((space, context) => {
    if (Object.keys(space).length === 0) context.addIssue({ code: "custom", message: "there is no parameter" });
    for (const [name, { when = {} }] of Object.entries(space)) {
      for (const other of Object.keys(when)) {
        if (other in space) continue;
        context.addIssue({ code: "custom", message: `there is no parameter "${other}"`, path: [name, "when"] });
      }
    }
    if (order(space) !== undefined) return;
    context.addIssue({ code: "custom", message: "conditions go round in a circle" });
  });

/** Names in an order in which conditions come before what depends on them; `undefined` where they go round in a circle. */
function order(space: SearchSpace): readonly string[] | undefined {
  const placed = new Set<string>();
  const names = Object.keys(space);
  while (placed.size < names.length) {
    const ready = names.filter(
      (name) => !placed.has(name) && Object.keys(space[name]!.when ?? {}).every((other) => placed.has(other)),
    );
    if (ready.length === 0) return undefined;
    for (const name of ready) placed.add(name);
  }
  return [...placed];
}

/** A checked space: its parameters in an order in which conditions come first. */
export type OrderedSpace = readonly (readonly [name: string, parameter: SearchParameter])[];

/** Checks a space; `INVALID_INPUT` names the parameter at fault. */
export function readSearchSpace(space: SearchSpace): OrderedSpace {
  const parsed = SearchSpaceSchema.safeParse(space);
  if (parsed.success) return order(parsed.data)!.map((name) => [name, parsed.data[name]!]);
  const issue = parsed.error.issues[0]!;
  const path = ["space", ...issue.path].join(".");
  throw invalidInput(path, `${path}: ${issue.message}`);
}

/** Whether a parameter exists beside the values chosen so far. */
export function isActive({ when = {} }: SearchParameter, values: ParameterValues): boolean {
  return Object.entries(when).every(([other, allowed]) => other in values && allowed.includes(values[other]!));
}

/** Chooses a value for each active parameter. */
export function choosePoint(
  space: OrderedSpace,
  choose: (name: string, parameter: SearchParameter) => ParameterValue,
): ParameterValues {
  const values: Record<string, ParameterValue> = {};
  for (const [name, parameter] of space) if (isActive(parameter, values)) values[name] = choose(name, parameter);
  return values;
}
