import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { sellingAccount } from "../choice-set/testing.ts";
import { gainStrata } from "../estimate/gain-strata.ts";
import { mantelHaenszel, type Stratum } from "../estimate/mantel-haenszel.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import type { Finding } from "./detector.ts";
import { disposition } from "./disposition.ts";
import { evidence } from "./testing.ts";

function detectIn(...account: Parameters<typeof sellingAccount>): Finding {
  return disposition.detect(evidence(sellingAccount(...account)), { seed: 1 });
}

describe("disposition", () => {
  test("finds a planted effect of odds ratio 4 in 200 sales", () => {
    const { status, effect, standardError, pValue, score, interval } = detectIn(200, Math.log(4), 1);
    expect(status).toBe("ok");
    expect(Math.abs(effect! - Math.log(4))).toBeLessThan(2.5 * standardError!);
    expect(pValue).toBeLessThan(1e-4);
    expect(score).toBeGreaterThan(60);
    expect(interval![0]).toBeLessThan(score!);
    expect(interval![1]).toBeGreaterThan(score!);
  });

  test("at 5 % it flags about one in twenty unbiased accounts, rebalancers included", () => {
    // 120 accounts each: more than 14 rejections would have probability below .002 at a true rate of .05
    for (const rebalance of [0, 1.5]) {
      let rejections = 0;
      for (let seed = 0; seed < 120; seed++) {
        if (detectIn(60, 0, 1_000 + seed, rebalance).pValue! < 0.05) rejections += 1;
      }
      expect(rejections).toBeLessThanOrEqual(14);
    }
  });

  test("where size alone decides every sale there is no evidence either way", () => {
    const input = simulateInvestor({ kind: "calendar-rebalancer", sales: 60, seed: 1 });
    const { status, pValue, score, interval, effect } = disposition.detect(evidence(input), { seed: 1 });
    expect({ status, pValue, score, effect }).toEqual({ status: "ok", pValue: 1, score: 0, effect: 0 });
    // not knowing leaves the interval as wide as the prior
    expect(interval![1]).toBeGreaterThan(60);
  });

  test("names rebalancing as a confound where it drives the sales", () => {
    expect(detectIn(200, 0, 3, 3).confounds).toContain("rebalancing");
  });

  test("separated sales have a finite effect", () => {
    const found = detectIn(30, 50, 4);
    expect(found.status).toBe("ok");
    expect(Number.isFinite(found.effect!)).toBe(true);
    expect(found.effect).toBeGreaterThan(1);
  });

  test("too few sale days are insufficient, whatever they show", () => {
    const found = detectIn(4, 50, 4);
    expect(found.status).toBe("insufficient");
    expect(found.score).toBeNull();
    expect(found.sampleSize).toBeLessThan(found.minimumSampleSize);
  });

  test("selling schedule, rank effect and realization effect stand beside it", () => {
    const { counts } = detectIn(200, Math.log(4), 1);
    for (const name of ["upTo250DaysJump", "rankBest", "rankWorst", "sizeAfterPaperLoss", "sizeAfterRealizedLoss"]) {
      expect(Number.isFinite(counts[name]!)).toBe(true);
    }
    expect(counts["upTo250DaysJump"]).toBeGreaterThan(2 * counts["upTo250DaysJumpStandardError"]!);
  });
});

// CRAN package dispositionEffect 1.0.1, counting rule and counts in golden/behavioral.md, section 2
describe("DEanalysis", () => {
  function rows(file: string): string[][] {
    const text = gunzipSync(readFileSync(referenceFile(file)))
      .toString("utf8")
      .trim();
    return text
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  }

  referenceTest("pooled counts of ten real investors", () => {
    const prices = rows("behavioral/deanalysis_prices.csv.gz").map(([asset = "", at = "", price]) => ({
      asset,
      at: at.replace(" ", "T").concat("Z"),
      price: Number(price),
    }));
    const byInvestor = new Map<string, TradeRecord[]>();
    for (const [investor = "", type, asset = "", quantity, price, at = ""] of rows(
      "behavioral/deanalysis_trades.csv.gz",
    )) {
      const list = byInvestor.get(investor) ?? [];
      byInvestor.set(investor, list);
      const side = type === "B" ? "buy" : "sell";
      list.push({
        side,
        asset,
        quantity: Number(quantity),
        price: Number(price),
        at: at.replace(" ", "T").concat("Z"),
      });
    }
    const records = [...byInvestor.values()].map((trades) => evidence({ trades, prices }));
    const results = records.map((record) => disposition.detect(record, { seed: 1 }));
    const sum = (key: string): number => results.reduce((total, { counts }) => total + counts[key]!, 0);
    expect(results).toHaveLength(10);
    const counts = ["realizedGains", "paperGains", "realizedLosses", "paperLosses"].map(sum);
    expect(counts).toEqual([870, 2985, 596, 4181]);
    expect(counts[0]! / (counts[0]! + counts[1]!)).toBeCloseTo(0.225681, 6);
    expect(counts[2]! / (counts[2]! + counts[3]!)).toBeCloseTo(0.124764, 6);
    const strata = records.flatMap(({ saleDays }) => gainStrata(saleDays));
    expect(mantelHaenszel(strata).oddsRatio).toBeCloseTo(2.1205, 4);
    // on three sale days all positions were ties
    const total = (stratum: Stratum): number => Object.values(stratum).reduce((a: number, b: number) => a + b, 0);
    expect(strata.filter((stratum) => total(stratum) > 0)).toHaveLength(1225);
  });
});
