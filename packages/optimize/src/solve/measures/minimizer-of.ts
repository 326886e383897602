import type { Polyhedron } from "../../program/polyhedron.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { RiskShape } from "../../risks/risk-shape.ts";
import { minimizeDownside } from "../downside/minimize-downside.ts";
import { minimizeQuadratic } from "../quadratic/minimize-quadratic.ts";
import type { RiskMinimizer, RiskMinimum } from "../risk-minimum.ts";
import { minimizeByBlockCuts } from "../scenario/block-cuts.ts";
import { minimizeGrowthLoss } from "../scenario/growth.ts";
import { minimizeByNewtonBundle } from "../scenario/newton-bundle.ts";
import { minimizeByNewton } from "../scenario/newton-sqp.ts";
import { entropicDrawdownOracle, entropicOracle, giniOracle, ulcerOracle } from "../scenario/oracles.ts";
import { drawdownBlocks, sortedBlocks } from "../scenario/parts.ts";
import { type ScenarioPoints, type ScenarioProgram, scenarioProgramOf } from "../scenario/scenario-program.ts";
import { minimizeTail } from "../scenario/tail-rows.ts";
import type { Solving } from "../solving.ts";
import { minimizeTails } from "../tail/minimize-tails.ts";

/** How a measure is minimised. */
interface Method {
  /** For `stats.solver`. */
  readonly name: string;
  readonly minimize: RiskMinimizer;
}

/** Blocks of dates and of ranks whose cuts are kept apart. */
const drawdownParts = 25;
const rankParts = 15;

/** The solver that is made for a measure; undefined where only a cone program serves it. */
export function minimizerOf({ shape, benchmark }: RiskTerm): RiskMinimizer | undefined {
  const method = methodOf(shape);
  // a quadratic form has the benchmark in its centre
  if (method === undefined || benchmark === undefined || shape.form === "quadratic") return method?.minimize;
  return function* (polyhedron, coefficient, linear, state): Solving<RiskMinimum> {
    const found = yield* method.minimize(movedBy(polyhedron, benchmark), coefficient, linear, state);
    return { ...found, weights: found.weights.map((weight, i) => weight + benchmark[i]!) };
  };
}

/** How {@link minimizerOf} goes about a measure, for `stats.solver`. */
export function methodNameOf({ shape, kind }: RiskTerm): string {
  return methodOf(shape)?.name ?? kind;
}

function methodOf(shape: RiskShape): Method | undefined {
  switch (shape.form) {
    case "quadratic":
      return {
        name: "active set",
        minimize: (polyhedron, coefficient, linear) => minimizeQuadratic(polyhedron, shape.risk, coefficient, linear),
      };
    case "tails":
      return {
        name: "active scenarios",
        minimize: (polyhedron, coefficient, linear, state) =>
          minimizeTails(shape.scenarios, shape.tails, polyhedron, coefficient, linear, state),
      };
    case "shortfalls":
      return {
        name: "Newton steps",
        minimize: (polyhedron, coefficient, linear, state) =>
          minimizeDownside(shape.scenarios, shape.spec, shape.root, polyhedron, coefficient, linear, state),
      };
    case "growth":
      return onScenarios("Newton-SQP", shape, "returns", minimizeGrowthLoss);
    case "entropic": {
      const { tail } = shape;
      // one scenario alone has the tail's mass: EVaR is the largest loss
      const whole = tail * shape.scenarios.rows <= 1;
      return onScenarios("Newton-SQP", shape, "returns", (program) =>
        whole ? minimizeTail(program, 1) : minimizeByNewton(program, () => entropicOracle(tail)),
      );
    }
    case "drawdowns":
      return drawdownMethod(shape);
    case "ranks": {
      const { rankWeights, depth } = shape;
      return depth === undefined
        ? onScenarios("Newton bundle", shape, "returns", (program) => minimizeByNewtonBundle(program, giniOracle))
        : onScenarios("block cuts", shape, "returns", (program) =>
            minimizeByBlockCuts(program, sortedBlocks(rankWeights.subarray(0, depth), rankParts)),
          );
    }
    case "negative-entropy":
      return undefined;
  }
}

function drawdownMethod(shape: Extract<RiskShape, { readonly form: "drawdowns" }>): Method {
  const { gauge, scenarios } = shape;
  switch (gauge.kind) {
    case "tail":
      return onScenarios("generated rows", shape, "path", (program) => minimizeTail(program, gauge.count));
    case "average":
      return onScenarios("block cuts", shape, "path", (program) =>
        minimizeByBlockCuts(program, drawdownBlocks(scenarios.rows, drawdownParts)),
      );
    case "root-mean-square":
      return onScenarios("Newton bundle", shape, "path", (program) => minimizeByNewtonBundle(program, ulcerOracle));
    case "entropic":
      // one date alone has the tail's mass: EDaR is the largest drawdown
      return onScenarios("Newton bundle", shape, "path", (program) =>
        gauge.tail * scenarios.rows <= 1
          ? minimizeTail(program, 1)
          : minimizeByNewtonBundle(program, entropicDrawdownOracle(gauge.tail)),
      );
  }
}

function onScenarios(
  name: string,
  { scenarios }: Extract<RiskShape, { readonly form: "entropic" | "drawdowns" | "ranks" | "growth" }>,
  points: ScenarioPoints,
  minimize: (program: ScenarioProgram, coefficient: number) => Solving<RiskMinimum>,
): Method {
  return {
    name,
    minimize: (polyhedron, coefficient, linear) =>
      minimize(scenarioProgramOf(polyhedron, scenarios, coefficient, linear, points), coefficient),
  };
}

/** The polyhedron of the differences from a benchmark: the same columns and rows, counted from elsewhere. */
function movedBy(polyhedron: Polyhedron, benchmark: Float64Array): Polyhedron {
  return { ...polyhedron, anchor: polyhedron.anchor.map((weight, i) => weight - benchmark[i]!) };
}
