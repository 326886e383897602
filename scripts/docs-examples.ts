import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageFolders } from "./workspace.ts";

/**
 * Every TypeScript block in README, docs, package READMEs and docstrings (`@example`) becomes a module, is type-checked
 * against the sources and run. A block whose fence says `ts no-run` is only type-checked, one with `ts fragment` is
 * neither: it shows a shape, not a program.
 */
const output = ".cache/docs-examples";
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|\/dist\/|docs\/api\//.test(file))
    .sort();
}

interface Example {
  readonly origin: string;
  readonly code: string;
  readonly run: boolean;
}

function examplesOf(file: string): Example[] {
  const lines = readFileSync(file, "utf8").split("\n");
  const examples: Example[] = [];
  let start = -1;
  let flags = "";
  const strip = (line: string): string => (file.endsWith(".ts") ? line.replace(/^\s*\* ?/, "") : line);
  lines.forEach((raw, index) => {
    const line = strip(raw);
    const opening = /^```(?:ts|typescript)\b(.*)$/.exec(line);
    if (start < 0 && opening !== null && (!file.endsWith(".ts") || /^\s*\*/.test(raw))) {
      start = index + 1;
      flags = opening[1] ?? "";
    } else if (start >= 0 && line.startsWith("```")) {
      const code = lines.slice(start, index).map(strip).join("\n");
      if (!flags.includes("fragment")) {
        examples.push({ origin: `${file}:${start}`, code, run: !flags.includes("no-run") });
      }
      start = -1;
    }
  });
  return examples;
}

const files = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...filesBelow("docs", ".md"),
  ...packageFolders().flatMap((folder) => [...filesBelow(folder, ".md"), ...filesBelow(join(folder, "src"), ".ts")]),
];
const examples = files.flatMap(examplesOf);
const modules = examples.map((example, index) => {
  const file = join(output, `example-${String(index).padStart(3, "0")}.ts`);
  writeFileSync(file, `// ${example.origin}\n${example.code}\nexport {};\n`);
  return { ...example, file };
});

// Packages resolve from a folder that depends on all of them.
const workspace = Object.fromEntries(
  packageFolders().map((folder) => {
    const name = (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string }).name;
    return [name, folder] as const;
  }),
);
writeFileSync(
  join(output, "tsconfig.json"),
  JSON.stringify({
    extends: relative(output, "tsconfig.test.json"),
    compilerOptions: {
      // examples are read by people, not by the strictest compiler
      noUncheckedIndexedAccess: false,
      paths: Object.fromEntries(
        Object.entries(workspace).flatMap(([name, folder]) => [
          [name, [relative(output, join(folder, "src/index.ts"))]],
          [`${name}/*`, [relative(output, join(folder, "src/*/index.ts"))]],
        ]),
      ),
    },
    include: ["*.ts"],
    exclude: [],
  }),
);

let failures = 0;
try {
  execFileSync("npx", ["tsc", "-p", join(output, "tsconfig.json")], { stdio: "pipe" });
} catch (error) {
  failures += 1;
  const report = String((error as { stdout: Buffer }).stdout);
  console.error(
    report.replace(/\S*example-(\d+)\.ts/g, (name, index) => `${modules[Number(index)]?.origin} (${name})`),
  );
}

const runner = join(output, "run.ts");
const runnable = modules.filter((module) => module.run);
writeFileSync(
  runner,
  `const files: [string, string][] = ${JSON.stringify(runnable.map(({ file, origin }) => [`./${file.slice(output.length + 1)}`, origin]))};
console.log = () => {};
let failed = 0;
for (const [file, origin] of files) {
  try { await import(file); } catch (error) { failed += 1; console.error(origin, error); }
}
process.exit(failed === 0 ? 0 : 1);
`,
);
const run = spawnSync(
  "npx",
  ["tsx", "--tsconfig", join(output, "tsconfig.json"), "--conditions=@plimsoll/source", runner],
  { encoding: "utf8" },
);
if (run.status !== 0) {
  failures += 1;
  console.error(run.stderr);
}
if (failures > 0) process.exit(1);
console.log(`docs: ${examples.length} examples type-checked, ${runnable.length} run`);
