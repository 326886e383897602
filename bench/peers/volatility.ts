import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fitGarch, type GarchOptions } from "@plimsoll/ml";
import { returns } from "../src/ml-volatility.ts";

// tsx --conditions=@plimsoll/source peers/volatility.ts: fits of ours and of arch on one series, processor time
const python = process.env["PLIMSOLL_PEERS_PYTHON"];
if (python === undefined) {
  throw new Error("set PLIMSOLL_PEERS_PYTHON to a Python with arch installed: see bench/peers/README.md");
}
const here = new URL(".", import.meta.url).pathname;
const cache = join(here, "../../.cache/peers");
mkdirSync(cache, { recursive: true });
const file = join(cache, "returns.json");
writeFileSync(file, JSON.stringify([...returns]));

const options: Readonly<Record<string, GarchOptions>> = {
  "GARCH(1,1)": {},
  "GJR, Student-t": { model: "gjr-garch", distribution: "student-t" },
  "EGARCH, skewed t": { model: "egarch", distribution: "skew-t" },
  "TARCH, GED": { model: "tarch", distribution: "ged" },
  APARCH: { model: "aparch" },
  "FIGARCH, 1000 lags": { model: "figarch" },
  "AR(2), GARCH(1,1)": { mean: { ar: 2 } },
};

interface PeerFit {
  readonly name: string;
  readonly logLikelihood: number;
  readonly median: number;
  readonly fastest: number;
}

/** Milliseconds of processor time of warm runs, ascending. */
function times(run: () => unknown): readonly number[] {
  const found: number[] = [];
  const until = performance.now() + 3_000;
  run();
  for (let i = 0; i < 5; i++) if (performance.now() < until) run();
  while (found.length < 3 || (found.length < 20 && performance.now() < until)) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    found.push((user + system) / 1_000);
  }
  return found.sort((a, b) => a - b);
}

const peers = JSON.parse(
  execFileSync(python, [join(here, "volatility.py"), file], { encoding: "utf8" }),
) as readonly PeerFit[];
console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]!.toFixed(1)}\n`);
console.log(
  "| fit to 5000 returns | ours, median ms | arch, median ms | ratio of medians / fastest | log-likelihood |\n|---|--:|--:|--:|---|",
);
for (const { name, logLikelihood, median, fastest } of peers) {
  const model = fitGarch(returns, options[name]!);
  const away = model.logLikelihood - logLikelihood;
  if (away < -1e-3) throw new Error(`${name}: arch fits better than we do, by ${-away}`);
  const ours = times(() => fitGarch(returns, options[name]!));
  const middle = ours[Math.floor(ours.length / 2)]!;
  const ratios = `${(median / middle).toFixed(1)} / ${(fastest / ours[0]!).toFixed(1)} x`;
  const verdict = away < 1e-3 ? "equal to 1e-3" : `ours higher by ${away.toFixed(3)}`;
  console.log(`| ${name} | ${middle.toFixed(1)} | ${median.toFixed(1)} | ${ratios} | ${verdict} |`);
}
