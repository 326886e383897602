import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The ledger must be true: every row of docs/features.md that claims a test names one that exists and ran.
 *
 * A row is `| capability | status | test | benchmark |`. Status is `done`, `done, needs reference data` or `not built
 * yet`; a test is written as `file › name`, several separated by `<br>`; a benchmark as `file › name`.
 * The results come from the JSON report of the last test run.
 */
const ledgerFile = "docs/features.md";
const resultsFile = ".cache/test-results.json";
const withReferenceData = process.env["PLIMSOLL_REFERENCE_DATA"] !== undefined;

interface TestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

const results = JSON.parse(readFileSync(resultsFile, "utf8")) as TestResults;
const statuses = new Map<string, string>();
for (const file of results.testResults) {
  const path = file.name.slice(process.cwd().length + 1);
  for (const { fullName, title, status } of file.assertionResults) {
    for (const name of [fullName, title])
      statuses.set(`${path} › ${name.replace(/ \(needs reference data: .*\)$/, "")}`, status);
  }
}

const benchmarks = new Set(
  (existsSync("bench/src") ? readdirSync("bench/src") : []).flatMap((file) =>
    [...readFileSync(join("bench/src", file), "utf8").matchAll(/name: ["`]([^"`]+)["`]/g)].map(
      (match) => `bench/src/${file} › ${match[1]}`,
    ),
  ),
);

// the gate fails with its step, so that being a step is enough
const steps = new Set(
  [...readFileSync(".ci/run", "utf8").matchAll(/^step "([^"]+)"/gm)].map((match) => `.ci/run › ${match[1]}`),
);

const faults: string[] = [];
let done = 0;
let open = 0;
readFileSync(ledgerFile, "utf8")
  .split("\n")
  .forEach((line, index) => {
    if (!line.startsWith("|") || /^\|[\s:|-]+\|$/.test(line)) return;
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", ""));
    const [capability = "", status = "", tests = "", benchmark = ""] = cells;
    if (capability === "Capability") return;
    const where = `${ledgerFile}:${index + 1}`;
    if (status === "not built yet") {
      open += 1;
      return;
    }
    if (status !== "done" && status !== "done, needs reference data") {
      faults.push(`${where}: status "${status}" is none of done | done, needs reference data | not built yet`);
      return;
    }
    done += 1;
    const named = tests
      .split("<br>")
      .map((test) => test.trim())
      .filter((test) => test !== "");
    if (named.length === 0) faults.push(`${where}: "${capability}" is done but names no test`);
    for (const test of named) {
      if (steps.has(test)) continue;
      const outcome = statuses.get(test);
      const mayBeSkipped = status === "done, needs reference data" && !withReferenceData;
      if (outcome === undefined) faults.push(`${where}: there is no test "${test}"`);
      else if (outcome !== "passed" && !(mayBeSkipped && outcome !== "failed"))
        faults.push(`${where}: "${test}" ${outcome}`);
    }
    if (benchmark !== "" && !benchmarks.has(benchmark)) faults.push(`${where}: there is no benchmark "${benchmark}"`);
  });

if (withReferenceData) {
  for (const [test, status] of statuses) {
    if (status === "pending" || status === "skipped")
      faults.push(`${test} is skipped although the reference data is there`);
  }
}

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`features: ${done} rows shown by tests, ${open} not built yet`);
