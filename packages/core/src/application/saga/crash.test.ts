import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlimsollError } from "../../errors.ts";
import type { BrokerOrder } from "../../ports/broker.ts";
import { rebalancePortfolio, resumeRebalance } from "../commands/rebalance-portfolio.ts";
import { all, type Desk, instruction, openDesk, quoteAll } from "../fixtures/desk.ts";
import type { RebalanceInstruction } from "./instruction.ts";
import type { RebalanceResult } from "./result.ts";
import type { RebalancePorts } from "./step.ts";

class Crash extends Error {}

/** Dies at a chosen call to the outside: before it is made, or after it was made and before its answer is heard. */
class Fuse {
  calls = 0;
  readonly #at: number;
  readonly #when: "before" | "after";

  constructor(at: number, when: "before" | "after") {
    this.#at = at;
    this.#when = when;
  }

  async through<Output>(call: () => Promise<Output>): Promise<Output> {
    const dies = this.calls === this.#at;
    this.calls += 1;
    if (dies && this.#when === "before") throw new Crash("killed");
    const output = await call();
    if (dies) throw new Crash("killed");
    return output;
  }
}

/** The desk's ports with every call that writes or reads outside led through the fuse. */
function wired(desk: Desk, fuse: Fuse, scenario: Scenario): RebalancePorts {
  const { repository, broker, decisions } = desk;
  const place = async (order: BrokerOrder) => {
    if (order.asset !== scenario.rejected) return broker.place(order);
    throw new PlimsollError("VENDOR", `${order.asset} is halted`, { vendor: "paper" });
  };
  return {
    clock: desk.clock,
    decisions,
    repository: {
      load: (...args) => fuse.through(() => repository.load(...args)),
      save: (...args) => fuse.through(() => repository.save(...args)),
      saveSnapshot: (...args) => repository.saveSnapshot(...args),
      list: (prefix) => repository.list(prefix),
    },
    broker: {
      place: (order) => fuse.through(() => place(order)),
      cancel: (id) => fuse.through(() => broker.cancel(id)),
      status: (id) => fuse.through(() => broker.status(id)),
      openOrders: () => broker.openOrders(),
      fills: (options) => broker.fills(options),
    },
    riskEngine: { measure: (...args) => fuse.through(() => desk.ports.riskEngine!.measure(...args)) },
  };
}

interface Scenario {
  readonly instruction: RebalanceInstruction;
  readonly sizes: Readonly<Record<string, string | null>>;
  readonly prices: Readonly<Record<string, string>>;
  readonly commission: string;
  readonly rejected: string | null;
}

async function deskOf(scenario: Scenario): Promise<Desk> {
  const desk = await openDesk({ commission: () => scenario.commission });
  const assets = Object.keys(instruction.prices);
  quoteAll(
    desk.broker,
    Object.fromEntries(
      assets.map((asset) => [
        asset,
        { size: scenario.sizes[asset] ?? null, price: scenario.prices[asset] ?? instruction.prices[asset]! },
      ]),
    ),
  );
  return desk;
}

/** Runs to the end: orders that still stand are taken back. */
async function runThrough(ports: RebalancePorts, scenario: Scenario): Promise<RebalanceResult> {
  const result = await rebalancePortfolio(ports, scenario.instruction);
  if (result.status !== "waiting") return result;
  return resumeRebalance(ports, scenario.instruction, { openOrders: "cancel" });
}

/** Everything that is left behind: the events of all streams, the fills, the orders that stand, the result. */
async function aftermath(desk: Desk, result: RebalanceResult): Promise<unknown> {
  return {
    result,
    events: await all(desk.events.readAll()),
    fills: await all(desk.broker.fills()),
    open: await desk.broker.openOrders(),
  };
}

async function uninterrupted(scenario: Scenario): Promise<{ readonly left: unknown; readonly calls: number }> {
  const desk = await deskOf(scenario);
  const fuse = new Fuse(Infinity, "before");
  const result = await runThrough(wired(desk, fuse, scenario), scenario);
  return { left: await aftermath(desk, result), calls: fuse.calls };
}

/** Kills the run at each of `crashes`, starting anew after each, and lets the last one run through. */
async function interrupted(
  scenario: Scenario,
  crashes: readonly { readonly at: number; readonly when: "before" | "after" }[],
): Promise<unknown> {
  const desk = await deskOf(scenario);
  for (const { at, when } of crashes) {
    try {
      await runThrough(wired(desk, new Fuse(at, when), scenario), scenario);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
  const result = await runThrough(wired(desk, new Fuse(Infinity, "before"), scenario), scenario);
  return aftermath(desk, result);
}

const plain: Scenario = { instruction, sizes: {}, prices: {}, commission: "0", rejected: null };

const scenarios: Readonly<Record<string, Scenario>> = {
  completes: { ...plain, commission: "1.5" },
  "is rejected by the broker": { ...plain, rejected: "C" },
  "fills in part and is compensated": { ...plain, sizes: { D: "100" } },
  "waits, then takes its orders back": {
    ...plain,
    sizes: { A: "150" },
    instruction: { ...instruction, execution: { timeInForce: "good-till-cancelled" } },
  },
  "ends unreconciled": {
    ...plain,
    prices: { D: "250" },
    instruction: { ...instruction, execution: { orderType: "market" } },
  },
  "is refused by a rule": {
    ...plain,
    instruction: { ...instruction, rules: [{ kind: "max-position-weight", max: 0.1 }] },
  },
};

const size = fc.option(fc.integer({ min: 0, max: 700 }).map(String), { freq: 2 });
const price = (middle: number) => fc.integer({ min: middle - 2, max: middle + 1 }).map(String);
const scenario: fc.Arbitrary<Scenario> = fc.record({
  sizes: fc.record({ A: size, B: size, C: size, D: size }),
  prices: fc.record({ A: price(100), B: price(100), C: price(50), D: price(25) }),
  commission: fc.constantFrom("0", "0.005", "7.25"),
  rejected: fc.constantFrom(null, null, null, "A", "C", "D"),
  instruction: fc
    .record({
      timeInForce: fc.constantFrom("immediate-or-cancel" as const, "good-till-cancelled" as const),
      orderType: fc.constantFrom("limit" as const, "market" as const),
    })
    .map((execution) => ({ ...instruction, execution })),
});
const crash = fc.record({
  at: fc.integer({ min: 0, max: 1000 }),
  when: fc.constantFrom("before" as const, "after" as const),
});

describe("a rebalance killed at any call and resumed leaves what an uninterrupted one leaves", () => {
  for (const [name, each] of Object.entries(scenarios)) {
    test(`one crash, every place: it ${name}`, async () => {
      const { left, calls } = await uninterrupted(each);
      expect(calls).toBeGreaterThan(5);
      for (let at = 0; at < calls; at += 1) {
        for (const when of ["before", "after"] as const) {
          expect(await interrupted(each, [{ at, when }]), `killed ${when} call ${at}`).toEqual(left);
        }
      }
    });
  }

  test("several crashes in random markets", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.array(crash, { minLength: 1, maxLength: 4 }), async (each, crashes) => {
        const { left, calls } = await uninterrupted(each);
        const within = crashes.map(({ at, when }) => ({ at: at % calls, when }));
        expect(await interrupted(each, within)).toEqual(left);
      }),
      { numRuns: 40 },
    );
  });
});
