// A portfolio as events: lots, realised gains, and the same state rebuilt from what was stored.
import { core } from "plimsoll";

const { MemoryEventStore, Money, Portfolio } = core;
const at = (id: string, time: string): core.CommandContext => ({ id, time, metadata: { actor: "anna" } });

const portfolio = Portfolio.open(
  { portfolioId: "p-1", owner: "anna", initialCapital: Money.of("10000", "USD"), riskTolerance: 0.5 },
  at("open", "2024-01-02"),
)
  .buy({ ticker: "IBM", quantity: "10", price: Money.of("160.10", "USD") }, at("buy-1", "2024-01-03"))
  .buy({ ticker: "IBM", quantity: "10", price: Money.of("185.00", "USD") }, at("buy-2", "2024-02-29"))
  .sell({ ticker: "IBM", quantity: "12", price: Money.of("191.00", "USD") }, at("sell-1", "2024-03-28"));
console.log("cash", String(portfolio.cash), "realised", String(portfolio.realised));

const store = new MemoryEventStore();
await store.append(portfolio.stream, portfolio.pending, { expectedVersion: "none" });
const events: core.PortfolioEvent[] = [];
for await (const event of store.readStream(portfolio.stream)) events.push(core.parsePortfolioEvent(event));
console.log("rebuilt", String(Portfolio.fromEvents(events).realised), "from", events.length, "events");
