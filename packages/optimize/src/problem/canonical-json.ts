import { invalidInput } from "@plimsoll/core";
import type { Json } from "./normalize.ts";

/** JSON text that is the same for equal values: keys sorted, no spaces, shortest numbers. Throws on NaN, which JSON can't hold. */
export function canonicalJson(value: Json, path = "problem"): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw invalidInput(path, `${path} is ${value}, which JSON can't hold`, { reason: "not-finite" });
  }
  if (Array.isArray(value))
    return `[${value.map((entry: Json, i) => canonicalJson(entry, `${path}[${i}]`)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const record = value as { readonly [key: string]: Json };
  const fields = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key]!, `${path}.${key}`)}`);
  return `{${fields.join(",")}}`;
}
