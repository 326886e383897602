import { contentHash, invalidInput } from "@plimsoll/core";
import { type Json, normalizeToJson, withFlatLists } from "./normalize.ts";
import type { PortfolioProblem } from "./problem.ts";

/**
 * A problem as plain JSON: typed arrays, matrices and panels become nested arrays, infinite bounds `null`. It solves and
 * hashes the same.
 *
 * @example
 * ```ts
 * import { problemToJson } from "@plimsoll/optimize";
 *
 * const problem = problemToJson({
 *   assets: ["A", "B"],
 *   covariance: Float64Array.of(1, 0, 0, 2),
 *   objective: { kind: "min-risk" },
 * });
 * console.log(JSON.stringify(problem.covariance)); // [[1,0],[0,2]]
 * ```
 */
export function problemToJson(problem: PortfolioProblem): PortfolioProblem {
  const rows = problem.assets?.length ?? 0;
  const json: Record<string, Json> = {};
  for (const [key, value] of Object.entries(problem)) {
    if (value === undefined) continue;
    const plain = normalizeToJson(value);
    if (vectors.has(key)) json[key] = flattened(plain);
    else if (key === "covariance") json[key] = isRecord(plain) ? nestedFields(plain, rows) : nested(plain, rows);
    else if (key === "scenarios") json[key] = scenariosToJson(plain);
    else json[key] = withFlatLists(plain);
  }
  return json as unknown as PortfolioProblem;
}

const vectors: ReadonlySet<string> = new Set(["mean", "currentWeights", "benchmark", "volumes"]);

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A one-row or one-column table as a list. */
function flattened(value: Json): Json {
  if (!Array.isArray(value) || !Array.isArray(value[0])) return value;
  return value.length === 1 ? (value[0] as Json) : value.map((row: Json) => (row as readonly Json[])[0]!);
}

/** A row-major list as a table of `rows` rows. */
function nested(value: Json, rows: number): Json {
  if (!Array.isArray(value) || Array.isArray(value[0]) || rows === 0 || value.length % rows !== 0) return value;
  const columns = value.length / rows;
  return Array.from({ length: rows }, (_, i) => value.slice(i * columns, (i + 1) * columns) as readonly Json[]);
}

function nestedFields(covariance: { readonly [key: string]: Json }, rows: number): Json {
  const { loadings, factorCovariance, values } = covariance;
  return {
    ...covariance,
    ...(values === undefined ? {} : { values: nested(values, rows) }),
    ...(loadings === undefined ? {} : { loadings: nested(loadings, rows) }),
    ...(factorCovariance === undefined || !Array.isArray(factorCovariance)
      ? {}
      : { factorCovariance: nested(factorCovariance, Math.round(Math.sqrt(factorCovariance.length))) }),
  };
}

/** Scenarios keep what a problem reads: names, numbers and dates, not a panel's storage. */
function scenariosToJson(value: Json): Json {
  if (!isRecord(value)) return value;
  const { assets, dates, method, rows, values } = value;
  const table = typeof rows === "number" && values !== undefined ? nested(values, rows) : values;
  return {
    ...(assets === undefined ? {} : { assets }),
    ...(table === undefined ? {} : { values: table }),
    ...(dates === undefined ? {} : { dates }),
    ...(method === undefined || method === "simple" ? {} : { method }),
  };
}

/**
 * SHA-256 of a problem's canonical JSON, 64 hexadecimal digits: the same for the same problem in every runtime, in any
 * order of keys, and whether its numbers came as arrays, typed arrays or matrices. A key for caches and audit trails.
 * Throws `INVALID_INPUT` where the problem holds NaN.
 *
 * @example
 * ```ts
 * import { hashProblem } from "@plimsoll/optimize";
 *
 * const hash = hashProblem({ assets: ["A", "B"], covariance: [[1, 0], [0, 2]], objective: { kind: "min-risk" } });
 * console.log(hash.length); // 64
 * ```
 */
export function hashProblem(problem: PortfolioProblem): string {
  const json = problemToJson(problem);
  refuseNonFinite(json as unknown as Json, "problem");
  return contentHash(json, "problem");
}

/** JSON has no NaN: names the number that is one, which the hash of the whole could not. */
function refuseNonFinite(value: Json, path: string): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw invalidInput(path, `${path} is ${value}, which JSON can't hold`, { reason: "not-finite" });
  }
  if (Array.isArray(value)) value.forEach((entry: Json, i) => refuseNonFinite(entry, `${path}[${i}]`));
  else if (isRecord(value)) for (const [key, entry] of Object.entries(value)) refuseNonFinite(entry, `${path}.${key}`);
}
