import { gemv, solveQuadratic } from "@plimsoll/numeric";
import { type Cut, dot, type ScenarioProgram } from "./scenario-program.ts";

/** A cut with the portfolio it was taken at. */
export interface PlacedCut extends Cut {
  readonly at: Float64Array;
}

/** The minimiser of a bundle's model. */
export interface BundleStep {
  /** Whether its multipliers are good to rounding. */
  readonly exact: boolean;
  readonly x: Float64Array;
  /** The model's value there. */
  readonly value: number;
  /** One for each cut. */
  readonly multipliers: Float64Array;
  /** One for each row of the polyhedron. */
  readonly rowDuals: Float64Array;
}

/**
 * min e + centre(v) + 1/2 (v - x)'H(v - x) with e >= 0 and e >= cut(v) - centre(v) over the program's polyhedron. A `bent`
 * step gives each cut the same curvature about its own portfolio, where the measure allows it: it then converges faster,
 * but predicts no bound. Undefined where the quadratic program wasn't solved.
 */
export function bundleStep(
  { polyhedron, columns }: ScenarioProgram,
  centre: PlacedCut & { readonly value: number },
  hessian: Float64Array,
  cuts: readonly PlacedCut[],
  bent: boolean,
): BundleStep | undefined {
  const { lower, upper, rows } = polyhedron;
  const { at: x } = centre;
  const size = columns + 1;
  const expanded = new Float64Array(size * size);
  for (let i = 0; i < columns; i += 1) expanded.set(hessian.subarray(i * columns, (i + 1) * columns), i * size);
  const product = gemv(hessian, columns, columns, x);
  const linear = new Float64Array(size);
  for (let j = 0; j < columns; j += 1) linear[j] = centre.gradient[j]! - product[j]!;
  linear[columns] = 1;
  const count = rows.count + cuts.length;
  const matrix = new Float64Array(count * size);
  const rowLower = new Float64Array(count);
  const rowUpper = new Float64Array(count).fill(Infinity);
  for (let k = 0; k < rows.count; k += 1) {
    matrix.set(rows.matrix.subarray(k * columns, (k + 1) * columns), k * size);
    rowLower[k] = rows.lower[k]!;
    rowUpper[k] = rows.upper[k]!;
  }
  cuts.forEach((cut, c) => {
    const k = rows.count + c;
    for (let j = 0; j < columns; j += 1) matrix[k * size + j] = centre.gradient[j]! - cut.gradient[j]!;
    matrix[k * size + columns] = 1;
    rowLower[k] = cut.constant - centre.constant;
    if (!bent) return;
    const away = x.map((value, j) => value - cut.at[j]!);
    const turn = gemv(hessian, columns, columns, away);
    const bend = 0.5 * dot(away, turn);
    // more curvature than the measure has between the two portfolios would cut off better ones
    if (!(bend > 0) || bend > centre.value - dot(cut.gradient, x) - cut.constant) return;
    for (let j = 0; j < columns; j += 1) matrix[k * size + j]! -= turn[j]!;
    rowLower[k] += bend - dot(turn, x);
  });
  const start = extended(x, 0);
  const found = solveQuadratic(
    {
      size,
      hessian: expanded,
      linear,
      lower: extended(lower, 0),
      upper: extended(upper, Infinity),
      ...(count === 0 ? {} : { rows: { count, matrix, lower: rowLower, upper: rowUpper } }),
    },
    { warmStart: { x: start }, method: "active-set" },
  );
  // cuts of nearly the same portfolio are nearly parallel: a step that is feasible will do, it proves nothing
  if (found.status !== "optimal" && !(found.residuals.primal <= 1e-9)) return undefined;
  return {
    exact: found.status === "optimal",
    x: found.x.slice(0, columns),
    value: found.objective + 0.5 * dot(product, x) + centre.constant,
    multipliers: found.rowDuals.slice(rows.count),
    rowDuals: found.rowDuals.slice(0, rows.count),
  };
}

function extended(values: Float64Array, last: number): Float64Array {
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = last;
  return longer;
}
