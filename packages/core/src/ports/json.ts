import { invalidInput } from "../errors.ts";

/** A value that JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * The JSON text of `value`, refusing everything that JSON would change or drop without a word.
 *
 * Stores use it at their border, so that a value reads back from memory exactly as it would from a database. Objects
 * with a `toJSON` method are written by it; members that are `undefined` are left out.
 *
 * @param argument - what the value is called in an error message, such as `"events[0].data"`
 * @throws `INVALID_INPUT` for NaN, infinities, bigint, functions, symbols, typed arrays, `Map`, `Set` and other class
 * instances without `toJSON`, `undefined` in an array or at the top, and cycles
 *
 * @example
 * ```ts
 * import { encodeJson } from "@plimsoll/core";
 *
 * console.log(encodeJson({ quantity: "1.5", note: undefined }, "data")); // {"quantity":"1.5"}
 * ```
 */
export function encodeJson(value: unknown, argument: string): string {
  const refuse = (key: string, received: string): never => {
    const where = key === "" ? argument : `${argument}, at key "${key}"`;
    throw invalidInput(
      argument,
      `${where}: ${received} can't be stored as JSON; use plain objects, arrays, strings, finite numbers, booleans or null`,
      { expected: "a JSON value", received },
    );
  };
  try {
    return JSON.stringify(value, function (this: unknown, key: string, member: unknown): unknown {
      const problem = problemOf(member, Array.isArray(this) || key === "");
      if (problem !== undefined) refuse(key, problem);
      return member;
    });
  } catch (error) {
    // only a cycle makes JSON.stringify itself throw, with a TypeError
    if (error instanceof TypeError) refuse("", "a cycle");
    throw error;
  }
}

function problemOf(member: unknown, undefinedIsLost: boolean): string | undefined {
  switch (typeof member) {
    case "number":
      return Number.isFinite(member) ? undefined : String(member);
    case "bigint":
    case "function":
    case "symbol":
      return `a ${typeof member}`;
    case "undefined":
      return undefinedIsLost ? "undefined" : undefined;
    case "object": {
      if (member === null || Array.isArray(member)) return undefined;
      const prototype = Object.getPrototypeOf(member) as { readonly constructor?: { readonly name?: string } } | null;
      // a plain object of another realm has that realm's Object.prototype, whose own prototype is null
      if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
      return `an instance of ${prototype.constructor?.name ?? "a class"}`;
    }
    default:
      return undefined;
  }
}
