import { canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./sha256.ts";

/**
 * The name of a JSON value by what it says: SHA-256 of its canonical JSON, 64 hexadecimal digits, the same in every
 * runtime and for any order of keys.
 *
 * @param argument - what the value is called in an error message
 * @throws `INVALID_INPUT` for what JSON can't hold
 *
 * @example
 * ```ts
 * import { contentHash } from "@plimsoll/core";
 *
 * console.log(contentHash({ a: 1, b: 2 }) === contentHash({ b: 2, a: 1 })); // true
 * ```
 */
export function contentHash(value: unknown, argument = "value"): string {
  return sha256(canonicalJson(value, argument));
}
