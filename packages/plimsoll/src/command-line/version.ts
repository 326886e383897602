import { createRequire } from "node:module";

/** The version of the package that this file belongs to. */
export function version(): string {
  const manifest = createRequire(import.meta.url)("plimsoll/package.json") as { readonly version: string };
  return manifest.version;
}
