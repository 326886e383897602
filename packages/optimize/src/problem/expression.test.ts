import { beforeAll, describe, expect, test } from "vitest";
import { type ExpressionParser, loadExpressionParser } from "./expression.ts";

let parse: ExpressionParser;
beforeAll(async () => {
  parse = await loadExpressionParser();
});

const names = {
  assets: ["AAPL", "MSFT", "BRK.B", "7203.T", "BF-B", "^GSPC", "E"],
  groups: new Map([["tech", ["AAPL", "MSFT"]]]),
};
const read = (text: string): object => {
  const { kind: _kind, name: _name, ...rest } = parse(text, names, "constraints[0]");
  return rest;
};

describe("constraint text", () => {
  test("sums, products and quotients by numbers, brackets, signs, percentages", () => {
    expect(read("AAPL + MSFT <= 0.25")).toEqual({ coefficients: { AAPL: 1, MSFT: 1 }, max: 0.25 });
    expect(read("2 * AAPL - (MSFT + AAPL) / 4 >= -0.1")).toEqual({
      coefficients: { AAPL: 1.75, MSFT: -0.25 },
      min: -0.1,
    });
    expect(read("AAPL == 20%")).toEqual({ coefficients: { AAPL: 1 }, equals: 0.2 });
    expect(read("-AAPL <= 0")).toEqual({ coefficients: { AAPL: -1 }, max: -0 });
  });

  test("names and numbers on both sides, and chains", () => {
    expect(read("AAPL + 0.1 >= MSFT")).toEqual({ coefficients: { AAPL: 1, MSFT: -1 }, min: -0.1 });
    expect(read("0.1 <= AAPL <= 0.3")).toEqual({ coefficients: { AAPL: 1 }, min: 0.1, max: 0.3 });
    expect(read("0.3 >= AAPL + MSFT >= 0.1")).toEqual({ coefficients: { AAPL: 1, MSFT: 1 }, min: 0.1, max: 0.3 });
  });

  test("groups by name, a single letter that mathjs knows as a constant, and names in double quotes", () => {
    expect(read("tech - AAPL <= 0.1")).toEqual({ coefficients: { AAPL: 0, MSFT: 1 }, max: 0.1 });
    expect(read("E <= 0.1")).toEqual({ coefficients: { E: 1 }, max: 0.1 });
    expect(read('"BRK.B" + "BF-B" + "7203.T" + "^GSPC" <= 0.1')).toEqual({
      coefficients: { "BRK.B": 1, "BF-B": 1, "7203.T": 1, "^GSPC": 1 },
      max: 0.1,
    });
  });

  test.each([
    ["BRK.B <= 0.1", 'double quotes, as in "BRK.B"'],
    ["7203.T <= 0.1", "double quotes"],
    ["2 AAPL <= 0.1", "write 2 * AAPL"],
    ["BF-B <= 0.1", "double quotes"],
    ["^GSPC <= 0.1", "double quotes"],
    ["AAPL * MSFT <= 0.1", "product of two weights"],
    ["0.1 / AAPL <= 0.1", "denominator"],
    ["AAPL / 0 <= 0.1", "divides by zero"],
    ["sqrt(AAPL) <= 0.1", "functions"],
    ["AAPL ^ 2 <= 0.1", "isn't linear"],
    ["AAPL[1] <= 0.1", "property access"],
    ["AAPL < 0.1", "write <="],
    ["AAPL = 0.1", "write =="],
    ["AAPL + MSFT", "expected one comparison"],
    ["0.1 <= 0.2", "names no asset"],
    ["AAPL <= MSFT <= 0.2", "numbers at both ends"],
    ["0.1 <= AAPL >= 0.2", "same sign twice"],
    ["TSLA <= 0.2", '"TSLA" is neither an asset nor a group'],
    ["a = 1; AAPL <= 1", "expected one comparison"],
  ])("%s is refused", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
