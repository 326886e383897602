import { describe, expect, test } from "vitest";
import { InstrumentId, InstrumentIdSchema } from "./instrument-id.ts";

describe("InstrumentId", () => {
  // ISINs and FIGIs of Apple, BHP, Shell; FIGIs of IBM and Apple
  test.each([
    ["isin", "US0378331005"],
    ["isin", "AU000000BHP4"],
    ["isin", "GB00BP6MXD84"],
    ["figi", "BBG000BLNNH6"],
    ["figi", "BBG000B9XRY4"],
    ["ticker", "BRK.B"],
    ["custom", "house 7"],
  ] as const)("accepts %s %s", (scheme, code) => {
    const id = InstrumentId.of(scheme, code);
    expect(InstrumentId.parse(JSON.parse(JSON.stringify(id))).equals(id)).toBe(true);
    expect(InstrumentIdSchema.safeParse(`${scheme}:${code}`).success).toBe(true);
    expect(InstrumentId.is(id)).toBe(true);
  });

  test.each([
    ["isin", "US0378331006", "has a wrong check digit; compare it with its source"],
    ["figi", "BBG000BLNNH7", "has a wrong check digit"],
    ["isin", "US037833100", "isn't an identifier of scheme isin"],
    ["ticker", " X", "isn't an identifier of scheme ticker"],
  ] as const)("refuses %s %s", (scheme, code, message) => {
    expect(() => InstrumentId.of(scheme, code)).toThrow(message);
    expect(InstrumentIdSchema.safeParse(`${scheme}:${code}`).success).toBe(false);
  });

  test("refuses a text without scheme", () => {
    expect(() => InstrumentId.parse("US0378331005")).toThrow('expected a text such as "isin:US0378331005"');
  });

  test("tells identifiers of two schemes apart", () => {
    expect(InstrumentId.of("ticker", "A").equals(InstrumentId.of("custom", "A"))).toBe(false);
  });
});
