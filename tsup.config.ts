import { readFileSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { packageFolders } from "./scripts/workspace.ts";

interface Manifest {
  readonly exports: Record<string, string | { readonly "@plimsoll/source"?: string }>;
  readonly bin?: Record<string, string>;
}

/** Entry points of a package: every export with a source condition, plus the files behind `bin`. */
function entriesOf(folder: string): Record<string, string> {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as Manifest;
  const sources = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [] : [target["@plimsoll/source"] ?? []].flat(),
  );
  const binaries = Object.values(manifest.bin ?? {}).map((file) => file.replace("dist", "src").replace(/\.js$/, ".ts"));
  return Object.fromEntries(
    [...sources, ...binaries].map((file) => [
      file.replace(/^\.\/src\//, "").replace(/\.ts$/, ""),
      `${folder}/${file.replace(/^\.\//, "")}`,
    ]),
  );
}

const configuration: Options[] = packageFolders().map((folder) => ({
  name: folder,
  entry: entriesOf(folder),
  outDir: `${folder}/dist`,
  tsconfig: `${folder}/tsconfig.json`,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  splitting: true,
  sourcemap: true,
  // `true` would delete the declarations, and `tsc -b` would not write them again
  clean: false,
  dts: false,
  skipNodeModulesBundle: true,
  // Deno and bundlers tell a built-in module by its prefix
  removeNodeProtocol: false,
  silent: true,
}));

export default defineConfig(configuration);
