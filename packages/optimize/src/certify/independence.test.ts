import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../../", import.meta.url));
const sources = join(packages, "optimize/src");

interface Import {
  readonly from: string;
  /** Names that are taken; undefined for all. */
  readonly names: readonly string[] | undefined;
  readonly exported: boolean;
}

/** Imports and re-exports of a file, types included. */
function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const found: Import[] = [];
  const statement = /^(import|export)\s+(?:type\s+)?(?:(\*(?:\s+as\s+\w+)?|\{[^}]*\}|\w+)\s+from\s+)?"([^"]+)";/gm;
  for (const [, verb, clause, from] of text.matchAll(statement)) {
    const names = clause?.startsWith("{")
      ? clause
          .slice(1, -1)
          .split(",")
          .map(
            (name) =>
              name
                .trim()
                .replace(/^type\s+/, "")
                .split(/\s+as\s+/)[0]!,
          )
          .filter((name) => name !== "")
      : undefined;
    found.push({ from: from!, names, exported: verb === "export" });
  }
  for (const [, from] of text.matchAll(/\bimport\("([^"]+)"\)/g))
    found.push({ from: from!, names: undefined, exported: false });
  return found;
}

/** The file behind a name that a package's index re-exports. */
function fileOfName(index: string, name: string): string | undefined {
  for (const { from, names, exported } of importsOf(index)) {
    if (!exported || !from.startsWith(".")) continue;
    const target = join(dirname(index), from);
    if (names === undefined) {
      const found = target.endsWith("index.ts")
        ? fileOfName(target, name)
        : declares(target, name)
          ? target
          : undefined;
      if (found !== undefined) return found;
    } else if (names.includes(name)) return target.endsWith("index.ts") ? fileOfName(target, name) : target;
  }
  return undefined;
}

const declares = (file: string, name: string): boolean =>
  new RegExp(
    `^export (?:declare )?(?:abstract )?(?:async )?(?:function\\*?|const|class|interface|type) ${name}\\b`,
    "m",
  ).test(readFileSync(file, "utf8"));

/** Every file that the entries reach, by the imports of files and, through a package's index, by name; others by their names. */
function reached(entries: readonly string[]): ReadonlyMap<string, string> {
  const cameFrom = new Map<string, string>();
  const open = [...entries];
  for (const entry of entries) cameFrom.set(entry, "");
  const visit = (file: string, from: string): void => {
    if (cameFrom.has(file)) return;
    cameFrom.set(file, from);
    if (existsSync(file)) open.push(file);
  };
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const { from, names } of importsOf(file)) {
      if (from.startsWith(".")) visit(join(dirname(file), from), file);
      else if (from.startsWith("@plimsoll/")) {
        const index = join(packages, from.slice("@plimsoll/".length), "src/index.ts");
        if (names === undefined) throw new Error(`${file} takes all of ${from}: name what it needs`);
        for (const name of names) {
          const target = fileOfName(index, name);
          if (target === undefined) throw new Error(`${from} exports no ${name}, which ${file} imports`);
          visit(target, file);
        }
      } else visit(from, file);
    }
  }
  return cameFrom;
}

const nameOf = (file: string): string => (existsSync(file) ? relative(packages, file).replaceAll("\\", "/") : file);

/** The ways from an entry to files that match. */
function ways(graph: ReadonlyMap<string, string>, forbidden: RegExp): readonly string[] {
  return [...graph.keys()]
    .filter((file) => forbidden.test(nameOf(file)))
    .map((file) => {
      const steps: string[] = [];
      for (let at: string | undefined = file; at !== undefined && at !== ""; at = graph.get(at)) steps.push(nameOf(at));
      return steps.join(" < ");
    });
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(sources, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\btesting\.ts$|\.test\.ts$/.test(file))
    .map((file) => join(sources, folder, file));

describe("the checker shares no code with the solvers", () => {
  const checker = reached(filesOf("certify"));
  const solvers = reached(filesOf("solve"));

  test("certify reaches no solver: not solve/, not what calls it, not numeric's solvers, not HiGHS", () => {
    expect(
      ways(
        checker,
        /^optimize\/src\/(solve|explain|frontier|many|allocate)\/|^optimize\/src\/optimize\.ts$|^numeric\/src\/(qp|conic|minimize|regression)\/|^highs$/,
      ),
    ).toEqual([]);
  });

  test("solve reaches nothing of certify", () => {
    expect(ways(solvers, /^optimize\/src\/(certify|explain)\//)).toEqual([]);
  });

  test("what both reach is the problem and its canonical form, definitions of risk, matrix arithmetic and distributions", () => {
    const shared = [...checker.keys()].filter((file) => solvers.has(file)).map(nameOf);
    const allowed =
      /^optimize\/src\/(problem|program|constraints|objectives|costs|risks)\/|^core\/src\/|^numeric\/src\/(dense|statistics|measures|prospect|distributions|random|wasm)\/|^(zod|ml-matrix|mathjs\S*)$/;
    expect(shared.filter((file) => !allowed.test(file))).toEqual([]);
  });

  test("the walk finds what is there", () => {
    expect(solvers.has(join(packages, "numeric/src/qp/active-set.ts"))).toBe(true);
    expect(solvers.has("highs")).toBe(true);
    expect(checker.has(join(sources, "program/program.ts"))).toBe(true);
    expect(ways(reached([join(sources, "explain/explain.ts")]), /^optimize\/src\/solve\//).length).toBeGreaterThan(20);
  });
});
