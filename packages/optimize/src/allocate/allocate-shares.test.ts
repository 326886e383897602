import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AllocationRequest } from "./allocation.ts";
import { allocateShares } from "./allocate-shares.ts";
import { balanceBound } from "./balance-bound.ts";
import { certifyAllocation } from "./certify-allocation.ts";
import { readRequest } from "./read-request.ts";
import { enumerate } from "./testing.ts";

interface Golden {
  readonly prices: Readonly<Record<string, number>>;
  readonly cases: readonly {
    readonly name: string;
    readonly value: number;
    readonly weights: Readonly<Record<string, number>>;
    readonly integer: { readonly objective: number };
    readonly greedy: { readonly objective: number };
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("fixtures/pypfopt_discrete_allocation.json", import.meta.url), "utf8"),
) as Golden;

const names = ["A", "B", "C"];
const byName = (values: readonly number[]): Record<string, number> =>
  Object.fromEntries(values.map((value, i) => [names[i]!, value]));

const weightsOf = (signed: boolean): fc.Arbitrary<Record<string, number>> =>
  fc.array(fc.integer({ min: signed ? -3 : 0, max: 9 }), { minLength: 3, maxLength: 3 }).map((parts) => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return byName(sum <= 0 ? [1, 0, 0] : parts.map((part) => part / sum));
  });
const money = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((cents) => cents / 100);
const prices = fc.array(money(7, 40), { minLength: 3, maxLength: 3 }).map(byName);
const fees = fc.oneof(
  fc.constant({}),
  fc.record({ rate: fc.constantFrom(0, 0.002), fixed: fc.constantFrom(0, 1.5), minimum: fc.constantFrom(0, 2) }),
  fc.constant({ rate: { buy: 0.005, sell: 0 }, perShare: 0.01 }),
);
const requests: fc.Arbitrary<AllocationRequest> = fc.record({
  weights: weightsOf(false),
  prices,
  cash: money(10, 90),
  holdings: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }).map(byName),
  lot: fc.constantFrom(1, 2),
  fee: fees,
});
const shortRequests: fc.Arbitrary<AllocationRequest> = fc.record({
  weights: weightsOf(true),
  prices,
  cash: money(50, 120),
  fee: fees,
  shorts: fc.constantFrom("spend-proceeds" as const, "hold-proceeds" as const),
});

describe("allocateShares", () => {
  const heuristic: (readonly [number, number])[] = [];
  for (const { name, value, weights, integer, greedy } of golden.cases) {
    test(`PyPortfolioOpt, ${name}, ${value}: the objective of its integer program`, async () => {
      const request = { weights, prices: golden.prices, cash: value };
      const exact = await allocateShares(request, { tolerance: 1e-7 });
      expect(exact.status).toBe("optimal");
      // both are proven: ours to 1e-7 of the value
      expect(exact.certificate.objective).toBeLessThanOrEqual(integer.objective / value + 1e-6);
      expect(exact.certificate.objective).toBeGreaterThanOrEqual(integer.objective / value - 1e-4);
      const fast = await allocateShares(request, { method: "greedy" });
      expect(fast.certificate.objective).toBeGreaterThanOrEqual(exact.certificate.objective - 1e-7);
      expect(fast.certificate.bound).toBeLessThanOrEqual(exact.certificate.objective + 1e-12);
      heuristic.push([fast.certificate.objective, greedy.objective / value]);
    });
  }

  test("greedy is no worse than PyPortfolioOpt's in nine cases of ten, and better on the whole", () => {
    expect(heuristic).toHaveLength(golden.cases.length);
    const sum = (column: 0 | 1): number => heuristic.reduce((total, pair) => total + pair[column], 0);
    expect(sum(0)).toBeLessThan(sum(1));
    expect(heuristic.filter(([ours, theirs]) => ours <= theirs + 1e-9).length).toBeGreaterThan(0.9 * heuristic.length);
  });

  test("agrees with enumeration, with holdings, odd lots and fees", async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const best = enumerate(readRequest(request));
        const exact = await allocateShares(request);
        expect(exact.status).toBe("optimal");
        expect(exact.certificate.objective).toBeGreaterThanOrEqual(best - 1e-12);
        expect(exact.certificate.objective).toBeLessThanOrEqual(best + 1e-6);
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  test("agrees with enumeration where shorts are sold, with proceeds spent or held", async () => {
    await fc.assert(
      fc.asyncProperty(shortRequests, async (request) => {
        const best = enumerate(readRequest(request));
        const exact = await allocateShares(request);
        expect(exact.certificate.objective).toBeGreaterThanOrEqual(best - 1e-12);
        expect(exact.certificate.objective).toBeLessThanOrEqual(best + 1e-6);
        const shorts = Object.entries(exact.shares).reduce(
          (sum, [asset, count]) => sum + Math.max(0, -count * request.prices[asset]!),
          0,
        );
        expect(exact.cash).toBeGreaterThanOrEqual((request.shorts === "hold-proceeds" ? shorts : 0) - 1e-8);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test("the verified bound is below what enumeration finds", () => {
    fc.assert(
      fc.property(fc.oneof(requests, shortRequests), (request) => {
        const book = readRequest(request);
        expect(balanceBound(book) / book.value).toBeLessThanOrEqual(enumerate(book) + 1e-12);
      }),
    );
  });

  test("greedy never overspends, fees included, and its certificate says so", async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const { shares, cash, fees: paid, value, certificate } = await allocateShares(request, { method: "greedy" });
        expect(cash).toBeGreaterThanOrEqual(0);
        const worth = Object.entries(shares).reduce((sum, [asset, count]) => sum + count * request.prices[asset]!, 0);
        expect(worth + cash + paid).toBeCloseTo(value, 8);
        expect(certificate).toMatchObject({ budgetResidual: 0, lotResidual: 0, boundIs: "verified" });
        expect(certificateOfShares(request, shares).objective).toBe(certificate.objective);
      }),
    );
  });

  test("more cash beside the same targets never makes an allocation worse", async () => {
    await fc.assert(
      fc.asyncProperty(requests, money(1, 50), async (request, more) => {
        const { value } = readRequest(request);
        const share = value / (value + more);
        const weights = Object.fromEntries(Object.entries(request.weights).map(([asset, w]) => [asset, w * share]));
        const richer = { ...request, weights, cash: request.cash + more, cashWeight: 1 - share };
        const before = await allocateShares(request);
        const after = await allocateShares(richer);
        expect(after.certificate.objective * (value + more)).toBeLessThanOrEqual(
          before.certificate.objective * value + 2e-6 * (value + more),
        );
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test("allocating what was allocated trades nothing", async () => {
    const free = requests.map((request) => ({ ...request, fee: {} }));
    await fc.assert(
      fc.asyncProperty(free, fc.constantFrom("milp" as const, "greedy" as const), async (request, method) => {
        const first = await allocateShares(request, { method });
        const again = await allocateShares({ ...request, holdings: first.shares, cash: first.cash }, { method });
        expect(again.trades).toEqual({});
        expect(again.shares).toEqual(first.shares);
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  test("weights that are held exactly are kept, whatever trading costs", async () => {
    for (const method of ["milp", "greedy"] as const) {
      const request = {
        weights: { A: 0.45, B: 0.3 },
        cashWeight: 0.25,
        prices: { A: 30, B: 40 },
        cash: 50,
        holdings: { A: 3, B: 1.5 },
        fee: { rate: 0.001, fixed: 2 },
      };
      const kept = await allocateShares(request, { method });
      expect(kept.trades).toEqual({});
      expect(kept).toMatchObject({ shares: { A: 3, B: 1.5 }, cash: 50, fees: 0, status: "optimal", trackingError: 0 });
    }
  });

  test("sells what is held but not wanted, and its money buys the rest", async () => {
    const allocation = await allocateShares({
      weights: { A: 1 },
      prices: { A: 10, OLD: 25 },
      cash: 0,
      holdings: { OLD: 4 },
      fee: { fixed: 3 },
    });
    expect(allocation.shares).toEqual({ A: 9, OLD: 0 });
    expect(allocation.trades).toEqual({ A: 9, OLD: -4 });
    expect(allocation).toMatchObject({ cash: 4, fees: 6, value: 100 });
  });

  test("a ticket that costs more than a small trade helps keeps the trade from happening", async () => {
    const request = { weights: { A: 0.96, B: 0.04 }, prices: { A: 10, B: 10 }, cash: 100, holdings: { A: 95 } };
    const cheap = await allocateShares({ ...request, fee: { fixed: 1 } });
    const dear = await allocateShares({ ...request, fee: { fixed: 90 } });
    expect(Object.keys(cheap.trades).length).toBeGreaterThan(0);
    expect(dear.trades).toEqual({});
  });

  test("the least fee and the rate by side are what is paid", async () => {
    const request = { weights: { A: 1 }, prices: { A: 10, B: 10 }, cash: 0, holdings: { B: 100 } };
    const taxed = await allocateShares({ ...request, fee: { rate: { buy: 0.005, sell: 0 } } });
    expect(taxed.shares).toEqual({ A: 99, B: 0 });
    expect(taxed.fees).toBeCloseTo(4.95, 12);
    const least = await allocateShares({ ...request, fee: { rate: 0.001, minimum: 4 } });
    expect(least.fees).toBe(8);
  });

  test("lots by asset, fractions, and odd shares that are kept or sold whole", async () => {
    const prices = { A: 30, B: 0.4, C: 50 };
    const allocation = await allocateShares({
      weights: { A: 0.5, B: 0.3, C: 0.2 },
      prices,
      cash: 1000,
      lot: { A: 0.001, B: 100 },
    });
    expect(allocation.shares).toEqual({ A: 16.667, B: 700, C: 4 });
    const odd = { weights: { A: 1 }, prices, cash: 0, holdings: { A: 7, B: 27 }, lot: { A: 0.1, B: 10 } };
    expect((await allocateShares(odd)).shares).toEqual({ A: 7.3, B: 0 });
    const whole = await allocateShares({ ...odd, weights: { A: 1 - 7 / 559, B: 7 / 559 }, prices: { A: 76, B: 1 } });
    expect(whole.shares["B"]).toBe(7);
  });

  test("cash too small for one lot is a result", async () => {
    const allocation = await allocateShares({ weights: { A: 1 }, prices: { A: 500 }, cash: 100 });
    expect(allocation).toMatchObject({ shares: { A: 0 }, trades: {}, cash: 100, status: "optimal" });
    expect(allocation.certificate.objective).toBe(2);
  });

  test("equal choices go to the first asset", async () => {
    const { shares } = await allocateShares(
      { weights: { B: 0.5, A: 0.5 }, prices: { A: 10, B: 10 }, cash: 30 },
      { method: "greedy" },
    );
    expect(shares).toEqual({ B: 2, A: 1 });
  });

  test("with a covariance the tracking error is a volatility", async () => {
    const request = { weights: { A: 0.5, B: 0.5 }, prices: { A: 30, B: 40 }, cash: 100 };
    const plain = await allocateShares(request);
    expect(plain.shares).toEqual({ A: 2, B: 1 });
    expect(plain.trackingError).toBeCloseTo(Math.hypot(0.1, -0.1), 12);
    const risky = await allocateShares({
      ...request,
      covariance: [
        [0.04, 0.01],
        [0.01, 0.09],
      ],
    });
    expect(risky.trackingError).toBeCloseTo(Math.sqrt(0.01 * (0.04 + 0.09 - 0.02)), 12);
  });

  test("a forged allocation does not pass", () => {
    const request = { weights: { A: 0.5, B: 0.5 }, prices: { A: 30, B: 40 }, cash: 100 };
    expect(certifyAllocation(request, { shares: { A: 3, B: 1 } }).budgetResidual).toBeCloseTo(0.3, 12);
    expect(certifyAllocation(request, { shares: { A: 1.5, B: 1 } }).lotResidual).toBeCloseTo(0.15, 12);
    expect(certifyAllocation(request, { shares: { A: 0, B: 0 } }).gap).toBeGreaterThan(1);
    expect(() => certifyAllocation(request, { shares: { X: 1 } })).toThrow('shares names "X"');
  });

  test("limits and aborts end the search, with what it has or ABORTED", async () => {
    const { cases, prices: market } = golden;
    const { weights } = cases.find(({ name }) => name === "equal weights")!;
    const stopped = await allocateShares(
      { weights, prices: market, cash: 10_000, fee: { fixed: 1, rate: 0.001 } },
      { maxNodes: 0 },
    );
    expect(stopped.certificate.budgetResidual).toBe(0);
    expect(stopped.status).toBe(stopped.certificate.gap <= 1e-6 ? "optimal" : "feasible");
    await expect(
      allocateShares({ weights, prices: market, cash: 10_000 }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: "ABORTED" });
    // a clock that moves fast gives the event loop a turn at each move
    const controller = new AbortController();
    let time = 0;
    const work = allocateShares(
      { weights, prices: market, cash: 10_000 },
      { method: "greedy", signal: controller.signal, now: () => (time += 20) },
    );
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: "ABORTED", details: { phase: "allocation" } });
  });
});

describe("allocateShares rejects", () => {
  const good: AllocationRequest = { weights: { A: 0.6, B: 0.4 }, prices: { A: 10, B: 20 }, cash: 100 };
  const cases: readonly (readonly [string, Partial<AllocationRequest>, string, string])[] = [
    ["a price of 0", { prices: { A: 0, B: 20 } }, "prices", 'the price of "A" is 0'],
    ["a negative price", { prices: { A: 1, B: -2 } }, "prices", 'the price of "B" is -2'],
    ["NaN as a price", { prices: { A: Number.NaN, B: 20 } }, "prices", 'the price of "A" is NaN'],
    ["a missing price", { prices: { A: 10 } }, "prices", 'no entry for asset "B"'],
    ["a sum that is not 1", { weights: { A: 0.6, B: 0.3 } }, "weights", "cashWeight: 0.1"],
    ["weights above 1", { weights: { A: 0.6, B: 0.6 } }, "weights", "sum to 1.2"],
    ["NaN as a weight", { weights: { A: Number.NaN, B: 0.4 } }, "weights", 'weights of "A" is NaN'],
    ["a short nobody asked for", { weights: { A: 1.2, B: -0.2 } }, "weights", "spend-proceeds"],
    ["negative cash", { cash: -5 }, "cash", "at least 0, was -5"],
    ["no value", { cash: 0 }, "cash", "nothing to allocate"],
    ["a lot of 0", { lot: 0 }, "lot", 'the lot of "A" is 0'],
    ["an unknown asset in lot", { lot: { X: 10 } }, "lot", 'names "X"'],
    ["a rate in per cent", { fee: { rate: 5 } }, "fee.rate.buy", "0.1 % is 0.001"],
    ["a negative fee", { fee: { fixed: -1 } }, "fee.fixed", "at least 0"],
    ["a list of weights", { weights: [0.6, 0.4] as never }, "weights", "record by asset"],
    ["an unknown way with shorts", { shorts: "yes" as never }, "shorts", "refuse, spend-proceeds"],
    ["a covariance that misses a holding", { holdings: { C: 0 }, covariance: [[1]] }, "covariance", '"C" is held'],
  ];
  for (const [name, change, argument, text] of cases) {
    test(name, async () => {
      await expect(allocateShares({ ...good, ...change })).rejects.toMatchObject({
        code: "INVALID_INPUT",
        details: { argument },
        message: expect.stringContaining(text) as string,
      });
    });
  }

  test("shorts held already whose proceeds nothing covers", async () => {
    const request = { weights: { A: -9 }, cashWeight: 10, prices: { A: 10 }, cash: 100, holdings: { A: -9 } } as const;
    const allocation = await allocateShares({ ...request, shorts: "hold-proceeds" });
    expect(allocation.cash).toBe(100);
    const stuck = { weights: { A: 1 }, prices: { A: 10, B: 10 }, cash: 50, holdings: { A: 10, B: -9 } } as const;
    for (const method of ["milp", "greedy"] as const) {
      await expect(
        allocateShares({ ...stuck, fee: { fixed: 200 }, shorts: "hold-proceeds" }, { method }),
      ).rejects.toMatchObject({ code: "INFEASIBLE", details: { conflict: ["shorts"] } });
    }
  });
});

function certificateOfShares(request: AllocationRequest, shares: Readonly<Record<string, number>>) {
  return certifyAllocation(request, { shares });
}
