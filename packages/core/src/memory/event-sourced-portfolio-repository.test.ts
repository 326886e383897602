import { expect, test } from "vitest";
import { decide } from "../portfolio/decide.ts";
import { evolve } from "../portfolio/evolve.ts";
import { Portfolio } from "../portfolio/portfolio.ts";
import type { PortfolioState } from "../portfolio/state.ts";
import { Money } from "../values/money.ts";
import { EventSourcedPortfolioRepository } from "./event-sourced-portfolio-repository.ts";
import { MemoryEventStore } from "./memory-event-store.ts";

const usd = (amount: string): Money => Money.of(amount, "USD");

test("a portfolio's pending events load as its state, now and as of then", async () => {
  const repository = new EventSourcedPortfolioRepository(new MemoryEventStore());
  const opened = Portfolio.open(
    { portfolioId: "p-1", owner: "anna", initialCapital: usd("10000"), riskTolerance: 0.5 },
    { id: "c-1", time: "2024-01-02" },
  );
  const bought = opened.buy(
    { ticker: "AAPL", quantity: 10, price: usd("185.50"), fee: usd("1") },
    { id: "c-2", time: "2024-01-03T15:00:00Z" },
  );
  const { stream } = bought.pending[0]!;
  await repository.save(stream, bought.pending, { expectedVersion: "none" });
  const load = (toTime?: string) => repository.load<PortfolioState | null, never>(stream, evolve, null, { toTime });
  expect(await load()).toEqual({ state: bought.state, version: 2 });
  expect((await load("2024-01-02")).state).toEqual(opened.state);
  expect((await load("2024-01-01")).state).toBeNull();

  const { state, version } = await load();
  const events = decide(state, { kind: "deposit", amount: usd("5").toJSON(), id: "c-3", time: "2024-01-04" });
  await repository.save(stream, events, { expectedVersion: version });
  await expect(
    repository.save(stream, [{ ...events[0]!, id: "late" }], { expectedVersion: version }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await load()).version).toBe(3);
});
