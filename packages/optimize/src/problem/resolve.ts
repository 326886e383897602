import { invalidInput } from "@plimsoll/core";
import type { Constraint } from "../constraints/table.ts";
import { requireSemidefinite, symmetrized } from "./check-covariance.ts";
import { ProblemContext, type Scenarios } from "./context.ts";
import type {
  CovarianceEstimate,
  CovarianceInput,
  EstimateUnit,
  FactorCovariance,
  MatrixInput,
  MeanEstimate,
  MeanInput,
  ScenarioInput,
} from "./inputs.ts";
import { isMatrixLike } from "./normalize.ts";
import type { PortfolioProblem } from "./problem.ts";
import type { QuadraticForm } from "./quadratic-form.ts";
import { readMatrix, readVector, readWeights } from "./read-numbers.ts";
import type { ProblemFrame } from "./schema.ts";

interface Periodicity {
  readonly argument: string;
  readonly periodsPerYear: number;
  readonly unit: EstimateUnit;
}

/** Reads and checks the numbers of a problem whose frame is valid. Throws `INVALID_INPUT` naming the culprit. */
export function resolveContext(problem: PortfolioProblem, frame: ProblemFrame): ProblemContext {
  const { assets } = frame;
  const repeated = assets.find((asset, i) => assets.indexOf(asset) !== i);
  if (repeated !== undefined)
    throw invalidInput("assets", `"${repeated}" is twice among the assets`, { reason: "repeated-asset" });
  const scenarios = problem.scenarios === undefined ? undefined : readScenarios(problem.scenarios, assets);
  const stated: Periodicity[] = [];
  const mean = problem.mean === undefined ? undefined : readMean(problem.mean, assets, stated);
  const covariance = problem.covariance === undefined ? undefined : readCovariance(problem.covariance, assets, stated);
  const weights = (field: "currentWeights" | "benchmark" | "volumes"): Float64Array | undefined =>
    problem[field] === undefined ? undefined : readWeights(problem[field], assets, field);
  const groups = readGroups(frame);
  return new ProblemContext({
    assets,
    groups,
    mean,
    covariance,
    scenarios,
    currentWeights: weights("currentWeights"),
    benchmark: weights("benchmark"),
    volumes: weights("volumes"),
    portfolioValue: frame.portfolioValue,
    ...commonPeriodicity(stated, frame.periodsPerYear),
  });
}

/** The one unit that all numbers are in, or an error that names the two that disagree. */
function commonPeriodicity(
  stated: readonly Periodicity[],
  periodsPerYear: number | undefined,
): { readonly periodsPerYear?: number; readonly unit?: EstimateUnit; readonly annualEstimates?: boolean } {
  const first = stated[0];
  if (first === undefined)
    return periodsPerYear === undefined ? {} : { periodsPerYear, unit: periodsPerYear === 1 ? "year" : "period" };
  for (const other of stated) {
    if (other.periodsPerYear === first.periodsPerYear && other.unit === first.unit) continue;
    throw mixed(`${first.argument} (${describe(first)})`, `${other.argument} (${describe(other)})`);
  }
  const effective = first.unit === "year" ? 1 : first.periodsPerYear;
  if (periodsPerYear !== undefined && periodsPerYear !== first.periodsPerYear && periodsPerYear !== effective) {
    throw mixed(`${first.argument} (${describe(first)})`, `the problem's periodsPerYear ${periodsPerYear}`);
  }
  return {
    periodsPerYear: effective,
    unit: first.unit,
    annualEstimates: first.unit === "year" && first.periodsPerYear !== 1,
  };
}

function describe(periodicity: Periodicity): string {
  return `${periodicity.unit === "year" ? "annual, from" : "per period, of"} ${periodicity.periodsPerYear} periods a year`;
}

function mixed(one: string, other: string): Error {
  return invalidInput(
    "periodsPerYear",
    `${one} and ${other} are in different units: estimate them with the same periodsPerYear and unit`,
    {
      reason: "periodicity",
    },
  );
}

function readMean(input: MeanInput, assets: readonly string[], stated: Periodicity[]): Float64Array {
  if (!isMeanEstimate(input)) return readVector(input, assets, "mean");
  stated.push({ argument: "mean", periodsPerYear: input.periodsPerYear, unit: checkedUnit(input.unit, "mean") });
  const values = readVector(input.values, input.assets, "mean.values");
  const order = positions(assets, input.assets, "mean");
  return order === undefined ? values : Float64Array.from(order, (index) => values[index]!);
}

function readCovariance(input: CovarianceInput, assets: readonly string[], stated: Periodicity[]): QuadraticForm {
  const form = readForm(input, assets, stated);
  requireSemidefinite(form, assets, "covariance");
  return form;
}

function readForm(input: CovarianceInput, assets: readonly string[], stated: Periodicity[]): QuadraticForm {
  const size = assets.length;
  if (isFactorCovariance(input)) return readFactorForm(input, assets, stated);
  if (!isCovarianceEstimate(input)) {
    const { values } = readMatrix(input, size, size, "covariance");
    return { form: "dense", size, values: symmetrized(values, size, assets, "covariance") };
  }
  stated.push({
    argument: "covariance",
    periodsPerYear: input.periodsPerYear,
    unit: checkedUnit(input.unit, "covariance"),
  });
  const count = input.assets.length;
  const { values } = readMatrix(input.values, count, count, "covariance.values");
  symmetrized(values, count, input.assets, "covariance.values");
  const order = positions(assets, input.assets, "covariance");
  if (order === undefined) return { form: "dense", size, values };
  const ordered = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) ordered[i * size + j] = values[order[i]! * count + order[j]!]!;
  return { form: "dense", size, values: ordered };
}

function readFactorForm(input: FactorCovariance, assets: readonly string[], stated: Periodicity[]): QuadraticForm {
  const size = assets.length;
  const order = input.assets === undefined ? undefined : positions(assets, input.assets, "covariance");
  const count = input.assets?.length ?? size;
  const { columns: factors, values } = readMatrix(input.loadings, count, undefined, "covariance.loadings");
  const middle = readMatrix(input.factorCovariance, factors, factors, "covariance.factorCovariance").values;
  const specific = readVector(input.specificVariance, input.assets ?? assets, "covariance.specificVariance");
  if (input.periodsPerYear !== undefined) {
    stated.push({
      argument: "covariance",
      periodsPerYear: input.periodsPerYear,
      unit: checkedUnit(input.unit, "covariance"),
    });
  }
  const names = Array.from({ length: factors }, (_, i) => `factor ${i}`);
  const pick = order ?? Array.from({ length: size }, (_, i) => i);
  const loadings = new Float64Array(size * factors);
  for (let i = 0; i < size; i += 1)
    for (let k = 0; k < factors; k += 1) loadings[i * factors + k] = values[pick[i]! * factors + k]!;
  return {
    form: "factor",
    size,
    factors,
    loadings,
    factorCovariance: symmetrized(middle, factors, names, "covariance.factorCovariance"),
    specificVariance: Float64Array.from(pick, (index) => specific[index]!),
  };
}

function readScenarios(input: ScenarioInput, assets: readonly string[]): Scenarios {
  if (input.method === "log")
    throw invalidInput("scenarios", "expected simple returns, these are log returns: use simpleReturns()");
  const columns = input.assets.length;
  const rows = ArrayBuffer.isView(input.values) ? input.values.length / columns : input.values.length;
  const reordered = positions(assets, input.assets, "scenarios");
  const order = reordered ?? Array.from({ length: columns }, (_, i) => i);
  if (!(rows >= 2) || !Number.isInteger(rows))
    throw invalidInput("scenarios", `expected at least 2 complete rows of scenarios, had ${rows}`);
  if (reordered === undefined && input.values instanceof Float64Array && allFinite(input.values))
    return { rows, values: input.values.slice() };
  const values = new Float64Array(rows * assets.length);
  for (let row = 0; row < rows; row += 1) {
    const cells = ArrayBuffer.isView(input.values)
      ? input.values.subarray(row * columns, (row + 1) * columns)
      : input.values[row]!;
    for (let i = 0; i < order.length; i += 1) {
      const value = cells[order[i]!];
      if (typeof value !== "number" || !Number.isFinite(value)) {
        const when = input.dates?.[row] ?? `row ${row}`;
        throw invalidInput(
          "scenarios",
          `scenarios have no number for "${assets[i]}" on ${when}: drop or fill missing rows first`,
          {
            reason: "not-finite",
            received: String(value),
          },
        );
      }
      values[row * order.length + i] = value;
    }
  }
  return { rows, values };
}

/** Whether a table is all numbers, without a look at which isn't: x - x is 0 for those alone. */
function allFinite(values: Float64Array): boolean {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < values.length; i += 2) {
    even += values[i]! - values[i]!;
    odd += values[i + 1]! - values[i + 1]!;
  }
  if (i < values.length) even += values[i]! - values[i]!;
  return even + odd === 0;
}

function readGroups(frame: ProblemFrame): ReadonlyMap<string, readonly string[]> {
  const groups = new Map(Object.entries(frame.groups ?? {}));
  for (const given of frame.constraints ?? []) {
    const constraint = hardened(given);
    if (typeof constraint !== "string" && constraint.kind === "group" && constraint.name !== undefined)
      groups.set(constraint.name, constraint.assets);
  }
  return groups;
}

/** What a soft constraint wraps. */
function hardened(constraint: Constraint | string): Constraint | string {
  return typeof constraint !== "string" && constraint.kind === "soft" ? hardened(constraint.constraint) : constraint;
}

function isMeanEstimate(input: MeanInput): input is MeanEstimate {
  return "values" in input && "assets" in input && Array.isArray(input.assets);
}

function isCovarianceEstimate(input: MatrixInput | CovarianceEstimate): input is CovarianceEstimate {
  return "values" in input && "assets" in input && Array.isArray(input.assets);
}

function isFactorCovariance(input: CovarianceInput): input is FactorCovariance {
  return (
    typeof input === "object" &&
    !Array.isArray(input) &&
    !ArrayBuffer.isView(input) &&
    !isMatrixLike(input) &&
    "loadings" in input
  );
}

function checkedUnit(unit: EstimateUnit | undefined, argument: string): EstimateUnit {
  if (unit === "year" || unit === "period") return unit;
  throw invalidInput(
    `${argument}.unit`,
    `${argument}.unit says whether its values are annual: expected "year" or "period", was ${String(unit)}`,
  );
}

/** Where each asset stands in an estimate, or undefined when the order is the same. */
function positions(
  assets: readonly string[],
  given: readonly string[],
  argument: string,
): readonly number[] | undefined {
  if (given.length === assets.length && given.every((asset, i) => asset === assets[i])) return undefined;
  const index = new Map(given.map((asset, i) => [asset, i]));
  return assets.map((asset) => {
    const at = index.get(asset);
    if (at === undefined)
      throw invalidInput(argument, `${argument} has no entry for asset "${asset}"`, { reason: "unknown-asset" });
    return at;
  });
}
