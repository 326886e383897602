import { encodeJson, type JsonValue } from "../ports/json.ts";

/**
 * JSON text that is the same for equal values, whatever the order of their keys: keys sorted by UTF-16 code unit, no
 * spaces, shortest numbers (the form of RFC 8785).
 *
 * @param argument - what the value is called in an error message
 * @throws `INVALID_INPUT` for what JSON can't hold, see {@link encodeJson}
 *
 * @example
 * ```ts
 * import { canonicalJson } from "@plimsoll/core";
 *
 * console.log(canonicalJson({ b: [1.0, null], a: "x" })); // {"a":"x","b":[1,null]}
 * ```
 */
export function canonicalJson(value: unknown, argument = "value"): string {
  return write(JSON.parse(encodeJson(value, argument)) as JsonValue);
}

function write(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => write(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const record = value as { readonly [key: string]: JsonValue };
  const members = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${write(record[key]!)}`);
  return `{${members.join(",")}}`;
}
