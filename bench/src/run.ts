import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { measure, type Benchmark, type Measurement } from "./benchmark.ts";

// pnpm run bench [part of a file or benchmark name]: prints a Markdown table, medians of warm runs
const wanted = process.argv[2] ?? "";
const here = new URL(".", import.meta.url);
const files = readdirSync(here).filter((file) => file.endsWith(".ts") && !["run.ts", "benchmark.ts"].includes(file));

const format = (milliseconds: number): string =>
  milliseconds < 1 ? milliseconds.toFixed(3) : milliseconds < 100 ? milliseconds.toFixed(2) : milliseconds.toFixed(0);

const row = ({ name, runs, fastest, median, target }: Measurement): string =>
  `| ${name} | ${format(median)} | ${format(fastest)} | ${runs} | ${target ?? ""} | ${target === undefined ? "" : median <= target ? "met" : `missed by ${(median / target).toFixed(1)} x`} |`;

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}\n`);
for (const file of files) {
  const { benchmarks } = (await import(new URL(file, here).href)) as { benchmarks?: readonly Benchmark[] };
  const chosen = (benchmarks ?? []).filter(({ name }) => file.includes(wanted) || name.includes(wanted));
  if (chosen.length === 0) continue;
  console.log(
    `\n### ${file.replace(/\.ts$/, "")}\n\n| operation | median ms | fastest ms | runs | target ms | |\n|---|---|---|---|---|---|`,
  );
  for (const benchmark of chosen) console.log(row(await measure(benchmark)));
}
