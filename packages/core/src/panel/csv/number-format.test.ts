import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainNumber, readNumber } from "./number-format.ts";

describe("numbers", () => {
  test("plain, signed, scientific", () => {
    for (const [text, number] of [
      ["1", 1],
      ["-1.5", -1.5],
      ["+2", 2],
      [".5", 0.5],
      ["5.", 5],
      ["1e-3", 0.001],
      ["1E5", 100_000],
      ["007", 7],
    ] as const) {
      expect(readNumber(text, undefined), text).toBe(number);
      expect(readNumber(text, "."), text).toBe(number);
    }
  });

  test("thousands by comma, blank, narrow blank, apostrophe", () => {
    for (const text of [
      "1,234,567.5",
      "1 234 567.5",
      "1\u00A0234\u00A0567.5",
      "1\u202F234\u202F567.5",
      "1'234'567.5",
      "1’234’567.5",
    ]) {
      expect(readNumber(text, undefined), text).toBe(1_234_567.5);
    }
    expect(readNumber("1,234,567", undefined)).toBe(1_234_567);
    expect(readNumber("1,234", ".")).toBe(1234);
  });

  test("decimal comma by option", () => {
    for (const [text, number] of [
      ["1,5", 1.5],
      ["1.234", 1234],
      ["1.234.567,5", 1_234_567.5],
      ["1 234,5", 1234.5],
      ["-,5", -0.5],
      ["12", 12],
      ["1,5e3", 1500],
    ] as const) {
      expect(readNumber(text, ","), text).toBe(number);
    }
    expect(readNumber("1.5", ",")).toBeNaN();
  });

  test("what is uncertain or no number is refused with the remedy", () => {
    expect(readNumber("1,234", undefined)).toBeNaN();
    expect(explainNumber("1,234", undefined)).toContain('name the mark by the option decimal, "." or ","');
    expect(explainNumber("12,5", undefined)).toContain('read the file with the option decimal ","');
    expect(explainNumber("1.234,5", ".")).toContain('read the file with the option decimal ","');
    expect(explainNumber("abc", ",")).toContain('"abc" is not a number');
    for (const text of [
      "abc",
      "0x10",
      "0b1",
      "0o7",
      "Infinity",
      "-Infinity",
      "1e999",
      "1 5",
      "12,34",
      "0,123",
      "1,23,456",
      "1 234'567",
      "5%",
      "$5",
      "1_000",
      "--1",
    ]) {
      expect(readNumber(text, undefined), text).toBeNaN();
      expect(readNumber(text, "."), text).toBeNaN();
    }
    expect(readNumber("1e999", ",")).toBeNaN();
  });

  test("every finite number reads back as it was written", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(readNumber(String(number), undefined)).toBe(Number(String(number)));
        expect(readNumber(String(number).replace(".", ","), ",")).toBe(Number(String(number)));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const text = `${whole.toLocaleString("en-US")}.${String(cents).padStart(2, "0")}`;
        expect(readNumber(text, undefined)).toBe(Number(`${whole}.${String(cents).padStart(2, "0")}`));
      }),
    );
  });
});
