import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { type Constraint, ConstraintSchema } from "../constraints/table.ts";
import { type Cost, CostSchema } from "../costs/table.ts";
import { type Objective, ObjectiveSchema } from "../objectives/table.ts";
import { normalizeToJson, withFlatLists } from "./normalize.ts";
import type { PortfolioProblem } from "./problem.ts";

/** The light part of a problem, checked by schema; the numbers are read by loops that name the offending cell. */
export interface ProblemFrame {
  readonly assets: readonly string[];
  readonly objective: Objective;
  readonly constraints?: readonly (Constraint | string)[] | undefined;
  readonly costs?: readonly Cost[] | undefined;
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly periodsPerYear?: number | undefined;
  readonly portfolioValue?: number | undefined;
}

const numbers = z.array(z.number());
const table = z.array(numbers);
const unit = z.enum(["year", "period"]);
const vector = z.union([numbers, z.record(z.string(), z.number())]);
const tag = { assets: z.array(z.string()), periodsPerYear: z.number().positive(), unit, method: z.string() };

const frame = {
  assets: z.array(z.string().min(1)).min(1),
  objective: ObjectiveSchema,
  constraints: z.array(z.union([z.string().min(1), ConstraintSchema])).optional(),
  costs: z.array(CostSchema).optional(),
  groups: z.record(z.string(), z.array(z.string())).optional(),
  periodsPerYear: z.number().positive().optional(),
  portfolioValue: z.number().positive().optional(),
};

const ProblemFrameSchema = z.strictObject(frame);

const ProblemSchema = z.strictObject({
  ...frame,
  mean: z.union([vector, z.strictObject({ ...tag, values: numbers })]).optional(),
  covariance: z
    .union([
      table,
      z.strictObject({ ...tag, values: table, shrinkage: z.number().optional() }),
      z.strictObject({
        loadings: table,
        factorCovariance: table,
        specificVariance: numbers,
        assets: z.array(z.string()).optional(),
        periodsPerYear: z.number().positive().optional(),
        unit: unit.optional(),
        method: z.string().optional(),
      }),
    ])
    .optional(),
  scenarios: z
    .object({
      assets: z.array(z.string()),
      values: z.array(z.array(z.number().nullable())),
      dates: z.array(z.string()).optional(),
      method: z.enum(["simple", "log"]).optional(),
    })
    .optional(),
  currentWeights: vector.optional(),
  benchmark: vector.optional(),
  volumes: vector.optional(),
});

const heavyFields = ["mean", "covariance", "scenarios", "currentWeights", "benchmark", "volumes"] as const;

/**
 * JSON Schema of a {@link PortfolioProblem} in its JSON form, for forms, queues and HTTP APIs.
 *
 * @example
 * ```ts
 * import { problemJsonSchema } from "@plimsoll/optimize";
 *
 * const schema = problemJsonSchema() as { required: string[] };
 * console.log(schema.required.join(" ")); // assets objective
 * ```
 */
export function problemJsonSchema(): object {
  return z.toJSONSchema(ProblemSchema);
}

/** Checks objective, constraints and names; throws `INVALID_INPUT` naming the first field that is wrong. */
export function parseFrame(problem: PortfolioProblem): ProblemFrame {
  if (typeof problem !== "object" || problem === null) {
    throw invalidInput("problem", `expected a problem with assets and an objective, was ${String(problem)}`);
  }
  const light: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(problem)) {
    if ((heavyFields as readonly string[]).includes(key) || value === undefined) continue;
    light[key] = withFlatLists(normalizeToJson(value));
  }
  const parsed = ProblemFrameSchema.safeParse(light);
  if (parsed.success) return parsed.data;
  throw firstIssue(parsed.error);
}

function firstIssue(error: z.ZodError): Error {
  const issue = mostSpecific(error.issues[0]!);
  const path = issue.path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`),
    "",
  );
  return invalidInput(
    path === "" ? "problem" : path,
    `${path === "" ? "the problem" : path} is not valid: ${issue.message}`,
    {
      reason: issue.code,
    },
  );
}

/** Of a union's alternatives, the issue that got furthest: the one of the kind that the user meant. */
function mostSpecific(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const deepest = issue.errors
    .map((issues) => mostSpecific(issues[0]!))
    .reduce((best, candidate) => (candidate.path.length > best.path.length ? candidate : best));
  return { ...deepest, path: [...issue.path, ...deepest.path] };
}
