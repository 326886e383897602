import type { RiskMinimum } from "../risk-minimum.ts";
import { requireHighs, type Solving } from "../solving.ts";
import { firstPortfolio } from "./first-portfolio.ts";
import { GrowingProgram, type GrowingRow } from "./growing-program.ts";
import type { Parts, PartSupport } from "./parts.ts";
import { dot, failedMinimum, minimumOf, type ScenarioProgram, valuesAt } from "./scenario-program.ts";

const mostRounds = 300;
/** Relative gap at which rounds end: well inside what certificates ask for. */
const closeEnough = 1e-10;
/** The same where rounds bring nothing more. */
const nearlyEnough = 1e-6;
/** Risk below which a portfolio counts as without any, in returns of typical size. */
const rounding = 1e-6;

/** Minimises a measure that is a sum of parts: a cut for each part in each round, on a warm linear program. */
export function* minimizeByBlockCuts(given: ScenarioProgram, parts: Parts): Solving<RiskMinimum> {
  const first = firstPortfolio(given);
  if (first.status !== "optimal") return failedMinimum(given, first.status, 0);
  const { program } = first;
  const highs = yield* requireHighs();
  const growing = new GrowingProgram(highs, program.polyhedron, program.linear);
  try {
    const cuts: { readonly support: PartSupport; readonly part: number }[] = [];
    let best = { x: first.x, value: Infinity };
    let x = first.x;
    let last = { best: Infinity, bound: -Infinity };
    for (let round = 1; round <= mostRounds; round += 1) {
      const values = valuesAt(program, x);
      const supports = parts(values);
      let value = dot(program.linear, x);
      const linear = Math.abs(value);
      const rows: GrowingRow[] = [];
      supports.forEach((support, part) => {
        if (round === 1) growing.column(1, -Infinity);
        let at = 0;
        support.points.forEach((point, k) => (at += support.prices[k]! * values[point]!));
        value += at;
        cuts.push({ support, part });
        rows.push(rowOf(program, support, part));
      });
      if (value < best.value) best = { x, value };
      growing.rows(rows);
      const point = growing.solve();
      if (point.status === "infeasible" || point.status === "not-converged")
        return failedMinimum(program, point.status, round);
      // where neither side moves any more the simplex has come to its tolerance
      const size = Math.max(Math.abs(best.value) + linear, rounding);
      const stalled =
        best.value === last.best && point.value <= last.bound && best.value - point.value <= nearlyEnough * size;
      last = { best: best.value, bound: Math.max(last.bound, point.value) };
      if (stalled || best.value - point.value <= closeEnough * size) {
        if (point.status === "unbounded") return failedMinimum(program, "unbounded", round, point.x);
        const prices = new Float64Array(program.count);
        const rowCount = program.polyhedron.rows.count;
        cuts.forEach(({ support }, c) => {
          const share = Math.max(0, point.rowDuals[rowCount + c]!);
          if (share > 0) support.points.forEach((at, k) => (prices[at]! += share * support.prices[k]!));
        });
        return minimumOf(program, best.x, point.rowDuals, prices, round);
      }
      x = point.x.slice(0, program.columns);
      yield { phase: "cuts", done: round };
    }
    return failedMinimum(program, "not-converged", mostRounds);
  } finally {
    growing.dispose();
  }
}

/** e_part - prices'points x >= prices'offset. */
function rowOf({ points, columns, offset }: ScenarioProgram, support: PartSupport, part: number): GrowingRow {
  const coefficients = new Float64Array(columns);
  let lower = 0;
  support.points.forEach((point, k) => {
    const price = support.prices[k]!;
    lower += price * offset[point]!;
    const at = point * columns;
    for (let j = 0; j < columns; j += 1) coefficients[j]! -= price * points[at + j]!;
  });
  return { coefficients, added: [part], lower };
}
