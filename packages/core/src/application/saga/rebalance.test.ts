import { describe, expect, test } from "vitest";
import { PlimsollError } from "../../errors.ts";
import { portfolioViolations } from "../../portfolio/invariants.ts";
import type { BrokerOrder } from "../../ports/broker.ts";
import { ExchangeRates } from "../../values/exchange-rates.ts";
import { all, calm, type Desk, instruction, now, openDesk, quoteAll, usd } from "../fixtures/desk.ts";
import { optimizePortfolio } from "../commands/optimize-portfolio.ts";
import { rebalancePortfolio, resumeRebalance } from "../commands/rebalance-portfolio.ts";
import { listRebalances } from "../queries/list-rebalances.ts";
import { loadPortfolio } from "../queries/load-portfolio.ts";
import { rebalanceEventTypes, rebalanceStream } from "./events.ts";
import type { RebalancePorts } from "./step.ts";

const stepsOf = async ({ events }: Desk, id = "r-1"): Promise<string[]> =>
  (await all(events.readStream(rebalanceStream("p-1", id)))).map(({ type }) => type.replace("Rebalance", ""));

const portfolioEvents = async ({ events }: Desk) => all(events.readStream("portfolio-p-1"));

const held = async (desk: Desk): Promise<Record<string, string>> => {
  const { state } = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
  expect(portfolioViolations(state)).toEqual([]);
  return {
    cash: state.cash,
    ...Object.fromEntries(Object.values(state.positions).map(({ ticker, quantity }) => [ticker, quantity])),
  };
};

const rejecting = (desk: Desk, reject: (order: BrokerOrder) => boolean, code: "VENDOR" | "UNAVAILABLE" = "VENDOR") => {
  const { broker } = desk;
  const place = async (order: BrokerOrder) => {
    if (!reject(order)) return broker.place(order);
    throw code === "VENDOR"
      ? new PlimsollError("VENDOR", `${order.asset} is halted`, { vendor: "paper" })
      : new PlimsollError("UNAVAILABLE", "no line to the broker", { resource: "broker" });
  };
  const wrapped = {
    place,
    cancel: (id: string) => broker.cancel(id),
    status: (id: string) => broker.status(id),
    openOrders: () => broker.openOrders(),
    fills: (options?: { readonly orderId?: string | undefined }) => broker.fills(options),
  };
  return { ...desk.ports, broker: wrapped } satisfies RebalancePorts;
};

describe("a rebalance that succeeds", () => {
  test("plans, validates, checks risk, sells before it buys, records every fill and says how far the weights are", async () => {
    const desk = await openDesk({ commission: () => "1.005" });
    quoteAll(desk.broker);
    const result = await rebalancePortfolio(desk.ports, {
      ...instruction,
      costs: { proportional: "0", fixed: "1.01" },
    });
    expect(result).toMatchObject({ status: "completed", failure: null, remaining: [], refusedFills: [] });
    expect(result.riskMetrics).toEqual(calm);
    expect(await stepsOf(desk)).toEqual([
      "Started",
      "Proposed",
      "Validated",
      "RiskChecked",
      "OrderPlaced",
      "OrderPlaced",
      "SideFilled",
      "OrderPlaced",
      "OrderPlaced",
      "SideFilled",
      "FillsRecorded",
      "Ended",
    ]);
    const fills = result.fills.map(({ fill }) => `${fill.side} ${fill.quantity} ${fill.asset}`);
    expect(fills).toEqual(["sell 201 A", "sell 1 B", "buy 599 D", "buy 499 C"]);
    // commissions of 1.005 are settled half-even: 1.00 each
    expect(await held(desk)).toEqual({ cash: "10271", A: "199", B: "299", C: "499", D: "599" });
    const types = (await portfolioEvents(desk)).slice(3).map(({ type }) => type);
    expect(types).toEqual(["PositionSold", "PositionSold", "PositionBought", "PositionBought", "PortfolioRebalanced"]);
    expect(result.gap!.assets["A"]).toBeCloseTo(0.2 - 19_900 / 99_996, 12);
    const sum = Object.values(result.gap!.assets).reduce((total, gap) => total + gap, result.gap!.cash);
    expect(sum).toBeCloseTo(0, 12);
  });

  test("PortfolioRebalanced carries plan, real cost and turnover, basis, actor, reason and correlation", async () => {
    const desk = await openDesk({ commission: () => "2" });
    quoteAll(desk.broker);
    const optimizer = { optimize: async () => ({ weights: instruction.targets.assets }) };
    const { basis } = await optimizePortfolio(
      { ...desk.ports, optimizer },
      { id: "o-1", problem: { risk: "variance" } },
    );
    await rebalancePortfolio(desk.ports, { ...instruction, basis, correlationId: "review-7" });
    const recorded = (await portfolioEvents(desk)).at(-1)!;
    expect(recorded).toMatchObject({
      type: "PortfolioRebalanced",
      id: "r-1/record/1",
      correlationId: "review-7",
      metadata: { actor: "anna", reason: "quarterly review" },
      data: { execution: "external", basis, cost: { amount: "6", currency: "USD" }, turnover: 0.3 },
    });
    const saga = await all(desk.events.readStream(rebalanceStream("p-1", "r-1")));
    expect(new Set(saga.map(({ correlationId }) => correlationId))).toEqual(new Set(["review-7"]));
    expect(saga.slice(1).map(({ causationId }) => causationId)).toEqual(saga.slice(0, -1).map(({ id }) => id));
    expect(saga.every(({ metadata }) => metadata?.["actor"] === "anna")).toBe(true);
  });

  test("a portfolio on target is left alone", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    await rebalancePortfolio(desk.ports, instruction);
    const before = await portfolioEvents(desk);
    const again = await rebalancePortfolio(desk.ports, { ...instruction, id: "r-2" });
    expect(again).toMatchObject({ status: "on-target", fills: [] });
    expect(await stepsOf(desk, "r-2")).toEqual(["Started", "Proposed", "Ended"]);
    expect(await portfolioEvents(desk)).toEqual(before);
  });

  test("the same instruction again returns how it ended and trades nothing", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const first = await rebalancePortfolio(desk.ports, instruction);
    const before = await portfolioEvents(desk);
    expect(await rebalancePortfolio(desk.ports, { ...instruction })).toEqual(first);
    expect(await resumeRebalance(desk.ports, { portfolioId: "p-1", id: "r-1" })).toEqual(first);
    expect(await portfolioEvents(desk)).toEqual(before);
    expect(await all(desk.broker.fills())).toHaveLength(3);
  });

  test("without a risk engine the risk check says that nothing was measured", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const result = await rebalancePortfolio({ ...desk.ports, riskEngine: null }, instruction);
    expect(result).toMatchObject({ status: "completed", riskMetrics: null, findings: [] });
  });

  test("fills in another currency are converted, and the table comes with the first trade", async () => {
    const desk = await openDesk({ commission: () => "2" });
    quoteAll(desk.broker);
    desk.broker.quote({ asset: "SAP", time: now, bid: "160", ask: "160", bidSize: null, askSize: null });
    const exchangeRates = ExchangeRates.of("EUR", { USD: "1.25" }).toJSON();
    const result = await rebalancePortfolio(desk.ports, {
      ...instruction,
      targets: { assets: { A: 0.4, B: 0.3, SAP: 0.2 }, cash: 0.1 },
      prices: { A: "100", B: "100", SAP: "160" },
      currencies: { SAP: "EUR" },
      exchangeRates,
    });
    expect(result.fills.map(({ fill }) => `${fill.side} ${fill.quantity} ${fill.asset}`)).toEqual(["buy 100 SAP"]);
    const { state } = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
    // 100 x 160 EUR and 2 EUR of commission at 1.25
    expect(state.cash).toBe(String(30_000 - 20_000 - 2.5));
    expect(state.exchangeRates).toEqual(exchangeRates);
  });

  test("a fill before the portfolio's last event takes effect with that event", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const later = "2024-01-31T16:00:00Z";
    const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
    const marked = portfolio.markToMarket({ A: 100 }, { id: "m-1", time: later });
    await desk.repository.save(marked.stream, marked.pending, { expectedVersion: 3 });
    expect(await rebalancePortfolio(desk.ports, instruction)).toMatchObject({ status: "completed" });
    expect((await portfolioEvents(desk)).slice(4).map(({ time }) => time)).toEqual([later, later, later, later]);
  });
});

describe("a rebalance that is refused", () => {
  test("targets that break a rule place no order; a warning does not stop them", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const refused = await rebalancePortfolio(desk.ports, {
      ...instruction,
      rules: [
        { kind: "max-turnover", max: 0.1 },
        { kind: "min-cash", min: 0.2, severity: "warning" },
      ],
    });
    expect(refused).toMatchObject({ status: "refused", failure: { step: "validate", code: "RULE_VIOLATED" } });
    expect(refused.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      "max-turnover error",
      "min-cash warning",
    ]);
    expect(refused.remaining).toHaveLength(3);
    expect(refused.gap!.assets["A"]).toBeCloseTo(-0.2, 12);
    expect(await stepsOf(desk)).toEqual(["Started", "Proposed", "Validated", "Ended"]);
    const warned = await rebalancePortfolio(desk.ports, {
      ...instruction,
      id: "r-2",
      rules: [{ kind: "min-cash", min: 0.2, severity: "warning" }],
    });
    expect(warned.status).toBe("completed");
  });

  test("targets riskier than the owner's tolerance place no order, unless the rule only warns", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const asked: unknown[] = [];
    const riskEngine = {
      measure: async (question: unknown) => {
        asked.push(question);
        return { ...calm, volatility: 0.4 };
      },
    };
    const refused = await rebalancePortfolio({ ...desk.ports, riskEngine }, instruction);
    expect(refused).toMatchObject({ status: "refused", failure: { step: "check-risk" } });
    expect(refused.findings).toMatchObject([{ rule: "risk-tolerance", measure: "volatility", limit: 0.17 }]);
    expect(asked).toMatchObject([
      { portfolioId: "p-1", weights: { assets: { A: 0.2 }, cash: 0.1 }, prices: { D: "25" } },
    ]);
    const rules = [{ kind: "risk-tolerance", severity: "warning" }] as const;
    const warned = await rebalancePortfolio({ ...desk.ports, riskEngine }, { ...instruction, id: "r-2", rules });
    expect(warned).toMatchObject({ status: "completed", findings: [{ rule: "risk-tolerance", severity: "warning" }] });
    const wide = { ...desk.ports, riskEngine, riskLimits: () => ({ ...calm, volatility: 0.5 }) };
    const { periodsPerYear: _periodsPerYear, ...limits } = wide.riskLimits();
    const allowed = await rebalancePortfolio({ ...wide, riskLimits: () => limits }, { ...instruction, id: "r-3" });
    expect(allowed.status).toBe("on-target");
  });

  test("a risk rule without a risk engine is a refusal, not a shrug", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const rules = [{ kind: "risk-tolerance" }] as const;
    const result = await rebalancePortfolio({ ...desk.ports, riskEngine: null }, { ...instruction, rules });
    expect(result).toMatchObject({ status: "refused", failure: { step: "check-risk" } });
    expect(result.failure!.message).toContain("risk engine");
  });

  test("a plan that can't be made, and a basis that isn't stored, end it with the reason", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const unpriced = await rebalancePortfolio(desk.ports, { ...instruction, prices: { A: "100" } });
    expect(unpriced).toMatchObject({ status: "refused", plan: null, gap: null, failure: { step: "propose" } });
    expect(unpriced.failure!.message).toContain("no price of B");
    const basis = { problemHash: "aa", solutionHash: "bb" };
    const unfounded = await rebalancePortfolio(desk.ports, { ...instruction, id: "r-2", basis });
    expect(unfounded).toMatchObject({ status: "refused", failure: { step: "propose", code: "NOT_FOUND" } });
    expect(await all(desk.broker.fills())).toEqual([]);
  });
});

describe("a rebalance that fails while it trades", () => {
  test("an order that the broker rejects: what was traded before is recorded, the gap is stated", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const result = await rebalancePortfolio(
      rejecting(desk, ({ asset }) => asset === "C"),
      instruction,
    );
    expect(result).toMatchObject({
      status: "compensated",
      failure: { step: "place", code: "VENDOR", message: "C is halted" },
      remaining: [{ ticker: "C", side: "buy", quantity: "500" }],
    });
    expect(await held(desk)).toEqual({ cash: "35000", A: "200", B: "300", D: "600" });
    expect(result.gap!.assets["C"]).toBeCloseTo(0.25, 12);
    expect(result.gap!.cash).toBeCloseTo(0.1 - 0.35, 12);
    expect(await stepsOf(desk)).toContain("OrdersCancelled");
    expect((await portfolioEvents(desk)).at(-1)!.type).toBe("PortfolioRebalanced");
  });

  test("the first order rejected: nothing is recorded with the portfolio", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const before = await portfolioEvents(desk);
    const result = await rebalancePortfolio(
      rejecting(desk, () => true),
      instruction,
    );
    expect(result).toMatchObject({ status: "compensated", fills: [] });
    expect(await portfolioEvents(desk)).toEqual(before);
  });

  test("a partial fill and then nothing: the rest is cancelled, the part is recorded, the gap is stated", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker, { C: { size: "120" } });
    const policy = { timeInForce: "good-till-cancelled", deadline: "2024-01-31T16:00:00Z" } as const;
    const waiting = await rebalancePortfolio(desk.ports, { ...instruction, execution: policy });
    expect(waiting).toMatchObject({ status: "waiting", gap: null, remaining: [] });
    expect(await listRebalances(desk.ports, { portfolioId: "p-1" })).toEqual([waiting]);
    desk.clock.advance(30 * 60_000);
    expect((await resumeRebalance(desk.ports, { portfolioId: "p-1", id: "r-1" })).status).toBe("waiting");
    desk.clock.advance(30 * 60_000);
    const result = await resumeRebalance(desk.ports, { portfolioId: "p-1", id: "r-1" });
    expect(result).toMatchObject({
      status: "compensated",
      failure: { step: "place" },
      remaining: [{ ticker: "C", side: "buy", quantity: "380" }],
    });
    expect(result.failure!.message).toContain("deadline");
    expect(await held(desk)).toEqual({ cash: "29000", A: "200", B: "300", C: "120", D: "600" });
    expect(result.gap!.assets["C"]).toBeCloseTo(0.25 - 0.06, 12);
    expect(await desk.broker.openOrders()).toEqual([]);
    expect(await listRebalances(desk.ports, { portfolioId: "p-1" })).toEqual([result]);
  });

  test("orders that wait are filled by later quotes, and the rebalance completes when it is resumed", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker, { A: { size: "50" }, C: { price: "51" } });
    const execution = { timeInForce: "good-till-cancelled" } as const;
    expect((await rebalancePortfolio(desk.ports, { ...instruction, execution })).status).toBe("waiting");
    // no purchase stands while a sale does
    expect((await desk.broker.openOrders()).map(({ order }) => order.side)).toEqual(["sell"]);
    quoteAll(desk.broker, { C: { price: "51" } });
    expect((await rebalancePortfolio(desk.ports, { ...instruction, execution })).status).toBe("waiting");
    quoteAll(desk.broker);
    const result = await rebalancePortfolio(desk.ports, { ...instruction, execution });
    expect(result.status).toBe("completed");
    expect(await held(desk)).toEqual({ cash: "10000", A: "200", B: "300", C: "500", D: "600" });
  });

  test("orders that wait are taken back on request", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker, { A: { size: "50" } });
    const execution = { timeInForce: "good-till-cancelled" } as const;
    await rebalancePortfolio(desk.ports, { ...instruction, execution });
    const result = await resumeRebalance(desk.ports, { portfolioId: "p-1", id: "r-1" }, { openOrders: "cancel" });
    expect(result).toMatchObject({ status: "compensated", remaining: [{ ticker: "A", quantity: "150" }, {}, {}] });
    expect(await held(desk)).toEqual({ cash: "35000", A: "350", B: "300" });
  });

  test("a sale that brings less than planned stops the purchases", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker, { A: { size: "10" } });
    const result = await rebalancePortfolio(desk.ports, instruction);
    expect(result).toMatchObject({ status: "compensated", failure: { step: "place" } });
    expect(result.failure!.message).toContain("filled 10 of 200");
    expect(await held(desk)).toEqual({ cash: "31000", A: "390", B: "300" });
  });

  test("trades of others between plan and placing stop it before the first order", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const riskEngine = {
      measure: async () => {
        const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
        const other = portfolio.sell({ ticker: "B", quantity: 1, price: usd(100) }, { id: "x", time: now });
        await desk.repository.save(other.stream, other.pending, { expectedVersion: portfolio.version });
        return calm;
      },
    };
    const result = await rebalancePortfolio({ ...desk.ports, riskEngine }, instruction);
    expect(result).toMatchObject({ status: "compensated", fills: [], failure: { step: "place" } });
    expect(result.failure!.message).toContain("new id");
    expect(await all(desk.broker.fills())).toEqual([]);
  });

  test("a fill that the portfolio's rules keep out is reported, not hidden", async () => {
    const desk = await openDesk();
    // a market order pays what is asked: D costs ten times the plan
    quoteAll(desk.broker, { D: { price: "250" } });
    const result = await rebalancePortfolio(desk.ports, { ...instruction, execution: { orderType: "market" } });
    expect(result.status).toBe("unreconciled");
    expect(result.refusedFills).toMatchObject([{ fill: { asset: "D", quantity: "600" }, code: "RULE_VIOLATED" }]);
    expect(result.remaining).toEqual([]);
    expect(await held(desk)).toEqual({ cash: "25000", A: "200", B: "300", C: "500" });
  });

  test("an order that the broker took although placing it failed is found and recorded", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const ports = rejecting(desk, () => false);
    const place = async (order: BrokerOrder) => {
      await desk.broker.place(order);
      throw new PlimsollError("VENDOR", "no answer in time", { vendor: "paper" });
    };
    const result = await rebalancePortfolio({ ...ports, broker: { ...ports.broker, place } }, instruction);
    expect(result).toMatchObject({ status: "compensated", fills: [{ fill: { asset: "A", quantity: "200" } }] });
    expect(await held(desk)).toEqual({ cash: "50000", A: "200", B: "300" });
  });
});

test("who and why may be left out", async () => {
  const desk = await openDesk();
  quoteAll(desk.broker);
  const { metadata: _metadata, ...silent } = instruction;
  expect((await rebalancePortfolio(desk.ports, silent)).status).toBe("completed");
  const written = (await all(desk.events.readAll({ after: 3 }))).filter(({ metadata }) => metadata !== undefined);
  expect(written).toEqual([]);
});

describe("interruptions", () => {
  test("a rebalance that a newer build wrote is left to it", async () => {
    const desk = await openDesk();
    const event = {
      id: "x",
      type: "RebalanceStarted",
      schemaVersion: 2,
      time: now,
      correlationId: "x",
      causationId: "x",
    };
    await desk.events.append(rebalanceStream("p-1", "r-1"), [{ ...event, data: {} }], { expectedVersion: "none" });
    await expect(rebalancePortfolio(desk.ports, instruction)).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  test("a broker out of reach is not a failure: the rebalance waits to be resumed", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const ports = rejecting(desk, ({ side }) => side === "buy", "UNAVAILABLE");
    await expect(rebalancePortfolio(ports, instruction)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    const [standing] = await listRebalances(desk.ports, { portfolioId: "p-1" });
    expect(standing).toMatchObject({ id: "r-1", status: "waiting" });
    expect((await rebalancePortfolio(desk.ports, instruction)).status).toBe("completed");
  });

  test("a signal stops it between steps, and progress names the steps", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const controller = new AbortController();
    const phases: string[] = [];
    const onProgress = ({ phase }: { readonly phase: string }) => {
      phases.push(phase);
      if (phase === "check-risk") controller.abort();
    };
    const run = rebalancePortfolio(desk.ports, instruction, { signal: controller.signal, onProgress });
    await expect(run).rejects.toMatchObject({ code: "ABORTED" });
    expect(phases).toEqual(["propose", "validate", "check-risk"]);
    expect((await resumeRebalance(desk.ports, { portfolioId: "p-1", id: "r-1" })).status).toBe("completed");
  });

  test("an order that a broker can't take back at once leaves the compensation for later", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker, { A: { size: "50" } });
    const ports = rejecting(desk, () => false);
    const stubborn = { ...ports.broker, cancel: (id: string) => desk.broker.status(id) };
    const execution = { timeInForce: "good-till-cancelled" } as const;
    await rebalancePortfolio(desk.ports, { ...instruction, execution });
    const key = { portfolioId: "p-1", id: "r-1" };
    const run = resumeRebalance({ ...ports, broker: stubborn }, key, { openOrders: "cancel" });
    await expect(run).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect((await resumeRebalance(desk.ports, key)).status).toBe("compensated");
  });

  test("other writers of the portfolio only delay the record; after five in a row it is left for later", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    let others = 1;
    const deposit = async () => {
      const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
      const next = portfolio.deposit(usd(1), { id: `d-${others}`, time: now });
      await desk.repository.save(next.stream, next.pending, { expectedVersion: portfolio.version });
    };
    const busy = (times: number): RebalancePorts["repository"] => ({
      load: (...args) => desk.repository.load(...args),
      list: (prefix) => desk.repository.list(prefix),
      saveSnapshot: (...args) => desk.repository.saveSnapshot(...args),
      save: async (stream, events, options) => {
        if (stream === "portfolio-p-1" && others <= times) {
          await deposit();
          others += 1;
        }
        return desk.repository.save(stream, events, options);
      },
    });
    await expect(rebalancePortfolio({ ...desk.ports, repository: busy(5) }, instruction)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const result = await rebalancePortfolio({ ...desk.ports, repository: busy(7) }, instruction);
    expect(result.status).toBe("completed");
    expect(await held(desk)).toMatchObject({ cash: "10007", C: "500" });
  });

  test("two runs of one rebalance at once: one wins, the other learns of it, nothing is traded twice", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const outcomes = await Promise.allSettled([
      rebalancePortfolio(desk.ports, instruction),
      rebalancePortfolio(desk.ports, instruction),
    ]);
    const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
    expect(errors.every((error) => PlimsollError.is(error, "CONFLICT"))).toBe(true);
    expect((await rebalancePortfolio(desk.ports, instruction)).status).toBe("completed");
    expect(await all(desk.broker.fills())).toHaveLength(3);
    expect(await held(desk)).toEqual({ cash: "10000", A: "200", B: "300", C: "500", D: "600" });
  });
});

describe("bad requests", () => {
  test("name the field, the taken id, the unknown portfolio and the unknown rebalance", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    const run = (over: object) => rebalancePortfolio(desk.ports, { ...instruction, ...over });
    await expect(run({ targets: { assets: {}, cash: 0.5 } })).rejects.toThrow("instruction.targets");
    await expect(run({ rules: [{ kind: "max-luck" }] })).rejects.toThrow("instruction.rules[0].kind");
    await expect(run({ portfolioId: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(run({ portfolioId: "a\0b" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await run({});
    await expect(run({ targets: { assets: { A: 0.9 }, cash: 0.1 } })).rejects.toThrow('"r-1" is taken');
    await expect(resumeRebalance(desk.ports, { portfolioId: "p-1", id: "r-9" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { kind: "rebalance", id: "r-9" },
    });
    expect(await listRebalances(desk.ports, { portfolioId: "nobody" })).toEqual([]);
  });

  test("every event type has its place in the list of types", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker, { C: { size: "1" } });
    await rebalancePortfolio(desk.ports, instruction);
    const seen = new Set((await all(desk.events.readAll({ streamPrefix: "rebalance-" }))).map(({ type }) => type));
    expect(rebalanceEventTypes.filter((type) => !seen.has(type))).toEqual([]);
    expect(seen.size).toBe(rebalanceEventTypes.length);
  });
});
