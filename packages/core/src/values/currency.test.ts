import { expect, test } from "vitest";
import { CurrencySchema, minorUnitDigits } from "./currency.ts";

test.each([
  ["USD", 2],
  ["EUR", 2],
  ["JPY", 0],
  ["KRW", 0],
  ["KWD", 3],
  ["CLF", 4],
  ["XAU", 3],
])("the minor unit of %s has %i digits (ISO 4217)", (code, digits) => {
  expect(CurrencySchema.safeParse(code).success).toBe(true);
  expect(minorUnitDigits(code)).toBe(digits);
});

test.each(["usd", "XXQ", "EURO", ""])("%j is no currency code", (code) => {
  expect(CurrencySchema.safeParse(code).success).toBe(false);
});
