import { describe, expect, test } from "vitest";
import { optimize } from "../index.ts";
import { base, expectPrice, failureOf, solve } from "./testing.ts";

const longOf = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
const shortOf = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + Math.max(-weight, 0), 0);
const push = "A - D >= 1.2";

describe("long-short", () => {
  test("each side holds, binds and has the right shadow price; shorts need no bounds of their own", async () => {
    const long = await expectPrice(
      (max) => ({ kind: "long-short", long: { max }, short: { max: 5 } }),
      1.45,
      "long-short.long",
      "A - D >= 1.8",
    );
    expect(longOf(long.weightArray)).toBeCloseTo(1.45, 10);
    expect(long.assumptions).toHaveLength(1);
    const short = await expectPrice(
      (max) => ({ kind: "long-short", name: "sides", short: { max } }),
      0.25,
      "sides.short",
      push,
    );
    expect(shortOf(short.weightArray)).toBeCloseTo(0.25, 10);
  });

  test("with an exact budget one binding side fixes the other, as the sum of both says in another way", async () => {
    const sides = await solve(
      { kind: "long-short", long: { max: 1.225 }, short: { max: 0.225 } },
      push,
      "B - C >= 0.2",
    );
    const gross = await solve(
      { kind: "bounds", lower: null },
      { kind: "gross-exposure", max: 1.45 },
      push,
      "B - C >= 0.2",
    );
    gross.weightArray.forEach((weight, i) => expect(sides.weightArray[i]).toBeCloseTo(weight, 9));
    expect(shortOf(sides.weightArray)).toBeCloseTo(0.225, 9);
  });

  test("counts some assets only", async () => {
    const solution = await solve(
      { kind: "bounds", lower: -1 },
      { kind: "long-short", assets: ["C", "D"], short: { max: 0.1 } },
      "A + B >= 1.05",
    );
    const [, , c, d] = solution.weightArray;
    expect(Math.max(-c!, 0) + Math.max(-d!, 0)).toBeLessThanOrEqual(0.1 + 1e-10);
    await expect(
      optimize({ ...base, constraints: [{ kind: "long-short", assets: ["Z"], short: { max: 1 } }] }),
    ).rejects.toThrow('"Z"');
  });

  test("without a side there is no limit", async () => {
    expect((await failureOf({ ...base, constraints: [{ kind: "long-short", name: "ls" }] })).message).toContain(
      'constraint "ls" has no limit: give it long, short or both',
    );
  });
});

describe("leverage", () => {
  const free = { kind: "bounds", lower: -2, upper: 2 } as const;

  test("is gross exposure over the budget", async () => {
    const solution = await expectPrice(
      (max) => ({ kind: "leverage", max }),
      1.4,
      "leverage",
      { kind: "budget", equals: 0.8 },
      free,
      "A - D >= 1",
    );
    expect(longOf(solution.weightArray) + shortOf(solution.weightArray)).toBeCloseTo(1.4 * 0.8, 9);
    const gross = await solve(
      { kind: "gross-exposure", max: 1.4 * 0.8 },
      { kind: "budget", equals: 0.8 },
      free,
      "A - D >= 1",
    );
    gross.weightArray.forEach((weight, i) => expect(solution.weightArray[i]).toBeCloseTo(weight, 9));
    expect(solution.duals["leverage"]).toBeCloseTo(0.8 * gross.duals["gross-exposure"]!, 9);
  });

  test.each([
    [{ kind: "net-exposure", equals: 0 }],
    [{ kind: "budget", min: 0, max: 1 }],
    [{ kind: "soft", constraint: { kind: "budget", equals: 1 }, penalty: 1 }],
  ] as const)("needs capital: %j is refused", async (budget) => {
    const error = await failureOf({ ...base, constraints: [budget, free, { kind: "leverage", max: 2 }] });
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain("without one, limit gross-exposure");
  });
});
