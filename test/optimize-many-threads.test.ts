import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { WorkerThreadsPool } from "../packages/adapters/worker-threads/src/index.ts";
import { optimizeMany, type PortfolioProblem } from "../packages/optimize/src/index.ts";

// threads run the sources as the tests do: tsx has to be registered in each
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm/api")).href.replace(".cjs", ".mjs");
const register = `data:text/javascript,import { register } from "${tsx}"; register();`;

test("optimizeMany on worker threads gives what it gives without", async () => {
  const pool = new WorkerThreadsPool({
    size: 1,
    execArgv: ["--import", register, "--conditions=@plimsoll/source"],
    resolve: () => new URL("../packages/optimize/src/index.ts", import.meta.url).href,
  });
  const base: PortfolioProblem = {
    assets: ["A", "B", "C"],
    mean: Float64Array.of(0.05, 0.07, 0.1),
    covariance: Float64Array.of(0.04, 0.01, 0, 0.01, 0.09, 0.02, 0, 0.02, 0.16),
    periodsPerYear: 1,
    objective: { kind: "min-risk" },
  };
  const problems: readonly PortfolioProblem[] = [
    base,
    { ...base, constraints: [{ kind: "bounds", name: "cap", upper: 0.2 }] },
    { ...base, objective: { kind: "max-ratio", riskFreeRate: 0.02 }, constraints: ["A >= 0.3"] },
    { ...base, constraints: [{ kind: "cardinality", max: 2 }] },
  ];
  const seen: number[] = [];
  const threaded = await optimizeMany(problems, { pool, onProgress: ({ done }) => seen.push(done) });
  const alone = await optimizeMany(problems);
  const outcomes = (results: typeof alone): unknown[] =>
    results.map((result) =>
      result.success
        ? [result.data.weights, result.data.certificate, [...result.data.weightArray]]
        : result.error.toJSON(),
    );
  expect(outcomes(threaded)).toEqual(outcomes(alone));
  expect(seen).toEqual([1, 2, 3, 4]);
  await pool.close();
}, 60_000);
