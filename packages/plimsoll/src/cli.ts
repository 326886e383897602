#!/usr/bin/env node
import { EXIT, runCommandLine } from "./command-line/run.ts";

const interruption = new AbortController();
process.on("SIGINT", () => {
  // the second time, whoever presses means it
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort();
});
// whoever reads has seen enough, as in `plimsoll report prices.csv | head -3`
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  directory: process.cwd(),
  now: () => performance.now(),
});
// an abandoned step may still be at work
if (interruption.signal.aborted) process.exit();
