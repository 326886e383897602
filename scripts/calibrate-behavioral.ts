import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { calibrationReport, requiredReplications } from "../packages/behavioral/src/calibration/calibration-report.ts";
import { expectationOf, type Generator, generators } from "../packages/behavioral/src/calibration/generators.ts";
import {
  naiveTests,
  replicate,
  sumTallies,
  type Tally,
  type TestName,
  uncalibrated,
} from "../packages/behavioral/src/calibration/replicate.ts";
import { type BiasKey, biasKeys } from "../packages/behavioral/src/detectors/bias-key.ts";
import { detectors } from "../packages/behavioral/src/detectors/table.ts";

/**
 * Runs the calibration matrix of the bias detectors and writes docs/behavioral-calibration.md.
 *
 *     pnpm calibrate:behavioral [--replications 4000] [--workers 2] [--only "text in a generator's name"] [--report]
 *
 * Resumable: each batch is appended to .cache/behavioral-calibration.jsonl under a fingerprint of the sources its test
 * rests on, and is run again only when one of those has changed. `--report` writes the page from what is there.
 */
const folder = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(folder, "packages/behavioral/src");
const store = join(folder, ".cache/behavioral-calibration.jsonl");
const page = join(folder, "docs/behavioral-calibration.md");
/** Replications a batch: what is lost when a run is stopped. */
const batchSize = 50;

interface Job {
  readonly generator: string;
  readonly from: number;
  readonly count: number;
  readonly tests: readonly TestName[];
}

interface StoredTally extends Tally {
  readonly generator: string;
  readonly from: number;
  readonly test: TestName;
  readonly fingerprint: string;
}

/** The files of the package that a file imports for its values, itself included. */
function sourcesOf(file: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)";/gm)) {
    sourcesOf(join(dirname(file), path!), found);
  }
  return found;
}

const shared = ["simulate/simulate-investor.ts", "choice-set/evidence.ts", "input/behavior-options.ts"];

function fingerprintOf(files: readonly string[]): string {
  const all = [...new Set(files.flatMap((file) => [...sourcesOf(join(source, file))]))].sort();
  const hash = createHash("sha256");
  for (const file of all) hash.update(file.slice(source.length)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

const detectorFile = (bias: BiasKey): string =>
  `detectors/${bias.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

function fingerprints(): Map<TestName, string> {
  const result = new Map<TestName, string>();
  for (const bias of biasKeys) {
    if (detectors[bias] !== undefined && !uncalibrated.includes(bias)) {
      result.set(bias, fingerprintOf([...shared, detectorFile(bias)]));
    }
  }
  for (const test of naiveTests) result.set(test, result.get("disposition")!);
  return result;
}

const keyOf = (generator: Generator, fingerprint: string): string =>
  createHash("sha256").update(JSON.stringify(generator.investor)).update(fingerprint).digest("hex").slice(0, 12);

/** Batches done with the sources as they are, by generator, test and first replication. */
function readStore(prints: ReadonlyMap<TestName, string>): Map<string, StoredTally> {
  const done = new Map<string, StoredTally>();
  if (!existsSync(store)) return done;
  const rows = new Map(generators.map((generator) => [generator.name, generator]));
  for (const line of readFileSync(store, "utf8").split("\n")) {
    // the last line of a run that was killed may be torn
    if (!line.endsWith("}")) continue;
    const tally = JSON.parse(line) as StoredTally;
    const generator = rows.get(tally.generator);
    const print = prints.get(tally.test);
    if (generator === undefined || print === undefined || tally.fingerprint !== keyOf(generator, print)) continue;
    done.set(`${tally.generator}|${tally.test}|${tally.from}`, tally);
  }
  return done;
}

/** Tests worth running on a generator: naive tests only where they are a trap. */
function testsOf(generator: Generator, prints: ReadonlyMap<TestName, string>): TestName[] {
  const trap = expectationOf(generator, "disposition") === "null";
  return [...prints.keys()].filter((test) => trap || !(naiveTests as readonly string[]).includes(test));
}

/** Batches still to do: unbiased investors first, then every generator's first batch before any generator's second. */
function plan(replications: number, only: string, prints: ReadonlyMap<TestName, string>): Job[] {
  const done = readStore(prints);
  const jobs: Job[] = [];
  const unbiased = generators.filter(({ alternative }) => alternative === undefined);
  const planted = generators.filter(({ alternative }) => alternative !== undefined);
  for (const group of [unbiased, planted]) {
    for (let from = 0; from < replications; from += batchSize) {
      for (const generator of group) {
        if (!generator.name.includes(only)) continue;
        const tests = testsOf(generator, prints).filter((test) => !done.has(`${generator.name}|${test}|${from}`));
        if (tests.length > 0) jobs.push({ generator: generator.name, from, count: batchSize, tests });
      }
    }
  }
  return jobs;
}

function writePage(prints: ReadonlyMap<TestName, string>): void {
  const groups = new Map<string, Map<TestName, Tally[]>>();
  for (const tally of readStore(prints).values()) {
    const tests = groups.get(tally.generator) ?? new Map<TestName, Tally[]>();
    groups.set(tally.generator, tests);
    const list = tests.get(tally.test);
    if (list === undefined) tests.set(tally.test, [tally]);
    else list.push(tally);
  }
  const results = new Map(
    [...groups].map(([name, tests]) => [name, new Map([...tests].map(([test, list]) => [test, sumTallies(list)]))]),
  );
  writeFileSync(page, calibrationReport(generators, results));
}

function work(): void {
  process.on("message", (job: Job) => {
    const generator = generators.find(({ name }) => name === job.generator)!;
    process.send!(replicate(generator, job.from, job.count, job.tests));
  });
}

async function run(jobs: readonly Job[], workers: number, prints: ReadonlyMap<TestName, string>): Promise<void> {
  mkdirSync(dirname(store), { recursive: true });
  const started = Date.now();
  let next = 0;
  let finished = 0;
  const serve = (child: ChildProcess): Promise<void> =>
    new Promise((done, fail) => {
      let job: Job | undefined;
      const give = (): void => {
        job = jobs[next++];
        if (job === undefined) {
          child.disconnect();
          done();
        } else child.send(job);
      };
      child.on("message", (tallies: Readonly<Record<string, Tally>>) => {
        const { generator: name, from } = job!;
        const generator = generators.find((candidate) => candidate.name === name)!;
        const lines = Object.entries(tallies).map(([test, tally]) =>
          JSON.stringify({
            generator: name,
            from,
            test,
            fingerprint: keyOf(generator, prints.get(test as TestName)!),
            ...tally,
          }),
        );
        appendFileSync(store, `${lines.join("\n")}\n`);
        finished += 1;
        if (finished % 50 === 0 || finished === jobs.length) {
          const minutes = (Date.now() - started) / 60_000;
          console.log(
            `${finished} of ${jobs.length} batches, ${minutes.toFixed(1)} min, about ${((minutes * (jobs.length - finished)) / finished).toFixed(0)} more`,
          );
        }
        give();
      });
      child.on("error", fail);
      child.on("exit", (code) => {
        if (code !== 0 && code !== null)
          fail(new Error(`a worker stopped with code ${code} in ${JSON.stringify(job)}`));
      });
      give();
    });
  await Promise.all(Array.from({ length: workers }, () => serve(fork(fileURLToPath(import.meta.url), ["--worker"]))));
}

const { values } = parseArgs({
  options: {
    replications: { type: "string", default: String(requiredReplications) },
    workers: { type: "string", default: "2" },
    only: { type: "string", default: "" },
    report: { type: "boolean", default: false },
    worker: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
if (values.worker) work();
else {
  // taken once: what workers have loaded does not change when a file does
  const prints = fingerprints();
  if (!values.report) {
    const jobs = plan(Number(values.replications), values.only, prints);
    console.log(`${jobs.length} batches of ${batchSize} to do`);
    await run(jobs, Number(values.workers), prints);
  }
  writePage(prints);
  console.log(`wrote ${page}`);
}
