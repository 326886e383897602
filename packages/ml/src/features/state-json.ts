import { invalidInput } from "@plimsoll/core";

/** The memory of a state as plain JSON, field by field; NaN, the infinities and -0, which JSON has no numbers for, as words. */
export type StateJson =
  | number
  | boolean
  | string
  | readonly (number | string)[]
  | { readonly [field: string]: StateJson };

function numberToJson(value: number): number | string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : value;
  return String(value);
}

function numberFromJson(json: unknown, path: string): number {
  if (typeof json === "number" && Number.isFinite(json)) return json;
  if (json === "NaN" || json === "Infinity" || json === "-Infinity" || json === "-0") return Number(json);
  throw invalidInput(path, `${path}: expected a number, was ${JSON.stringify(json) ?? "nothing"}`);
}

/** The memory of a state as plain JSON: numbers to the last bit. */
export function saveState(state: object): StateJson {
  const json: Record<string, StateJson> = {};
  for (const [field, value] of Object.entries(state) as readonly [string, unknown][]) {
    if (typeof value === "number") json[field] = numberToJson(value);
    else if (typeof value === "boolean" || typeof value === "string") json[field] = value;
    else if (value instanceof Float64Array) json[field] = Array.from(value, numberToJson);
    else if (typeof value === "object" && value !== null) json[field] = saveState(value);
    else
      throw new TypeError(
        `field ${field} of a feature's state is neither number, boolean, word, Float64Array nor state`,
      );
  }
  return json;
}

/**
 * Puts a saved memory into `state`, a fresh one of the same feature with the same parameters.
 *
 * @throws `INVALID_INPUT` when the fields or their lengths differ, naming the field under `path`
 */
export function resumeState(state: object, json: unknown, path: string): void {
  const fields = Object.entries(state) as readonly [string, unknown][];
  const saved = json as Readonly<Record<string, unknown>> | null;
  if (typeof saved !== "object" || saved === null || Object.keys(saved).length !== fields.length) {
    throw invalidInput(path, `${path}: expected ${fields.length} saved fields: it is of another feature or version`);
  }
  const memory = state as Record<string, unknown>;
  for (const [field, value] of fields) {
    const at = `${path}.${field}`;
    const found = saved[field];
    if (typeof value === "number") memory[field] = numberFromJson(found, at);
    else if (typeof value === "boolean") {
      if (typeof found !== "boolean") throw invalidInput(at, `${at}: expected true or false`);
      memory[field] = found;
    } else if (typeof value === "string") {
      if (found !== value) throw invalidInput(at, `${at}: expected ${JSON.stringify(value)}`);
    } else if (value instanceof Float64Array) {
      if (!Array.isArray(found) || found.length !== value.length) {
        throw invalidInput(at, `${at}: expected ${value.length} numbers`);
      }
      for (let i = 0; i < value.length; i++) value[i] = numberFromJson(found[i], `${at}[${i}]`);
    } else resumeState(value as object, found, at);
  }
}
