import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { measure } from "../src/benchmark.ts";
import { type NamedClass, peerClasses } from "./classes.ts";

// pnpm run bench:peers [part of a class's name]: our times and those of Python packages on the same problems, in one run
const python = process.env["PLIMSOLL_PEERS_PYTHON"];
if (python === undefined) {
  throw new Error("set PLIMSOLL_PEERS_PYTHON to a Python with the peers installed: see bench/peers/README.md");
}
const here = new URL(".", import.meta.url).pathname;
const cache = join(here, "../../.cache/peers");
mkdirSync(cache, { recursive: true });

interface PeerResult {
  readonly peer: string;
  readonly error?: string;
  readonly weights?: readonly number[] | readonly (readonly number[])[];
  readonly medianMs?: number;
  readonly fastestMs?: number;
}

/** An objective further from ours than this, relative to it, is another answer: its distance is printed. */
const agreement = 1e-6;

const digits = (value: number): string =>
  value < 1 ? value.toFixed(3) : value < 100 ? value.toFixed(2) : value.toFixed(0);

async function compare({ name, make }: NamedClass): Promise<void> {
  const { script, problem, solve, objective } = await make();
  const file = join(cache, `${name.replace(/\W+/g, "-")}.json`);
  writeFileSync(file, JSON.stringify(problem));
  const text = execFileSync(python!, [join(here, script), file], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const peers = JSON.parse(text.slice(text.indexOf("["))) as readonly PeerResult[];
  const ours = objective(await solve());
  const { median, fastest } = await measure({ name, run: solve }, 1_500);
  console.log(`| ${name} | **Plimsoll** | ${digits(median)} | ${digits(fastest)} | | certified |`);
  let agreeing = 0;
  for (const { peer, error, weights, medianMs, fastestMs } of peers) {
    if (error !== undefined || weights === undefined) {
      console.log(`| | ${peer} | | | | failed: ${error ?? "no weights"} |`);
      continue;
    }
    const theirs = objective(weights);
    const worst = Math.max(...ours.map((value, i) => (theirs[i]! - value) / Math.abs(value)));
    const best = Math.min(...ours.map((value, i) => (theirs[i]! - value) / Math.abs(value)));
    if (best < -agreement) throw new Error(`${name}: ${peer} is better than ours by ${-best}`);
    const agrees = worst <= agreement;
    if (agrees) agreeing += 1;
    const verdict = agrees ? "equal to 1e-6" : `worse by ${worst.toExponential(1)}`;
    const ratios = [medianMs! / median, fastestMs! / fastest].map((ratio) => ratio.toFixed(ratio < 10 ? 1 : 0));
    console.log(`| | ${peer} | ${digits(medianMs!)} | ${digits(fastestMs!)} | ${ratios.join(" / ")} x | ${verdict} |`);
  }
  if (agreeing === 0) console.log(`| | | | | | no peer reaches our objective to 1e-6 |`);
}

const wanted = process.argv[2] ?? "";
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]!.toFixed(1)} at the start\n`,
);
console.log(
  "| problem | solver | median ms | fastest ms | ratio of medians / fastest | objective |\n|---|---|--:|--:|--:|---|",
);
const reference = process.env["PLIMSOLL_REFERENCE_DATA"];
const port = reference === undefined ? undefined : join(reference, "data/optimize/orlib/port1.txt");
const classes = peerClasses(port !== undefined && existsSync(port) ? readFileSync(port, "utf8") : undefined);
for (const each of classes) if (each.name.includes(wanted)) await compare(each);
