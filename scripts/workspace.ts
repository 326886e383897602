import { existsSync, readdirSync } from "node:fs";

/** Folders of the published packages, relative to the root of the repository. */
export function packageFolders(): string[] {
  return ["packages", "packages/adapters"]
    .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(`${folder}/package.json`))
    .sort();
}
