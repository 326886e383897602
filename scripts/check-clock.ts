import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The linter can forbid `Date.now`, but not a `Date` without arguments, which reads the clock as well. */
const pure = ["core", "numeric", "plot", "optimize", "risk", "ml", "behavioral", "backtest"];

const offending = pure.flatMap((name) =>
  readdirSync(`packages/${name}/src`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(`packages/${name}/src`, file))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, index) => (/\bDate\(\s*\)/.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    ),
);
if (offending.length > 0) {
  console.error(`the clock is an argument in the pure packages:\n${offending.join("\n")}`);
  process.exit(1);
}
console.log(`clock: not read in ${pure.length} pure packages`);
