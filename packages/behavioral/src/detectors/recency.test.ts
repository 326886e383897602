import { describe, expect, test } from "vitest";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { gamblersFallacy } from "./gamblers-fallacy.ts";
import { recency } from "./recency.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("recency and gambler's fallacy", () => {
  test("an extrapolator buys winners: the planted coefficient is found, and the fallacy is its opposite", () => {
    const record = evidence(simulateInvestor({ kind: "extrapolator", strength: 2.4, sales: 120, seed: 3 }));
    const found = recency.detect(record, options);
    expect(found.status).toBe("ok");
    expect(Math.abs(found.effect! - 2.4)).toBeLessThan(3 * found.standardError!);
    expect(found.pValue).toBeLessThan(0.001);
    expect(found.score).toBeGreaterThan(50);
    expect(found.confounds).toEqual(["momentum-strategy"]);
    const opposite = gamblersFallacy.detect(record, options);
    expect(opposite.effect).toBe(-found.effect!);
    expect(opposite.pValue).toBe(found.pValue);
    expect(opposite.score).toBe(0);
  });

  test("a contrarian buys losers", () => {
    const record = evidence(simulateInvestor({ kind: "contrarian", sales: 120, seed: 3 }));
    expect(gamblersFallacy.detect(record, options).pValue).toBeLessThan(0.01);
    expect(gamblersFallacy.detect(record, options).effect).toBeGreaterThan(0);
  });

  test("at 5 % it flags few of forty random investors", () => {
    let rejections = 0;
    for (let seed = 0; seed < 40; seed++) {
      const record = evidence(simulateInvestor({ kind: "random", sales: 30, seed }));
      if (recency.detect(record, options).pValue! < 0.05) rejections += 1;
    }
    // more than 6 of 40 have a chance of .003 at a rate of .05
    expect(rejections).toBeLessThanOrEqual(6);
  });

  test("what is added to a position held is no purchase of this kind", () => {
    const { trades, prices } = simulateInvestor({ kind: "random", sales: 30, seed: 1 });
    const { asset } = trades[0]!;
    // the first purchase, and a hundred of the same afterwards
    const kept = trades.slice(0, 1);
    const more = Array.from({ length: 100 }, (_, index) => ({
      side: "buy" as const,
      asset,
      quantity: 1,
      price: 50,
      at: new Date(Date.parse(kept[0]!.at) + (index + 1) * 86_400_000).toISOString(),
    }));
    const found = recency.detect(evidence({ trades: [...kept, ...more], prices }), options);
    expect(found).toMatchObject({ status: "insufficient", sampleSize: 1 });
  });
});
