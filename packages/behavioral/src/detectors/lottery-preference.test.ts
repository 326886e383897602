import { describe, expect, test } from "vitest";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import { lotteryIndex } from "./lottery-index.ts";
import { lotteryPreference } from "./lottery-preference.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };

describe("lotteryPreference", () => {
  test("the index of Kumar (2009) runs from 0 to 1 over vigintiles", () => {
    const features = Array.from({ length: 20 }, (_, rank) => ({
      asset: `A${rank}`,
      price: 100 - rank,
      volatility: 0.01 + rank / 1000,
      skewness: rank - 10,
    }));
    const index = lotteryIndex(features);
    index.forEach(({ value }, rank) => expect(value).toBeCloseTo(rank / 19, 12));
    expect(index.filter(({ isLottery }) => isLottery)).toHaveLength(10);
    // cheap but quiet is no ticket: ranks 20, 1, 1
    const quiet = lotteryIndex([...features, { asset: "Q", price: 1, volatility: 0.001, skewness: -99 }]).at(-1)!;
    expect(quiet).toEqual({ value: 19 / 57, isLottery: false });
  });

  test("a lottery player holds more of it than the market; a snapshot has no p-value", () => {
    const player = lotteryPreference.detect(
      evidence(simulateInvestor({ kind: "lottery-player", strength: 30, sales: 40, seed: 1 })),
      options,
    );
    expect(player.status).toBe("ok");
    expect(player.pValue).toBeNull();
    expect(player.effect).toBeGreaterThan(0.1);
    expect(player.counts["lotteryIndex"]).toBeGreaterThan(player.counts["marketLotteryIndex"]! + 0.1);
    expect(player.interval![1]).toBeGreaterThan(player.score!);
  });

  test("too few assets to rank are insufficient", () => {
    const { trades } = simulateInvestor({ kind: "random", sales: 5, seed: 1 });
    expect(lotteryPreference.detect(evidence({ trades, prices: [] }), options)).toMatchObject({
      status: "insufficient",
      score: null,
    });
  });
});
