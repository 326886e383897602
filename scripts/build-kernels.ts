/**
 * Compiles the SIMD kernels and writes them as base64 into numeric's sources.
 *
 *   tsx scripts/build-kernels.ts           rewrite the generated file
 *   tsx scripts/build-kernels.ts --check   fail if it is not what the compiler makes of the sources
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const source = "packages/numeric/assembly/kernels.ts";
const target = "packages/numeric/src/wasm/kernels.generated.ts";
/** Where browsers still let a page compile synchronously on its main thread. */
const limit = 4096;

function compile(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "kernels-"));
  try {
    const output = join(folder, "kernels.wasm");
    const options = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--initialMemory", "32"];
    execFileSync(process.execPath, ["node_modules/assemblyscript/bin/asc.js", source, ...options, "-o", output], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const binary = compile();
if (binary.length > limit) throw new Error(`the kernels take ${binary.length} bytes, expected at most ${limit}`);
const lines = binary
  .toString("base64")
  .match(/.{1,110}/g)!
  .map((line) => `  "${line}"`);
const text = `// Made by scripts/build-kernels.ts from assembly/kernels.ts; ${binary.length} bytes of WebAssembly.

/** The compiled kernels in base64. */
export const kernelsBase64: string =
${lines.join(" +\n")};
`;

if (process.argv.includes("--check")) {
  const present = readFileSync(target, "utf8");
  // the formatter may break the lines elsewhere
  const letters = [...present.matchAll(/"([^"]*)"/g)].map((piece) => piece[1]).join("");
  if (letters !== binary.toString("base64")) {
    console.error(`${target} is not what ${source} compiles to: run tsx scripts/build-kernels.ts`);
    process.exit(1);
  }
  console.log(`${target} is up to date (${binary.length} bytes)`);
} else {
  writeFileSync(target, text);
  console.log(`wrote ${target} (${binary.length} bytes)`);
}
