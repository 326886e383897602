import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Constraint, optimize, type PortfolioProblem } from "@plimsoll/optimize";
import { covarianceMatrix, RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";
import { parsePort } from "../../test/or-library.ts";

// rules about holdings and issuers beyond what the perspective search takes: whole calls of optimize(), proof included.
// OR-Library's files are looked for under PLIMSOLL_REFERENCE_DATA and left out where that is unset
const root = process.env["PLIMSOLL_REFERENCE_DATA"];

function orLibrary(port: number): PortfolioProblem {
  const file = join(root!, "data", `optimize/orlib/port${port}.txt`);
  const { mean, covariance } = parsePort(readFileSync(file, "utf8"));
  const assets = Array.from(mean, (_, i) => `s${i + 1}`);
  return { assets, mean, covariance, periodsPerYear: 52, objective: { kind: "min-risk" } };
}

/** Stocks with one common factor. */
function synthetic(size: number, seed: number): PortfolioProblem {
  const random = RandomStream.of(seed);
  const rows = 3 * size + 50;
  const assets = Array.from({ length: size }, (_, j) => `A${j}`);
  const values = new Float64Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const market = 0.01 * random.normal();
    for (let j = 0; j < size; j++)
      values[row * size + j] = (0.5 + j / size) * market + (0.01 + 0.002 * ((j * 7) % 5)) * random.normal();
  }
  return {
    assets,
    mean: assets.map(() => 0.0002 + 0.0008 * random.uniform()),
    covariance: covarianceMatrix(values, rows, size),
    periodsPerYear: 252,
    currentWeights: Object.fromEntries(assets.slice(0, 10).map((asset) => [asset, 0.1])),
    objective: { kind: "min-risk" },
  };
}

function solved(
  name: string,
  problem: PortfolioProblem,
  constraint: readonly Constraint[],
  target?: number,
): Benchmark {
  const whole = { ...problem, constraints: [...(problem.constraints ?? []), ...constraint] };
  return {
    name,
    ...(target === undefined ? {} : { target }),
    async run() {
      const { certificate, stats } = await optimize(whole, { timeLimitMs: 15_000 });
      if (certificate.gap > 1e-4 || certificate.boundIs !== "verified")
        console.log(`${name}: ${certificate.boundIs} gap ${certificate.gap.toExponential(1)}, ${stats.nodes} nodes`);
    },
  };
}

const rule: readonly Constraint[] = [{ kind: "ucits-5-10-40" }];
const ten: readonly Constraint[] = [{ kind: "cardinality", max: 10, minWeight: 0.02 }];
const capped: readonly Constraint[] = [...ten, { kind: "bounds", lower: 0, upper: 0.2 }];
const moved: readonly Constraint[] = [...ten, { kind: "turnover", which: "half-l1", max: 0.4 }];
const utility = (riskAversion: number): PortfolioProblem["objective"] => ({ kind: "max-utility", riskAversion });
const ratio: PortfolioProblem["objective"] = { kind: "max-ratio", riskFreeRate: 0.01 };

const reference: readonly Benchmark[] =
  root === undefined || !existsSync(root)
    ? []
    : [2, 5].flatMap((port) => {
        const problem = orLibrary(port);
        const label = `UCITS 5/10/40, port${port}, n ${problem.assets!.length}`;
        return [
          solved(`${label}, minimum variance`, problem, rule, 90),
          solved(`${label}, utility, risk aversion 5`, { ...problem, objective: utility(5) }, rule, 90),
          solved(`${label}, utility, risk aversion 20`, { ...problem, objective: utility(20) }, rule, 90),
          solved(`${label}, maximum Sharpe`, { ...problem, objective: ratio }, rule),
        ];
      });

export const benchmarks: readonly Benchmark[] = [
  ...reference,
  solved("UCITS 5/10/40, n 225, minimum variance", synthetic(225, 1), rule, 90),
  solved("maximum Sharpe, K 10, cap 20 %, n 50", { ...synthetic(50, 1), objective: ratio }, capped),
  solved("maximum Sharpe, K 10, cap 20 %, n 100", { ...synthetic(100, 1), objective: ratio }, capped),
  solved("minimum variance, K 10, turnover 40 %, n 50", synthetic(50, 1), moved),
  solved("minimum variance, K 10, turnover 40 %, n 100", synthetic(100, 1), moved),
];
