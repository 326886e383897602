import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal } from "decimal.js";
import { encodeJson } from "./json.ts";

test("every JSON value reads back as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(encodeJson(value, "value"))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(encodeJson({ a: undefined, b: new Decimal("1.50"), c: Object.create(null) as object }, "x")).toBe(
    '{"b":"1.5","c":{}}',
  );
  expect(encodeJson(runInNewContext("({ a: [1] })"), "x")).toBe('{"a":[1]}');
});

class Point {
  readonly x = 1;
}

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;

test.each([
  [NaN, "data: NaN"],
  [{ a: -Infinity }, 'data, at key "a": -Infinity'],
  [{ a: { b: [1n] } }, 'data, at key "0": a bigint'],
  [[undefined], 'data, at key "0": undefined'],
  [undefined, "data: undefined"],
  [() => 1, "data: a function"],
  [{ a: Symbol("s") }, 'data, at key "a": a symbol'],
  [{ a: new Map() }, 'data, at key "a": an instance of Map'],
  [new Float64Array(2), "data: an instance of Float64Array"],
  [new Point(), "data: an instance of Point"],
  [Object.create(Object.create({}) as object), "data: an instance of Object"],
  [Object.create(Object.create(Object.create(null) as object) as object), "data: an instance of a class"],
  [cycle, "data: a cycle"],
])("%o is refused", (value, message) => {
  expect(() => encodeJson(value, "data")).toThrow(`${message} can't be stored as JSON`);
});

test("an error of a toJSON method is not mistaken for a refusal", () => {
  const failing = {
    toJSON: () => {
      throw new RangeError("mine");
    },
  };
  expect(() => encodeJson(failing, "data")).toThrow(new RangeError("mine"));
});
