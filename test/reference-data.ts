import { existsSync } from "node:fs";
import { join } from "node:path";
import { test, type TestFunction } from "vitest";

const root = process.env["PLIMSOLL_REFERENCE_DATA"];

/** Path of a reference data file, `file` relative to its `data` folder, such as `"optimize/orlib/port1.txt"`. */
export function referenceFile(file: string): string {
  if (root === undefined) throw new Error("PLIMSOLL_REFERENCE_DATA is not set");
  const path = join(root, "data", file);
  if (!existsSync(path)) throw new Error(`reference data file ${file} is missing under PLIMSOLL_REFERENCE_DATA`);
  return path;
}

/** A test that needs the reference data: skipped with a message where `PLIMSOLL_REFERENCE_DATA` is unset, run where it is set. */
export function referenceTest(name: string, body: TestFunction, timeout?: number): void {
  if (root === undefined) test.skip(`${name} (needs reference data: set PLIMSOLL_REFERENCE_DATA)`, body);
  else test(name, body, timeout);
}
