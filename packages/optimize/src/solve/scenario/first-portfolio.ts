import { gemv, solveQuadratic, syrk } from "@plimsoll/numeric";
import { addRidge } from "./curvature.ts";
import { inLargerUnit, type ScenarioProgram } from "./scenario-program.ts";

const enoughPeriods = 500;
/** Share of the returns of equal weights below which a portfolio is riskless but for the root of rounding; values are then counted in a tenth of those. */
const riskless = 3e-8;
const instead = 0.1;

/**
 * A feasible portfolio to start from, that of least mean square, over every few periods where there are many; and the
 * program with values counted in the size of its returns, which a small risk is then not small in.
 */
export function firstPortfolio(given: ScenarioProgram): {
  readonly status: "optimal" | "infeasible" | "not-converged";
  readonly x: Float64Array;
  readonly program: ScenarioProgram;
} {
  const { polyhedron, points, offset, count, columns, kind, scales } = given;
  const from = kind === "path" ? 1 : 0;
  const stride = Math.max(1, Math.floor((count - from) / Math.max(enoughPeriods, 4 * columns)));
  const periods = Math.floor((count - from) / stride);
  const returns = new Float64Array(periods * columns);
  const anchored = new Float64Array(periods);
  const linear = new Float64Array(columns);
  for (let t = 0; t < periods; t += 1) {
    const point = t * stride + from;
    const at = point * columns;
    let own = offset[point]!;
    returns.set(points.subarray(at, at + columns), t * columns);
    if (kind === "path") {
      own -= offset[point - 1]!;
      for (let j = 0; j < columns; j += 1) returns[t * columns + j]! -= points[at - columns + j]!;
    }
    anchored[t] = own;
    if (own !== 0) for (let j = 0; j < columns; j += 1) linear[j]! += returns[t * columns + j]! * own;
  }
  const hessian = syrk(returns, periods, columns);
  addRidge(hessian, columns);
  const { lower, upper, rows } = polyhedron;
  const found = solveQuadratic({ size: columns, hessian, linear, lower, upper, ...(rows.count === 0 ? {} : { rows }) });
  if (found.status !== "optimal")
    return { status: found.status === "infeasible" ? "infeasible" : "not-converged", x: found.x, program: given };
  const equal = scales.map((scale, j) => (polyhedron.owner[j]! < 0 ? 0 : scale / polyhedron.size));
  const own = rootMeanSquare(gemv(returns, periods, columns, found.x).map((value, t) => value + anchored[t]!));
  const ofEqual = rootMeanSquare(gemv(returns, periods, columns, equal));
  const times = own > riskless * ofEqual ? own : instead * ofEqual;
  if (!(times > 0)) return { status: "optimal", x: found.x, program: given };
  return { status: "optimal", x: found.x.map((value) => value / times), program: inLargerUnit(given, times) };
}

function rootMeanSquare(values: Float64Array): number {
  let squares = 0;
  for (let t = 0; t < values.length; t += 1) squares += values[t]! * values[t]!;
  return Math.sqrt(squares / values.length);
}
