/**
 * Runs the same numbers in several JavaScript engines and compares every bit with the pinned ones.
 *
 *   tsx scripts/check-engines.ts              Node 20 (this one), 22, 24, Deno and Bun, fetched by npx
 *   tsx scripts/check-engines.ts node@22 bun  only these
 *   tsx scripts/check-engines.ts --update     rewrite the pinned digests from this engine
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "tsup";

const fixture = "packages/numeric/src/random/fixtures/golden.json";
const engines: Readonly<Record<string, readonly string[]>> = {
  this: [process.execPath],
  "node@22": ["npx", "-y", "node@22"],
  "node@24": ["npx", "-y", "node@24"],
  deno: ["npx", "-y", "deno", "run"],
  bun: ["npx", "-y", "bun", "run"],
};

interface Golden {
  readonly digests: Readonly<Record<string, string>>;
}

const entry = `
import { numericDigests } from ${JSON.stringify(resolve("test/numeric-digests.ts"))};
console.log(JSON.stringify(numericDigests()));
`;

const folder = mkdtempSync(join(tmpdir(), "engines-"));
try {
  writeFileSync(join(folder, "entry.ts"), entry);
  await build({
    entry: { entry: join(folder, "entry.ts") },
    outDir: folder,
    config: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    noExternal: [/.*/],
    outExtension: () => ({ js: ".mjs" }),
    silent: true,
    esbuildOptions: (options) => {
      options.conditions = ["@plimsoll/source"];
      options.nodePaths = [resolve("packages/numeric/node_modules")];
      options.mainFields = ["module", "main"];
    },
  });
  const run = (command: readonly string[]): Record<string, string> => {
    const [program, ...options] = [...command, join(folder, "entry.mjs")];
    return JSON.parse(execFileSync(program!, options, { encoding: "utf8" })) as Record<string, string>;
  };
  const golden = JSON.parse(readFileSync(fixture, "utf8")) as Golden;
  if (process.argv.includes("--update")) {
    writeFileSync(fixture, `${JSON.stringify({ ...golden, digests: run(engines["this"]!) }, undefined, 2)}\n`);
    console.log(`wrote ${fixture}`);
  } else {
    const asked = process.argv.slice(2);
    for (const name of asked.length === 0 ? Object.keys(engines) : asked) {
      const found = run(engines[name]!);
      const different = Object.keys(golden.digests).filter((key) => found[key] !== golden.digests[key]);
      console.log(`${name}: ${different.length === 0 ? "identical" : `differs in ${different.join(", ")}`}`);
      if (different.length > 0) process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
