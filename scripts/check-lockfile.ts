import { readFileSync } from "node:fs";

// A lockfile that names a host installs from that host, wherever it is used.
const offending = readFileSync("pnpm-lock.yaml", "utf8")
  .split("\n")
  .flatMap((line, index) => (line.includes("http") ? [`pnpm-lock.yaml:${index + 1}: ${line.trim()}`] : []));

if (offending.length > 0) {
  console.error(`the lockfile names a host; install without a custom registry URL:\n${offending.join("\n")}`);
  process.exit(1);
}
console.log("lockfile: no host named");
