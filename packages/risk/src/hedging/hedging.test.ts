import { linearRegression, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaHedge } from "./beta-hedge.ts";
import { blackScholes } from "./black-scholes.ts";
import { cppi, rebalancingBands, volatilityTarget } from "./exposure-control.ts";
import { minimumVarianceHedge } from "./minimum-variance-hedge.ts";
import { collar, protectivePut } from "./option-hedge.ts";

const market = { spot: 100, volatility: 0.2, maturity: 0.5, rate: 0.03, dividendYield: 0.01 };

describe("Black and Scholes", () => {
  test("Hull's example 15.6: call 4.76, put .81", () => {
    const hull = { spot: 42, strike: 40, volatility: 0.2, maturity: 0.5, rate: 0.1 };
    expect(blackScholes({ kind: "call", ...hull }).price).toBeCloseTo(4.759422, 6);
    expect(blackScholes({ kind: "put", ...hull }).price).toBeCloseTo(0.808599, 6);
  });

  test("put-call parity and Greeks as differences, for any market", () => {
    const positive = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        positive(60, 160),
        positive(0.1, 0.6),
        positive(0.1, 2),
        positive(-0.02, 0.08),
        (strike, volatility, maturity, rate) => {
          const input = { ...market, strike, volatility, maturity, rate };
          const call = blackScholes({ kind: "call", ...input });
          const put = blackScholes({ kind: "put", ...input });
          const forward = 100 * Math.exp(-0.01 * maturity) - strike * Math.exp(-rate * maturity);
          expect(call.price - put.price).toBeCloseTo(forward, 10);
          for (const kind of ["call", "put"] as const) {
            const own = kind === "call" ? call : put;
            const at = (change: Partial<typeof input>): ReturnType<typeof blackScholes> =>
              blackScholes({ kind, ...input, ...change });
            expect(own.delta).toBeCloseTo((at({ spot: 100.01 }).price - at({ spot: 99.99 }).price) / 0.02, 5);
            expect(own.gamma).toBeCloseTo((at({ spot: 100.01 }).delta - at({ spot: 99.99 }).delta) / 0.02, 5);
            expect(own.vega).toBeCloseTo(
              (at({ volatility: volatility + 1e-5 }).price - at({ volatility: volatility - 1e-5 }).price) / 2e-5,
              3,
            );
            expect(own.theta).toBeCloseTo(
              -(at({ maturity: maturity + 1e-5 }).price - at({ maturity: maturity - 1e-5 }).price) / 2e-5,
              3,
            );
            expect(own.rho).toBeCloseTo((at({ rate: rate + 1e-6 }).price - at({ rate: rate - 1e-6 }).price) / 2e-6, 3);
          }
        },
      ),
      { numRuns: 50 },
    );
    expect(() => blackScholes({ kind: "call", ...market, strike: 0 })).toThrow(/strike/);
  });
});

describe("futures", () => {
  test("Hull's 30 contracts; a target, what is held, the cost, what rounding leaves", () => {
    const future = { symbol: "ES", price: 1010, multiplier: 250 };
    const full = betaHedge({ value: 5_050_000, beta: 1.5, future, costRate: 0.0001 });
    expect(full.orders).toEqual([
      { instrument: "ES", side: "sell", quantity: 30, price: 1010, multiplier: 250, notional: 7_575_000 },
    ]);
    expect([full.cost.trading, full.achievedBeta]).toEqual([expect.closeTo(757.5, 9), expect.closeTo(0, 12)]);
    const half = betaHedge({ value: 5_050_000, beta: 1.5, targetBeta: 0.75, future, held: -20 });
    expect(half.orders[0]).toMatchObject({ side: "buy", quantity: 5 });
    expect(betaHedge({ value: 5_050_000, beta: 1.5, future, held: -30 }).orders).toEqual([]);
    const odd = betaHedge({ value: 1_000_000, beta: 1.1, future });
    expect(odd.achievedBeta).toBeCloseTo(1.1 - (4 * 252_500) / 1e6, 12);
    expect(() => betaHedge({ value: -1, beta: 1, future })).toThrow(/value/);
    expect(() => betaHedge({ value: 1, beta: 1, future: { ...future, price: 0 } })).toThrow(/positive price/);
  });

  test("minimum variance: the slopes of least squares; no other ratio leaves less", () => {
    const stream = RandomStream.of("hedge");
    const first = stream.fillNormal(new Float64Array(300)).map((value) => value / 100);
    const second = first.map((value) => 0.4 * value + 0.01 * stream.normal());
    const portfolio = first.map((value, t) => 0.8 * value - 0.3 * second[t]! + 0.004 * stream.normal());
    const contracts = [
      { symbol: "A", price: 50, multiplier: 10 },
      { symbol: "B", price: 20 },
    ];
    const hedge = minimumVarianceHedge({
      value: 1e6,
      contracts,
      risk: { kind: "returns", portfolio, hedges: [first, second] },
    });
    const design = Float64Array.from({ length: 900 }, (_, i) =>
      i % 3 === 0 ? 1 : [first, second][(i % 3) - 1]![Math.floor(i / 3)]!,
    );
    const { coefficients } = linearRegression(design, 300, 3, portfolio);
    hedge.ratios.forEach((ratio, i) => expect(ratio).toBeCloseTo(coefficients[i + 1]!, 8));
    expect(hedge.orders.map(({ side, quantity }) => [side, quantity])).toEqual([
      ["sell", Math.round((hedge.ratios[0]! * 1e6) / 500)],
      ["buy", Math.round((-hedge.ratios[1]! * 1e6) / 20)],
    ]);
    const left = (a: number, b: number): number => {
      const hedged = portfolio.map((value, t) => value - a * first[t]! - b * second[t]!);
      const centre = hedged.reduce((x, y) => x + y) / 300;
      return Math.sqrt(hedged.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 299);
    };
    const [a, b] = [hedge.ratios[0]!, hedge.ratios[1]!];
    expect(left(a, b)).toBeCloseTo(hedge.residualDeviation, 12);
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (x, y) => {
        expect(left(x, y)).toBeGreaterThanOrEqual(hedge.residualDeviation - 1e-12);
      }),
    );
    const repeated = { kind: "returns", portfolio, hedges: [first, first.map((value) => 2 * value)] } as const;
    expect(() => minimumVarianceHedge({ value: 1e6, contracts, risk: repeated })).toThrow(/repeats/);
    expect(() => minimumVarianceHedge({ value: 1e6, contracts, risk: { ...repeated, hedges: [first] } })).toThrow(
      /2 series/,
    );
  });

  test("conditional covariances from a model give their own ratio", () => {
    const risk = { kind: "covariances", portfolioVariance: 4e-4, cross: [3e-4], hedges: [[5e-4]] } as const;
    const { ratios, effectiveness } = minimumVarianceHedge({
      value: 1e5,
      contracts: [{ symbol: "A", price: 10 }],
      risk,
    });
    expect(ratios[0]).toBeCloseTo(0.6, 12);
    expect(effectiveness).toBeCloseTo(0.45, 12);
  });
});

describe("options", () => {
  test("a protective put holds the floor at any price at expiry", () => {
    const hedge = protectivePut({ value: 1e6, ...market }, { strike: 95 });
    const premium = hedge.cost.premium / 1e6;
    for (const end of [20, 60, 95, 100, 150]) {
      const worth = end / 100 + Math.max(0, 95 - end) / 100 - premium;
      expect(worth).toBeGreaterThanOrEqual(hedge.floor - 1e-12);
    }
    expect(hedge.cost.premium).toBeCloseTo(1e4 * blackScholes({ kind: "put", ...market, strike: 95 }).price, 6);
    expect(hedge.cap).toBe(Infinity);
    expect(hedge.deltaShare).toBeCloseTo(1 + hedge.legs[0]!.value.delta, 12);
    expect(hedge.orders[0]).toMatchObject({ instrument: "underlying put 95.00", side: "buy", quantity: 100 });
  });

  test("strikes by delta have that delta; a free collar costs nothing; beta scales contracts", () => {
    for (const delta of [0.1, 0.25, 0.4]) {
      expect(protectivePut({ value: 1e6, ...market }, { delta }).legs[0]!.value.delta).toBeCloseTo(-delta, 10);
    }
    const free = collar({ value: 1e6, ...market, rounding: "none" }, { put: { delta: 0.3 } });
    expect(free.cost.premium).toBeCloseTo(0, 6);
    expect(free.legs[1]!.strike).toBeGreaterThan(free.legs[0]!.strike);
    const given = collar({ value: 1e6, ...market }, { put: { strike: 90 }, call: { delta: 0.2 } });
    expect(given.legs[1]!.value.delta).toBeCloseTo(0.2, 10);
    expect(given.orders.map(({ side }) => side)).toEqual(["buy", "sell"]);
    expect(protectivePut({ value: 1e6, ...market, beta: 1.5 }, { strike: 90 }).orders[0]!.quantity).toBe(150);
    expect(() => collar({ value: 1e6, ...market }, { put: { strike: 120 }, call: { strike: 110 } })).toThrow(
      /below that of the put/,
    );
    expect(() => protectivePut({ value: 1e6, ...market }, { delta: 1.2 })).toThrow(/delta/);
  });
});

describe("exposure rules", () => {
  const risky = { symbol: "SPY", price: 100 };

  test("CPPI: never below the floor while steps fall less than 1 / multiplier", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.249, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (steps) => {
          let value = 1000;
          let price = 100;
          let held = 0;
          for (const step of steps) {
            const plan = cppi({
              value,
              floor: 800,
              multiplier: 4,
              risky: { symbol: "S", price },
              held,
              rounding: "none",
            });
            held = (plan.exposure * value) / price;
            expect(plan.exposure).toBeCloseTo(Math.min(1, (4 * Math.max(0, value - 800)) / value), 9);
            value += held * price * step;
            price *= 1 + step;
            expect(value).toBeGreaterThanOrEqual(800 - 1e-6);
          }
        },
      ),
      { numRuns: 60 },
    );
    const locked = cppi({ value: 790, floor: 800, multiplier: 4, risky, held: 3, costRate: 0.01 });
    expect([locked.target, locked.orders[0]?.side, locked.cost.total]).toEqual([0, "sell", 3]);
  });

  test("volatility target: capped, by variance, not inside the band", () => {
    const input = { value: 1e5, targetVolatility: 0.1, forecastVolatility: 0.2, risky, held: 480 };
    expect(volatilityTarget(input).orders[0]).toMatchObject({ side: "buy", quantity: 20 });
    expect(volatilityTarget({ ...input, band: 0.05 }).orders).toEqual([]);
    expect(volatilityTarget({ ...input, power: 2 }).target).toBeCloseTo(0.25, 12);
    expect(volatilityTarget({ ...input, forecastVolatility: 0.05 }).target).toBe(1);
    expect(volatilityTarget({ ...input, forecastVolatility: 0.05, maximumExposure: 1.5 }).target).toBe(1.5);
    expect(() => volatilityTarget({ ...input, forecastVolatility: 0 })).toThrow(/forecastVolatility/);
  });

  test("bands: idempotent, edges trade less than targets, what stays inside is left alone", () => {
    const input = {
      value: 10_000,
      assets: [
        { symbol: "a", price: 10, held: 660, target: 0.6 },
        { symbol: "b", price: 10, held: 210, target: 0.25 },
        { symbol: "c", price: 10, held: 130, target: 0.15 },
      ],
      band: { kind: "absolute", width: 0.05 },
      costRate: 0.001,
    } as const;
    const once = rebalancingBands(input);
    expect(once.outside).toEqual(["a"]);
    expect(once.orders).toMatchObject([{ instrument: "a", side: "sell", quantity: 60 }]);
    expect([once.cost.total, once.turnover]).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.06, 12)]);
    const after = input.assets.map((asset) => ({ ...asset, held: (once.weights[asset.symbol]!.after * 10_000) / 10 }));
    expect(rebalancingBands({ ...input, assets: after }).orders).toEqual([]);
    expect(rebalancingBands({ ...input, tradeTo: "edge" }).turnover).toBeCloseTo(0.01, 12);
    expect(rebalancingBands({ ...input, scope: "all" }).orders).toHaveLength(3);
    expect(rebalancingBands({ ...input, band: { kind: "relative", width: 0.12 } }).outside).toEqual(["b", "c"]);
    expect(() => rebalancingBands({ ...input, assets: [input.assets[0], input.assets[0]] })).toThrow(/twice/);
  });
});
