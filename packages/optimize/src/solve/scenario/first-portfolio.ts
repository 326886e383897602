import { solveQuadratic, syrk } from "@plimsoll/numeric";
import { addRidge } from "./curvature.ts";
import type { ScenarioProgram } from "./scenario-program.ts";

const enoughPeriods = 500;

/** A feasible portfolio to start from: that of least mean square, over every few periods where there are many. */
export function firstPortfolio({ polyhedron, points, offset, count, columns, kind }: ScenarioProgram): {
  readonly status: "optimal" | "infeasible" | "not-converged";
  readonly x: Float64Array;
} {
  const from = kind === "path" ? 1 : 0;
  const stride = Math.max(1, Math.floor((count - from) / Math.max(enoughPeriods, 4 * columns)));
  const periods = Math.floor((count - from) / stride);
  const returns = new Float64Array(periods * columns);
  const linear = new Float64Array(columns);
  for (let t = 0; t < periods; t += 1) {
    const point = t * stride + from;
    const at = point * columns;
    let anchored = offset[point]!;
    returns.set(points.subarray(at, at + columns), t * columns);
    if (kind === "path") {
      anchored -= offset[point - 1]!;
      for (let j = 0; j < columns; j += 1) returns[t * columns + j]! -= points[at - columns + j]!;
    }
    if (anchored !== 0) for (let j = 0; j < columns; j += 1) linear[j]! += returns[t * columns + j]! * anchored;
  }
  const hessian = syrk(returns, periods, columns);
  addRidge(hessian, columns);
  const { lower, upper, rows } = polyhedron;
  const found = solveQuadratic({ size: columns, hessian, linear, lower, upper, ...(rows.count === 0 ? {} : { rows }) });
  return {
    status: found.status === "optimal" || found.status === "infeasible" ? found.status : "not-converged",
    x: found.x,
  };
}
