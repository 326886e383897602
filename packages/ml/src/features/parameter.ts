import * as z from "zod";

/** A parameter that is a whole number, such as a window in rows. */
export interface CountParameter {
  readonly type: "count";
  readonly default: number;
  readonly minimum: number;
}

/** A parameter that is a real number from `minimum` to `maximum`, both included. */
export interface RealParameter {
  readonly type: "real";
  readonly default: number;
  readonly minimum: number;
  /** @defaultValue no upper limit */
  readonly maximum?: number;
}

/** A parameter that is one of some words. */
export interface ChoiceParameter<Choice extends string = string> {
  readonly type: "choice";
  readonly default: Choice;
  readonly choices: readonly Choice[];
}

/** What a parameter of a feature may be. */
export type Parameter = CountParameter | RealParameter | ChoiceParameter;

/** The declarations of the parameters `P` of a feature, in the order in which a feature's name writes them. */
export type ParameterTable<P extends object> = {
  readonly [Name in keyof P]-?: P[Name] extends string ? ChoiceParameter<P[Name]> : CountParameter | RealParameter;
};

// as TA-Lib: longer windows are mistakes, and would ask for memory without limit
const longest = 100_000;

/** Declares a whole number of at least `minimum` rows, at most 100 000. */
export function count(defaultValue: number, minimum: number): CountParameter {
  return { type: "count", default: defaultValue, minimum };
}

/** Declares a real number. */
export function real(defaultValue: number, minimum: number, maximum?: number): RealParameter {
  return { type: "real", default: defaultValue, minimum, ...(maximum === undefined ? {} : { maximum }) };
}

/** Declares one of some words, all in lower case. */
export function choice<Choice extends string>(
  defaultValue: Choice,
  choices: readonly Choice[],
): ChoiceParameter<Choice> {
  return { type: "choice", default: defaultValue, choices };
}

/** The zod schema of one parameter. */
export function parameterSchema(parameter: Parameter): z.ZodType<number | string> {
  if (parameter.type === "choice") return z.enum(parameter.choices);
  if (parameter.type === "count") return z.number().int().min(parameter.minimum).max(longest);
  const schema = z.number().min(parameter.minimum);
  return parameter.maximum === undefined ? schema : schema.max(parameter.maximum);
}
