import { PlimsollError, PricePanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import type { BehaviorContext, BehaviorInput } from "./behavior-input.ts";
import type { BehaviorOptions } from "./behavior-options.ts";

const base: BehaviorInput = {
  trades: [{ side: "buy", asset: "A", quantity: 1, price: 10, at: "2024-01-02" }],
  prices: [{ asset: "A", at: "2024-01-02", price: 10 }],
};

function failure(run: () => unknown): PlimsollError {
  try {
    run();
  } catch (error) {
    if (PlimsollError.is(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("optional inputs are checked row by row", () => {
  const volume = { asset: "A", at: "2024-01-02", volume: 5 };
  const flow = { asset: "A", from: "2024-01-01", until: "2024-01-31", buyers: 3, sellers: 2 };
  const item = { at: "2024-01-02", session: "s", asset: "A", stance: "positive", read: true } as const;
  const share = { at: "2024-01-31", share: 0.5, riskyReturn: 0.1, riskFreeReturn: 0 };
  test.each<[string, BehaviorContext, string, RegExp]>([
    ["NaN volume", { volumes: [volume, { ...volume, volume: NaN }] }, "volumes[1].volume", /row 2 of volumes, volume/],
    ["negative volume", { volumes: [{ ...volume, volume: -1 }] }, "volumes[0].volume", /row 1 of volumes/],
    ["a day that is none", { news: [{ asset: "A", at: "31/01/2024" }] }, "news[0].at", /not an ISO date/],
    ["half a buyer", { peerFlow: [{ ...flow, buyers: 0.5 }] }, "peerFlow[0].buyers", /row 1 of peerFlow, buyers/],
    ["a period backwards", { peerFlow: [{ ...flow, from: "2024-02-01" }] }, "peerFlow[0]", /ends .* before it begins/],
    [
      "a split of nothing",
      { splits: [{ asset: "A", at: "2024-01-03", ratio: 0 }] },
      "splits[0].ratio",
      /row 1 of splits/,
    ],
    [
      "a split of an unknown asset",
      { splits: [{ asset: "Z", at: "2024-01-03", ratio: 2 }] },
      "splits[0].asset",
      /"Z" is neither traded nor priced/,
    ],
    ["reading on an unknown asset", { readingLog: [{ ...item, asset: "Z" }] }, "readingLog[0].asset", /"Z" is neither/],
    ["an unpriced universe", { universe: ["A", "Z"] }, "universe[1]", /row 2 of the universe: "Z" has no price/],
    [
      "a gamble without a loss",
      { gambles: [{ gain: 1, loss: 0, accepted: true }] },
      "gambles[0].loss",
      /row 1 of gambles/,
    ],
    ["a share above 1", { riskyShares: [{ ...share, share: 1.2 }] }, "riskyShares[0].share", /row 1 of riskyShares/],
    ["market weights of 2", { marketWeights: { A: 2 } }, "marketWeights", /sum to 1/],
    [
      "a home share of 1",
      { domicile: { country: "IT", assetCountries: {}, homeMarketShare: 1 } },
      "domicile.homeMarketShare",
      /homeMarketShare/,
    ],
    ["clustering of 1", { peerTradeClustering: [0.5, 1] }, "peerTradeClustering[1]", /row 2 of peerTradeClustering/],
    [
      "a benchmark of zero",
      { benchmark: [{ at: "2024-01-02", price: 0 }] },
      "benchmark[0].price",
      /row 1 of benchmark/,
    ],
  ])("%s", (_name, context, argument, message) => {
    const error = failure(() => analyzeBehavior({ ...base, ...context }));
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.details).toMatchObject({ argument });
    expect(error.message).toMatch(message);
  });

  test("what is no list is refused", () => {
    const volumes = { A: 1 } as unknown as BehaviorContext["volumes"];
    expect(() => analyzeBehavior({ ...base, volumes })).toThrow(/volumes: expected a list/);
  });

  test("a market's data on assets that do not matter here is left unused, and said so", () => {
    const { repairs } = analyzeBehavior({
      ...base,
      volumes: [volume, { ...volume, asset: "Y" }, { ...volume, asset: "Z" }],
    });
    expect(repairs).toEqual([
      { kind: "unknown-asset", message: "volumes of Y and 1 more: neither traded nor priced here, left unused" },
    ]);
  });
});

describe("prices, time zone and options", () => {
  test("a panel with a price of zero names row and asset", () => {
    const prices = PricePanel.of({
      dates: ["2024-01-02", "2024-01-03"],
      assets: ["A", "B"],
      values: [
        [1, 2],
        [3, 0],
      ],
    });
    const error = failure(() => analyzeBehavior({ ...base, prices }));
    expect(error.message).toBe("row 2 of the prices, B: expected a price above 0, was 0");
  });

  test("NaN among price rows names the row", () => {
    const prices = [...(base.prices as []), { asset: "A", at: "2024-01-03", price: NaN }];
    expect(failure(() => analyzeBehavior({ ...base, prices })).message).toMatch(/row 2 of the prices/);
  });

  test("an unknown time zone", () => {
    expect(() => analyzeBehavior({ ...base, timeZone: "Mars/Base" })).toThrow(/"Mars\/Base" is no IANA time zone/);
  });

  test.each<[BehaviorOptions, string]>([
    [{ costBasis: "hifo" as "fifo" }, "costBasis"],
    [{ expectedReturn: -1 }, "expectedReturn"],
    [{ priors: { disposition: 0 } }, "priors.disposition"],
    [{ priors: { greed: 1 } as BehaviorOptions["priors"] }, "priors"],
    [{ unknown: 1 } as BehaviorOptions, "options"],
  ])("option %j", (options, argument) => {
    expect(failure(() => analyzeBehavior(base, options)).details).toMatchObject({ argument });
  });
});
