import type { CompiledProblem } from "../program/compile.ts";
import type { Solved } from "../solve/outcome.ts";
import type { Solving } from "../solve/solving.ts";
import type { LinePoint } from "./line-data.ts";
import { LineSearch } from "./line-search.ts";
import { traceLine, untraceable } from "./trace-line.ts";

/** A portfolio of least risk among those of an expected return, with the multipliers that prove it. */
export interface SampledPoint {
  readonly solved: Solved;
  readonly expectedReturn: number;
}

/**
 * Points of a problem's exact frontier, evenly spaced in expected return: the first proves the least risk, the others the
 * least risk at their return, in the unit of the problem's own risk. Undefined where the frontier can't be traced or has no
 * end.
 */
export function* sampleLine(compiled: CompiledProblem, points: number): Solving<readonly SampledPoint[] | undefined> {
  const { lowered, program, context } = compiled;
  const quadratic = lowered.reported?.quadratic;
  const { mean } = context;
  if (quadratic === undefined || quadratic.centre !== undefined || mean === undefined) return undefined;
  if (untraceable(compiled) !== undefined) return undefined;
  yield { phase: "critical line", done: 0 };
  const traced = traceLine(compiled, quadratic.form, mean);
  if (traced.status !== "traced" || traced.line.ray !== undefined) return undefined;
  const search = new LineSearch(traced.line);
  const [low, high] = search.returns;
  const rows = program.rows.length;
  return Array.from({ length: points }, (_, k): SampledPoint => {
    const point = k === 0 ? traced.line.corners[0]! : search.byReturn(low + ((high - low) * k) / (points - 1));
    const { weights, rowDuals, expectedReturn } = point;
    const price = priceOf(point, quadratic.root);
    const duals = rowDuals.map((dual) => dual * price);
    const own = duals.subarray(0, rows);
    return {
      expectedReturn,
      solved: {
        status: "optimal",
        weights,
        // the row of the target comes last
        rowDuals: k === 0 ? own : Float64Array.of(...own, point.riskTolerance * price),
        absoluteDuals: duals.subarray(rows),
        capDuals: new Float64Array(0),
        solver: "critical line",
        iterations: traced.line.corners.length,
        nodes: 0,
      },
    };
  });
}

/** d(risk)/d(half the variance): multipliers of the line in the unit of the risk; none where there is no risk. */
function priceOf({ variance }: LinePoint, root: boolean): number {
  if (!root) return 2;
  return variance > 0 ? 1 / Math.sqrt(variance) : 0;
}
