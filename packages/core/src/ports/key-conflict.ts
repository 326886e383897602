import { PlimsollError } from "../errors.ts";

/** The `CONFLICT` of a key-value store: what it has is not what the writer last saw. */
export function keyConflict(
  key: string,
  expectedVersion: number | "none",
  actualVersion: number,
): PlimsollError<"CONFLICT"> {
  const [actual, expected] = [actualVersion, expectedVersion].map((version) =>
    version === 0 || version === "none" ? "does not exist" : `is at version ${version}`,
  );
  return new PlimsollError(
    "CONFLICT",
    `key "${key}" ${actual}, but the writer expected that it ${expected}: read it again and decide anew`,
    { stream: key, expectedVersion, actualVersion },
  );
}
