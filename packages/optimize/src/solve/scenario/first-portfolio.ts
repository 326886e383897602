import { solveQuadratic, syrk } from "@plimsoll/numeric";
import { addRidge } from "./curvature.ts";
import type { ScenarioProgram } from "./scenario-program.ts";

/** A feasible portfolio to start from: that of least mean square. */
export function firstPortfolio({ polyhedron, points, offset, count, columns, kind }: ScenarioProgram): {
  readonly status: "optimal" | "infeasible" | "not-converged";
  readonly x: Float64Array;
} {
  const from = kind === "path" ? 1 : 0;
  const periods = count - from;
  const returns = kind === "path" ? new Float64Array(periods * columns) : points;
  const linear = new Float64Array(columns);
  for (let t = 0; t < periods; t += 1) {
    const at = (t + from) * columns;
    let anchored = offset[t + from]!;
    if (kind === "path") {
      anchored -= offset[t]!;
      for (let j = 0; j < columns; j += 1) returns[t * columns + j] = points[at + j]! - points[at - columns + j]!;
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
