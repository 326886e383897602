import { invalidInput, type PlimsollError } from "@plimsoll/core";
import * as z from "zod";
import type { Feature, FeatureFamily, FeatureState } from "./feature.ts";
import { nearNames } from "./near-names.ts";
import { parameterSchema, type Parameter } from "./parameter.ts";

/** A feature with its parameters filled in, and the name that its outputs bear. */
export interface ChosenFeature<Row> {
  readonly feature: Feature<Row>;
  readonly name: string;
  readonly parameters: object;
  /** Kind and all parameters as plain JSON. */
  readonly request: { readonly kind: string } & Readonly<Record<string, number | string>>;
  readonly inputs: readonly (keyof Row & string)[];
  readonly outputs: readonly string[];
  readonly lookback: number;
  start(): FeatureState<Row>;
}

type Values = Readonly<Record<string, number | string>>;

function parametersOf(feature: Feature<never>): readonly (readonly [string, Parameter])[] {
  return Object.entries(feature.parameters as Readonly<Record<string, Parameter>>);
}

type RequestSchema = z.ZodType & z.core.$ZodTypeDiscriminable;

// making a schema takes longer than a feature does over a thousand rows
const schemas = new WeakMap<object, RequestSchema>();

/** The zod schema of requests for one feature. */
export function requestSchema(feature: Feature<never>): RequestSchema {
  const known = schemas.get(feature);
  if (known !== undefined) return known;
  const fields = parametersOf(feature).map(([name, parameter]) => [name, parameterSchema(parameter).optional()]);
  const shape = Object.fromEntries(fields) as Record<string, z.ZodType>;
  const schema = z.strictObject({ kind: z.literal(feature.kind), ...shape });
  schemas.set(feature, schema);
  return schema;
}

/** The name of a feature: its kind and, unless they are all defaults of several, its parameters up to the last that is none. */
export function featureName(feature: Feature<never>, values: Values): string {
  const parameters = parametersOf(feature);
  const numbers = parameters.filter(([, parameter]) => parameter.type !== "choice");
  const isDefault = ([name, parameter]: readonly [string, Parameter]): boolean => values[name] === parameter.default;
  let written = numbers.length;
  if (numbers.length > 1) while (written > 0 && isDefault(numbers[written - 1]!)) written--;
  const words = parameters.filter((entry) => entry[1].type === "choice" && !isDefault(entry));
  return [feature.kind, ...[...numbers.slice(0, written), ...words].map(([name]) => values[name])].join("-");
}

function unknownName(name: string, family: FeatureFamily<never>): PlimsollError {
  for (const feature of family.features) {
    const output = feature.outputs.find((suffix) => suffix !== "" && name === `${feature.kind}-${suffix}`);
    if (output === undefined) continue;
    return invalidInput("include", `include: "${name}" is an output of "${feature.kind}": include "${feature.kind}"`);
  }
  const near = nearNames(
    name.replace(/(-[\d.]+)+$/, ""),
    family.features.map(({ kind }) => kind),
  );
  const hint = near.map((kind) => `"${kind}"`).join(", ");
  return invalidInput("include", `include: there is no ${family.name} feature "${name}"; the nearest are ${hint}`, {
    expected: hint,
    received: name,
  });
}

/** Reads `<kind>-<parameters>`: numbers in their order, words wherever they fit. */
function readName(name: string, family: FeatureFamily<never>): { feature: Feature<never>; values: Values } {
  const candidates = family.features.filter(({ kind }) => name === kind || name.startsWith(`${kind}-`));
  const feature = candidates.sort((a, b) => b.kind.length - a.kind.length)[0];
  if (feature === undefined) throw unknownName(name, family);
  const parameters = parametersOf(feature);
  const numbers = parameters.filter(([, parameter]) => parameter.type !== "choice");
  const words = parameters.filter(([, parameter]) => parameter.type === "choice");
  const values: Record<string, number | string> = {};
  let place = 0;
  for (const token of name.slice(feature.kind.length + 1).split("-")) {
    if (token === "" && name === feature.kind) break;
    if (/^\d+(\.\d+)?$/.test(token)) {
      const parameter = numbers[place++];
      if (parameter === undefined) {
        throw invalidInput(
          "include",
          `include: "${name}" has more numbers than "${feature.kind}" has parameters (${numbers.length})`,
        );
      }
      values[parameter[0]] = Number(token);
      continue;
    }
    const word = words.find(
      ([key, parameter]) => !(key in values) && (parameter as { choices: readonly string[] }).choices.includes(token),
    );
    if (word === undefined) throw unknownName(name, family);
    values[word[0]] = token;
  }
  return { feature, values };
}

function readRequest(request: object, family: FeatureFamily<never>): { feature: Feature<never>; values: Values } {
  const kind = (request as { readonly kind?: unknown }).kind;
  const feature = family.features.find((candidate) => candidate.kind === kind);
  if (feature === undefined) throw unknownName(typeof kind === "string" ? kind : "", family);
  const { kind: _, ...values } = request as { kind: string } & Values;
  return { feature, values };
}

function fillIn(feature: Feature<never>, values: Values, label: string): Values {
  const parsed = requestSchema(feature).safeParse({ kind: feature.kind, ...values });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const path = issue.path.join(".");
    throw invalidInput("include", `include: ${label}: ${path === "" ? "" : `${path}: `}${issue.message}`, {
      received: JSON.stringify(values),
    });
  }
  const filled = Object.fromEntries(
    parametersOf(feature).map(([name, parameter]) => [name, values[name] ?? parameter.default]),
  );
  const complaint = feature.check?.(filled);
  if (complaint !== undefined) throw invalidInput("include", `include: ${label}: ${complaint}`);
  return filled;
}

/** Reads one entry of `include`. Throws `INVALID_INPUT`; an unknown name is answered with the nearest ones. */
export function readFeature<Row>(include: unknown, family: FeatureFamily<Row>): ChosenFeature<Row> {
  const isName = typeof include === "string";
  if (!isName && (typeof include !== "object" || include === null)) {
    throw invalidInput("include", `include: expected names or { kind, ... } objects, was ${String(include)}`);
  }
  const { feature, values } = isName ? readName(include, family) : readRequest(include, family);
  const filled = fillIn(feature, values, isName ? `"${include}"` : feature.kind);
  const name = isName ? include : featureName(feature, filled);
  const chosen = feature as unknown as Feature<Row>;
  return {
    feature: chosen,
    name,
    parameters: filled,
    request: { kind: feature.kind, ...filled },
    inputs: chosen.inputs(filled),
    outputs: chosen.outputs.map((suffix) => (suffix === "" ? name : `${name}-${suffix}`)),
    lookback: chosen.lookback(filled),
    start: () => chosen.start(filled),
  };
}

/** Reads `include`, or all features of the family with their default parameters; throws also for a column twice. */
export function readFeatures<Row>(
  include: readonly unknown[] | undefined,
  family: FeatureFamily<Row>,
): readonly ChosenFeature<Row>[] {
  const chosen = (include ?? family.features.map(({ kind }) => ({ kind }))).map((entry) => readFeature(entry, family));
  if (chosen.length === 0) throw invalidInput("include", "include: expected at least one feature, was an empty list");
  const seen = new Set<string>();
  for (const name of chosen.flatMap(({ outputs }) => outputs)) {
    if (seen.has(name))
      throw invalidInput("include", `include: two features would fill the column "${name}": keep one`);
    seen.add(name);
  }
  return chosen;
}
