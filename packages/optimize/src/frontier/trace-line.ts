import { invalidInput, PlimsollError } from "@plimsoll/core";
import { dot, type QuadraticProgram, traceCriticalLine } from "@plimsoll/numeric";
import type { CompiledProblem } from "../program/compile.ts";
import { type Polyhedron, polyhedronOf, weightsOf } from "../program/polyhedron.ts";
import { isDiscrete } from "../program/program.ts";
import { diagonalOfForm, type QuadraticForm } from "../problem/quadratic-form.ts";
import { applyForm } from "../solve/quadratic/apply-form.ts";
import { scaledHessian } from "../solve/quadratic/quadratic-family.ts";
import type { LineCorner, LineData } from "./line-data.ts";

/** What {@link traceLine} found: a frontier, or why there is none. */
export type TracedLine =
  | { readonly status: "traced"; readonly line: LineData }
  | { readonly status: "infeasible" }
  /** Expected return grows without limit at no risk, along `direction`. */
  | { readonly status: "unbounded"; readonly direction: Float64Array }
  | { readonly status: "not-converged"; readonly iterations: number };

/** Why a problem's frontier can't be traced corner by corner; undefined where it can. */
export function untraceable({ program, lowered, costs }: CompiledProblem): string | undefined {
  if (isDiscrete(program, lowered.goal)) return "counts, thresholds and other rules about holdings";
  if (costs.length > 0) return "costs";
  if (program.caps.length > 0) return "risk limits";
  return [...program.rows, ...program.absolutes].some(({ penalty }) => penalty < Infinity) ? "soft limits" : undefined;
}

/** Traces the mean-variance frontier of a problem's constraints; whatever its objective is plays no part. */
export function traceLine(compiled: CompiledProblem, form: QuadraticForm, mean: Float64Array): TracedLine {
  const polyhedron = polyhedronOf(compiled.program);
  const { columns, lower, upper, rows, owner, rowScales } = polyhedron;
  const diagonal = diagonalOfForm(form);
  const average = diagonal.reduce((sum, value) => sum + value, 0) / form.size;
  const scale = average > 0 ? 1 / average : 1;
  const largest = mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const shift = applyForm(form, polyhedron.anchor);
  const program: QuadraticProgram = {
    size: columns,
    hessian: scaledHessian(polyhedron, form, scale),
    linear: Float64Array.from(owner, (i) => shift[i]! * scale),
    lower,
    upper,
    ...(rows.count === 0 ? {} : { rows }),
  };
  const traced = traceCriticalLine(
    program,
    Float64Array.from(owner, (i) => mean[i]! / largest),
  );
  // the scaled objective is `scale` times the one of a risk tolerance of parameter / unit
  const unit = scale * largest;
  switch (traced.status) {
    case "infeasible":
      return { status: "infeasible" };
    case "edge":
      return { status: "unbounded", direction: directionOf(polyhedron, traced.ray!) };
    case "unbounded":
    case "iteration-limit":
      return { status: "not-converged", iterations: traced.iterations };
    case "complete":
    case "ray":
      break;
  }
  const corners = traced.corners.map(({ parameter, x, rowDuals, residual }): LineCorner => {
    const weights = weightsOf(polyhedron, x);
    return {
      riskTolerance: parameter / unit,
      weights,
      rowDuals: rowDuals.map((dual, k) => dual / scale / rowScales[k]!),
      expectedReturn: dot(mean, weights),
      variance: Math.max(0, dot(weights, applyForm(form, weights))),
      residual,
    };
  });
  const ray =
    traced.ray === undefined
      ? undefined
      : {
          weights: directionOf(polyhedron, traced.ray).map((value) => value * unit),
          rowDuals: traced.rayDuals!.map((value, k) => (value * largest) / rowScales[k]!),
        };
  return { status: "traced", line: { corners: distinct(corners), ray, mean, form } };
}

/** The error for a problem whose frontier can't be traced. */
export function cannotTrace(what: string): PlimsollError<"UNSUPPORTED"> {
  const feature = `the exact frontier under ${what}`;
  return new PlimsollError("UNSUPPORTED", `${feature} is not supported: sample it with efficientFrontier()`, {
    feature,
  });
}

/** The covariance and the mean that a mean-variance frontier needs. */
export function momentsOf({ context, lowered }: CompiledProblem): {
  readonly form: QuadraticForm;
  readonly mean: Float64Array;
} {
  const risk = lowered.reported;
  if (risk !== undefined && (risk.quadratic === undefined || risk.quadratic.centre !== undefined))
    throw invalidInput(
      "objective.risk",
      `the exact frontier is that of variance: "${risk.kind}" of this problem has none; sample it with efficientFrontier()`,
      { expected: "variance or standard-deviation", received: risk.kind },
    );
  return {
    form: risk?.quadratic?.form ?? context.requireCovariance("the frontier"),
    mean: context.requireMean("the frontier"),
  };
}

function directionOf({ size, owner }: Polyhedron, ray: Float64Array): Float64Array {
  const direction = new Float64Array(size);
  ray.forEach((value, j) => {
    const i = owner[j]!;
    if (i >= 0) direction[i] = direction[i]! + value;
  });
  return direction;
}

// pieces of a split weight may change while the weights and the tolerance stay
function distinct(corners: readonly LineCorner[]): readonly LineCorner[] {
  return corners.filter((corner, k) => {
    const last = corners[k - 1];
    return (
      last === undefined ||
      corner.riskTolerance > last.riskTolerance ||
      corner.weights.some((value, i) => value !== last.weights[i])
    );
  });
}
