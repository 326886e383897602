import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PricePanel, ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { drawdowns } from "./drawdowns.ts";

describe("golden", () => {
  referenceTest("HAM1: -15.18 %, first below in 2002-02, trough 2003-02, recovered 2003-07", () => {
    const ham1 = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/managers.csv"), "utf8")).select([
      "HAM1",
    ]);
    const [deepest] = drawdowns(ham1, { top: 1 });
    expect(deepest?.depth).toBeCloseTo(0.1518, 4);
    expect([deepest?.start, deepest?.trough, deepest?.recovery].map((date) => String(date).slice(0, 7))).toEqual([
      "2002-02",
      "2003-02",
      "2003-07",
    ]);
  });

  referenceTest("the four deepest of the S&P 500, 1950-2015, with their dates", () => {
    const golden = JSON.parse(
      readFileSync(new URL("../fixtures/sp500_top_drawdowns_1950_2015.json", import.meta.url), "utf8"),
    ) as { readonly drawdowns: readonly { peak: string; trough: string; depth: number; recovery: string }[] };
    const text = gunzipSync(readFileSync(referenceFile("qrmdata/indices_daily_close.csv.gz"))).toString("utf8");
    const prices = PricePanel.fromCsv(text, { assets: ["SP500"] }).dropMissing();
    const found = drawdowns(prices.simpleReturns(), { top: 4 });
    expect(found.map(({ peak, trough, recovery }) => ({ peak, trough, recovery }))).toEqual(
      golden.drawdowns.map(({ peak, trough, recovery }) => ({ peak, trough, recovery })),
    );
    expect(found.map(({ depth }) => depth)).toEqual(
      golden.drawdowns.map(({ depth }) => expect.closeTo(-depth, 10) as number),
    );
  });
});

describe("episodes", () => {
  test("the start counts as a peak, an open drawdown has no recovery", () => {
    expect(drawdowns([-0.1, 0.2, 0.1, -0.05, -0.05])).toEqual([
      {
        depth: expect.closeTo(0.1, 12) as number,
        peak: null,
        start: 0,
        trough: 0,
        recovery: 1,
        length: 2,
        toTrough: 1,
        toRecovery: 1,
      },
      {
        depth: expect.closeTo(0.0975, 12) as number,
        peak: 2,
        start: 3,
        trough: 4,
        recovery: null,
        length: 2,
        toTrough: 2,
        toRecovery: null,
      },
    ]);
  });

  test("uncompounded depths add returns up", () => {
    expect(drawdowns([0.1, -0.2, -0.1], { compounding: "uncompounded" })[0]?.depth).toBeCloseTo(0.3, 12);
  });

  test("deepest first, disjoint in time, and no deeper than the path allows", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 50 }), (x) => {
        const found = drawdowns(x);
        const depths = found.map(({ depth }) => depth);
        expect(depths).toEqual(depths.slice().sort((a, b) => b - a));
        const inTime = found.slice().sort((a, b) => Number(a.start) - Number(b.start));
        for (const [i, episode] of inTime.entries()) {
          expect(Number(episode.trough)).toBeGreaterThanOrEqual(Number(episode.start));
          expect(Number(inTime.at(i + 1)?.start ?? Infinity)).toBeGreaterThan(
            Number(episode.recovery ?? episode.trough),
          );
        }
        let wealth = 1;
        let top = 1;
        let worst = 0;
        for (const r of x) {
          wealth *= 1 + r;
          top = Math.max(top, wealth);
          worst = Math.max(worst, 1 - wealth / top);
        }
        expect(depths[0] ?? 0).toBeCloseTo(worst, 10);
      }),
    );
  });

  test("a rising series has none; top must be a positive whole number", () => {
    expect(drawdowns([0.01, 0, 0.02])).toEqual([]);
    expect(() => drawdowns([0.01], { top: 0 })).toThrow(/top/);
  });
});
