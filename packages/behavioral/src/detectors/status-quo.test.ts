import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { passiveShare } from "../estimate/passive-share.ts";
import type { RiskyShareRecord } from "../input/behavior-input.ts";
import { statusQuo } from "./status-quo.ts";
import { evidence, rejections } from "./testing.ts";

const options = { seed: 1 };
const trades = [{ side: "buy", asset: "A", quantity: 1, price: 100, at: "2024-01-02" }] as const;
const detect = (riskyShares: RiskyShareRecord[]): ReturnType<typeof statusQuo.detect> =>
  statusQuo.detect(evidence({ trades, prices: [], riskyShares }), options);

/** Monthly shares of somebody who undoes the share `undone` of passive changes, around .6. */
function household(random: RandomStream, periods: number, undone: number, noise: number): RiskyShareRecord[] {
  let share = 0.6;
  return Array.from({ length: periods + 1 }, (_, month) => {
    const riskyReturn = month === 0 ? 0 : 0.005 + 0.05 * random.normal();
    const passive = passiveShare(share, riskyReturn, 0.001);
    const next = month === 0 ? share : passive - undone * (passive - share) + noise * random.normal();
    share = Math.min(0.99, Math.max(0.01, next));
    return {
      at: new Date(Date.UTC(2020, month, 28)).toISOString().slice(0, 10),
      share,
      riskyReturn,
      riskFreeReturn: 0.001,
    };
  });
}

// golden/behavioral.md, section 2
test("Calvet, Campbell and Sodini (2009): w .6, r .1, riskless 0 leave .6226415", () => {
  expect(passiveShare(0.6, 0.1, 0)).toBeCloseTo(0.6226415, 7);
  expect(passiveShare(0.6, 0.1, 0.1)).toBeCloseTo(0.6, 15);
  expect(passiveShare(1, -0.5, 0)).toBe(1);
  expect(passiveShare(0, -0.5, 0)).toBe(0);
});

test("inputs outside their ranges are refused", () => {
  expect(() => passiveShare(1.2, 0, 0)).toThrow("share");
  expect(() => passiveShare(0.5, -1, 0)).toThrow("riskyReturn");
  expect(() => passiveShare(0.5, 0, NaN)).toThrow("riskFreeReturn");
});

test("somebody who never trades has slope 0 and effect 1; somebody who undoes all has slope -1 and scores 0", () => {
  const inert = detect(household(RandomStream.of(1), 24, 0, 0));
  expect(inert.effect!).toBeCloseTo(1, 9);
  expect(inert.score!).toBeCloseTo(75, 6);
  const active = detect(household(RandomStream.of(1), 24, 1, 0));
  expect(active.counts["slope"]!).toBeCloseTo(-1, 9);
  expect(active).toMatchObject({ status: "ok", pValue: 1 });
  expect(active.score!).toBeLessThan(1e-6);
});

test("undoing one half, as the Swedish households do, scores about 50", () => {
  const found = detect(household(RandomStream.of(2), 120, 0.5, 0.003));
  expect(Math.abs(found.effect! - 0.5)).toBeLessThan(0.1);
  expect(Math.abs(found.score! - 50)).toBeLessThan(10);
  expect(found.interval![0]).toBeLessThan(found.score!);
});

test("five in a hundred who rebalance to their target with errors are flagged", () => {
  const random = RandomStream.of("null");
  const found = rejections(600, () => {
    const records = household(random, 24, 1, 0).map((record) => ({ ...record, share: 0.6 + 0.01 * random.normal() }));
    return detect(records).pValue;
  });
  expect(found).toBeGreaterThan(0.025);
  expect(found).toBeLessThan(0.08);
});

test("eleven periods are insufficient, all or nothing at risk tells nothing, no shares are not identifiable", () => {
  expect(detect(household(RandomStream.of(1), 11, 0, 0))).toMatchObject({ status: "insufficient", sampleSize: 11 });
  const whole = household(RandomStream.of(1), 30, 0, 0).map((record) => ({ ...record, share: 1 }));
  expect(detect(whole)).toMatchObject({ status: "insufficient", sampleSize: 0 });
  expect(statusQuo.detect(evidence({ trades, prices: [] }), options)).toMatchObject({
    status: "not-identifiable",
    needs: ["riskyShares"],
  });
});

test("the order of the rows does not matter", () => {
  const records = household(RandomStream.of(3), 24, 0.5, 0.01);
  expect(detect([...records].reverse())).toEqual(detect(records));
});
