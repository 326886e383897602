import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DiscreteHmm, GaussianHmm, MixtureHmm } from "@plimsoll/ml";
import { regimeRows } from "../src/regimes.ts";

// tsx --conditions=@plimsoll/source peers/hmm.ts: CPU time of an iteration of expectation-maximisation, ours and hmmlearn's
const python = process.env["PLIMSOLL_PEERS_PYTHON"];
if (python === undefined) {
  throw new Error("set PLIMSOLL_PEERS_PYTHON to a Python with hmmlearn installed: see bench/peers/README.md");
}
const here = new URL(".", import.meta.url).pathname;
const cache = join(here, "../../.cache/peers");
mkdirSync(cache, { recursive: true });

const columns = 5;
const states = 3;
const iterations = 50;
const values = regimeRows();
const rows = Array.from({ length: values.length / columns }, (_, t) => [
  ...values.subarray(t * columns, (t + 1) * columns),
]);
const symbols = rows.map(([x]) => Math.min(9, Math.max(0, Math.round(x! + 4.5))));
const file = join(cache, "hmm.json");
writeFileSync(file, JSON.stringify({ rows, symbols, states, iterations }));

interface PeerTime {
  readonly peer: string;
  readonly medianMs: number;
  readonly fastestMs: number;
}
const environment = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
const { logLikelihood, results } = JSON.parse(
  execFileSync(python, [join(here, "hmm.py"), file], { encoding: "utf8", env: environment, maxBuffer: 2 ** 28 }),
) as { readonly logLikelihood: number; readonly results: Readonly<Record<string, readonly PeerTime[]>> };

// the first 25 iterations are the screening of the only start
const fixed = { states, seed: 1, restarts: 1, maxIterations: iterations - 25, tolerance: -Infinity } as const;
const ours: Readonly<Record<string, () => { readonly iterations: number }>> = {
  full: () => GaussianHmm.fit({ values, columns }, fixed),
  diagonal: () => GaussianHmm.fit({ values, columns }, { ...fixed, covariance: "diagonal" }),
  mixture: () => MixtureHmm.fit({ values, columns }, fixed),
  discrete: () => DiscreteHmm.fit(symbols, fixed),
};

const reached = GaussianHmm.fit({ values, columns }, { states, seed: 1, tolerance: 1e-12 }).logLikelihood;
if (reached < logLikelihood - 1e-6 * Math.abs(logLikelihood)) {
  throw new Error(`hmmlearn reaches the log-likelihood ${logLikelihood}, ours is ${reached}`);
}
console.log(`Log-likelihood of the full model: ours ${reached}, hmmlearn's ${logLikelihood}\n`);
console.log("| law | solver | median ms an iteration | fastest | ratio of medians / fastest |\n|---|---|--:|--:|--:|");
for (const [law, run] of Object.entries(ours)) {
  for (let warm = 0; warm < 5; warm++) run();
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    const { iterations: made } = run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / made;
  }).sort((a, b) => a - b);
  const [fastest, median] = [times[0]!, times[4]!];
  console.log(`| ${law} | **Plimsoll** | ${median.toFixed(2)} | ${fastest.toFixed(2)} | |`);
  for (const { peer, medianMs, fastestMs } of results[law]!) {
    const ratios = `${(medianMs / median).toFixed(1)} / ${(fastestMs / fastest).toFixed(1)}`;
    console.log(`| | ${peer} | ${medianMs.toFixed(2)} | ${fastestMs.toFixed(2)} | ${ratios} x |`);
  }
}
