import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fitMarkovSwitching } from "@plimsoll/ml";
import { models } from "../src/ml-switching.ts";

// tsx --conditions=@plimsoll/source peers/switching.ts: fits of ours and of statsmodels on one series, processor time
const python = process.env["PLIMSOLL_PEERS_PYTHON"];
if (python === undefined) {
  throw new Error("set PLIMSOLL_PEERS_PYTHON to a Python with statsmodels installed: see bench/peers/README.md");
}
const here = new URL(".", import.meta.url).pathname;
const cache = join(here, "../../.cache/peers");
mkdirSync(cache, { recursive: true });
const file = join(cache, "switching.json");
const series = Object.entries(models).map(([name, { y, options }]) => [
  name,
  { y, states: options.states, order: options.order ?? 0 },
]);
writeFileSync(file, JSON.stringify(Object.fromEntries(series)));

interface PeerFit {
  readonly name: string;
  readonly starts: number;
  readonly logLikelihood: number;
  readonly median: number;
  readonly fastest: number;
}

/** Milliseconds of processor time of warm runs, ascending. */
function times(run: () => unknown): readonly number[] {
  const found: number[] = [];
  const until = performance.now() + 4_000;
  run();
  while (found.length < 3 || (found.length < 10 && performance.now() < until)) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    found.push((user + system) / 1_000);
  }
  return found.sort((a, b) => a - b);
}

const peers = JSON.parse(
  execFileSync(python, [join(here, "switching.py"), file], { encoding: "utf8" }),
) as readonly PeerFit[];
console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]!.toFixed(1)}\n`);
console.log(
  "| fit with standard errors | starts of the peer | ours from 20 starts, ms | statsmodels, ms | ratio of medians / fastest | log-likelihood |",
);
console.log("|---|--:|--:|--:|---|---|");
for (const { name, starts, logLikelihood, median, fastest } of peers) {
  const { y, options } = models[name]!;
  const fit = (): ReturnType<typeof fitMarkovSwitching> => fitMarkovSwitching(y, { ...options, seed: 1 });
  const away = fit().logLikelihood - logLikelihood;
  if (away < -1e-3) throw new Error(`${name}: statsmodels fits better than we do, by ${-away}`);
  const ours = times(fit);
  const middle = ours[Math.floor(ours.length / 2)]!;
  const ratios = `${(median / middle).toFixed(1)} / ${(fastest / ours[0]!).toFixed(1)} x`;
  const verdict = away < 1e-3 ? "equal to 1e-3" : `ours higher by ${away.toFixed(3)}`;
  console.log(`| ${name} | ${starts || 1} | ${middle.toFixed(0)} | ${median.toFixed(0)} | ${ratios} | ${verdict} |`);
}
