import { describe, expect, test } from "vitest";
import { PlimsollError } from "../errors.ts";
import { collect, ContractViolation, equal, failsWith, holds } from "./assertions.ts";

describe("equal", () => {
  test.each([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }],
    [NaN, NaN],
    [Float64Array.of(1, NaN), Float64Array.of(1, NaN)],
    [undefined, undefined],
    [{}, {}],
  ])("accepts %o and %o", (actual, expected) => {
    equal(actual, expected, "value");
  });

  test.each([
    [1, 2, "value: expected 2, was 1"],
    [0, -0, "value: expected 0, was 0"],
    ["a", 1n, 'value: expected 1, was "a"'],
    [{ a: [1, 2] }, { a: [1, 3] }, "value.a.1: expected 3, was 2"],
    [[1], [1, 2], "value.1: expected [1,2], was [1]"],
    [{ a: 1, b: 2 }, { a: 1 }, 'value.b: expected {"a":1}, was {"a":1,"b":2}'],
    [null, {}, "value: expected {}, was null"],
    [{}, undefined, "value: expected undefined, was {}"],
    [{}, "x", 'value: expected "x", was {}'],
    [[], {}, "value: expected {}, was []"],
    [Float64Array.of(1), [1], 'value: expected [1], was {"0":1}'],
    [new Set([1]), new Set([1]), "value: expected {}, was {}"],
    ["x".repeat(300), "", `value: expected "", was "${"x".repeat(199)}...`],
  ])("refuses %o for %o", (actual, expected, message) => {
    expect(() => equal(actual, expected, "value")).toThrow(new ContractViolation(message));
  });
});

test("holds refuses what is false", () => {
  holds(true, "it is true");
  expect(() => holds(false, "it is true")).toThrow("expected that it is true");
});

describe("failsWith", () => {
  const notFound = new PlimsollError("NOT_FOUND", "none", { kind: "x", id: "1" });

  test("returns the error of the code", async () => {
    expect(await failsWith("NOT_FOUND", () => Promise.reject(notFound), "work")).toBe(notFound);
  });

  test("refuses success and other errors", async () => {
    const success = failsWith("NOT_FOUND", async () => 5, "work");
    await expect(success).rejects.toThrow("work: expected the error NOT_FOUND, but it succeeded with 5");
    const other = failsWith("CONFLICT", () => Promise.reject(notFound), "work");
    await expect(other).rejects.toThrow("work: expected the error CONFLICT, was PlimsollError: none");
    await expect(other).rejects.toMatchObject({ name: "ContractViolation", cause: notFound });
  });
});

test("collect gathers an async iterable", async () => {
  const items = async function* (): AsyncIterable<number> {
    yield 1;
    yield 2;
  };
  expect(await collect(items())).toEqual([1, 2]);
});
