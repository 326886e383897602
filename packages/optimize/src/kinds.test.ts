import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { problemKinds } from "./index.ts";

test("every kind has a summary, and the README lists each in its table", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const { family, kind, summary } of problemKinds()) {
    expect(summary, kind).toMatch(/^[A-Z].*\.$/);
    expect(readme, `${family} ${kind}`).toContain(`| \`${kind}\` | ${summary} |`);
  }
});
