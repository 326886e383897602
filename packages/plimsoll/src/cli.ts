#!/usr/bin/env node
import { runCommandLine } from "./command-line/run.ts";

const interruption = new AbortController();
process.on("SIGINT", () => {
  // the second time, whoever presses means it
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  directory: process.cwd(),
  now: () => performance.now(),
});
