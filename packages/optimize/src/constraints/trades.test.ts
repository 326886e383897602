import { describe, expect, test } from "vitest";
import { explainInfeasible, optimize } from "../index.ts";
import { base, expectPrice, failureOf, solve } from "./testing.ts";

const current = [0.5, 0.5, 0, 0];

describe("trade-limit", () => {
  test("buys and sells are limited on their own, and priced in the user's number", async () => {
    const buys = await expectPrice((buy) => ({ kind: "trade-limit", buy }), 0.1, "trade-limit.buy");
    buys.weightArray.forEach((weight, i) => expect(weight - current[i]!).toBeLessThanOrEqual(0.1 + 1e-12));
    const sells = await expectPrice((sell) => ({ kind: "trade-limit", sell }), 0.05, "trade-limit.sell");
    sells.weightArray.forEach((weight, i) => expect(current[i]! - weight).toBeLessThanOrEqual(0.05 + 1e-12));
    expect(sells.weights["A"]).toBeCloseTo(0.45, 12);
  });

  test("by array or record; null means none, 0 forbids", async () => {
    const solution = await expectPrice(
      (limit) => ({ kind: "trade-limit", name: "desk", buy: { C: limit }, sell: [0, null, null, null] }),
      0.05,
      "desk.buy[C]",
    );
    expect(solution.weights["C"]).toBeCloseTo(0.05, 12);
    expect(solution.weights["A"]).toBeGreaterThanOrEqual(0.5 - 1e-12);
    expect(solution.weights["B"]).toBeLessThan(0.45);
  });

  test("conflicts and relaxations speak in the user's numbers, beside bounds that a trade limit hides", async () => {
    const explanation = await explainInfeasible({
      ...base,
      constraints: [
        { kind: "trade-limit", sell: 0.1 },
        { kind: "bounds", name: "cap", upper: 0.45 },
        { kind: "linear", name: "out", coefficients: { A: 1 }, max: 0.2 },
      ],
    });
    expect(explanation.conflict).toEqual(["trade-limit", "out"]);
    expect(explanation.relaxation).toHaveLength(1);
    const [change] = explanation.relaxation;
    expect([
      ["trade-limit", 0.1, 0.3],
      ["out", 0.2, 0.4],
    ]).toContainEqual([change!.constraint, change!.from, change!.to]);
  });

  test("a relaxation counts every bound on a weight, not only the tightest", async () => {
    const { relaxation } = await explainInfeasible({
      ...base,
      currentWeights: [0.25, 0.25, 0.25, 0],
      constraints: [
        { kind: "trade-limit", buy: 0.01 },
        { kind: "bounds", name: "cap", upper: { A: 0.27, B: 0.27, C: 0.27 } },
        { kind: "linear", name: "floor", coefficients: { A: 1, B: 1, C: 1 }, min: 0.9 },
      ],
    });
    // A, B and C may reach .26 by trading and .27 by their caps: more than trading has to give way
    const relaxed = relaxation.reduce((sum, { from, to }) => sum + Math.abs(to - from), 0);
    expect(relaxed).toBeGreaterThan(0.1);
    expect(relaxation.map(({ constraint }) => constraint)).not.toEqual(["trade-limit"]);
  });

  test("bad input", async () => {
    expect((await failureOf({ ...base, constraints: [{ kind: "trade-limit" }] })).message).toContain(
      "give it buy, sell or both",
    );
    expect((await failureOf({ ...base, constraints: [{ kind: "trade-limit", buy: { A: -0.1 } }] })).message).toContain(
      'trade-limit.buy of "A" is -0.1: expected a number of at least 0',
    );
    const { currentWeights, ...without } = base;
    expect(currentWeights).toBeDefined();
    expect((await failureOf({ ...without, constraints: [{ kind: "trade-limit", buy: 1 }] })).message).toContain(
      "needs the weights held now: pass currentWeights",
    );
  });
});

describe("participation", () => {
  test("trades in money are at most that share of the volume, and priced by it", async () => {
    const solution = await expectPrice((max) => ({ kind: "participation", max, days: 2 }), 0.5, "participation");
    const volumes = base.volumes as readonly number[];
    solution.weightArray.forEach((weight, i) => {
      const money = Math.abs(weight - current[i]!) * base.portfolioValue!;
      expect(money).toBeLessThanOrEqual(0.5 * 2 * volumes[i]! * (1 + 1e-9));
    });
    expect(solution.weights["C"]).toBeCloseTo((0.5 * 2 * 5e5) / 1e7, 10);
  });

  test("is a trade limit in another unit", async () => {
    const share = await solve({ kind: "participation", max: [0.4, 0.4, 0.8, null] });
    const trade = { A: 0.08, B: 0.04, C: 0.04 };
    const weight = await solve({ kind: "trade-limit", buy: trade, sell: trade });
    weight.weightArray.forEach((value, i) => expect(share.weightArray[i]).toBeCloseTo(value, 12));
  });

  test("an asset without volume isn't traded", async () => {
    const { weights } = await optimize({
      ...base,
      volumes: [0, 1e7, 1e7, 1e7],
      constraints: [{ kind: "participation", max: 1 }],
    });
    expect(weights["A"]).toBe(0.5);
  });

  test("names what is missing or wrong", async () => {
    const constraints = [{ kind: "participation", max: 0.1 }] as const;
    const { volumes, portfolioValue, ...rest } = base;
    expect((await failureOf({ ...rest, portfolioValue: portfolioValue!, constraints })).message).toContain(
      "pass volumes",
    );
    expect((await failureOf({ ...rest, volumes: volumes!, constraints })).message).toContain("pass portfolioValue");
    expect((await failureOf({ ...base, volumes: [1, -1, 1, 1], constraints })).message).toContain(
      'the volume of "B" is -1',
    );
    expect((await failureOf({ ...base, portfolioValue: 0, constraints })).code).toBe("INVALID_INPUT");
  });
});
