import { describe, expect, test } from "vitest";
import { attempt } from "../errors.ts";
import { ExchangeRates } from "../values/exchange-rates.ts";
import { Money } from "../values/money.ts";
import { Quantity } from "../values/quantity.ts";
import { Weights } from "../values/weights.ts";
import type { CommandContext } from "./commands/command.ts";
import { realisedGainsOf, tradesOf } from "./history.ts";
import { Portfolio } from "./portfolio.ts";
import type { AccountPermissions } from "./state.ts";

const usd = (amount: string | number): Money => Money.of(amount, "USD");
const eur = (amount: string | number): Money => Money.of(amount, "EUR");
const at = (id: string, time = "2024-01-10"): CommandContext => ({ id, time });
const rates = ExchangeRates.of("EUR", { USD: "1.25" });

function opened(capital = "10000", permissions: Partial<AccountPermissions> = {}): Portfolio {
  return Portfolio.open(
    {
      portfolioId: "p-1",
      owner: "anna",
      initialCapital: usd(capital),
      riskTolerance: 0.5,
      permissions: { shorts: "forbidden", margin: "forbidden", ...permissions },
      constraints: [{ kind: "bounds", max: 0.2 }],
    },
    { id: "open", time: "2024-01-02", correlationId: "request-1", metadata: { actor: "anna", reason: "new account" } },
  );
}

const costs = { proportional: "0.001", fixed: "1" };

/** The code, the rule (where there is one) and the message of the error that `body` ends with. */
function refusal(body: () => unknown): string {
  const outcome = attempt(body);
  if (outcome.success) throw new Error("expected a refusal");
  const { code, details, message } = outcome.error;
  return `${code}${"rule" in details ? ` ${details.rule}` : ""}: ${message}`;
}

describe("open, deposit, withdraw, fee", () => {
  test("opening gives the first event its identity, stream, version, time and causes", () => {
    const [event] = opened().pending;
    expect(event).toMatchObject({
      id: "open/1",
      stream: "portfolio-p-1",
      version: 1,
      type: "PortfolioOpened",
      schemaVersion: 1,
      time: "2024-01-02",
      correlationId: "request-1",
      causationId: "open",
      metadata: { actor: "anna", reason: "new account" },
    });
    expect(Object.isFrozen(event!.data)).toBe(true);
  });

  test("cash moves by what is deposited, withdrawn and charged", () => {
    const portfolio = opened()
      .deposit(usd("250.25"), at("a"))
      .withdraw(usd("100"), at("b"))
      .fee(usd("12.34"), "custody 2024 Q1", at("c"));
    expect(String(portfolio.cash)).toBe("10137.91 USD");
    expect(portfolio.state.ledger).toEqual({
      deposited: "10250.25",
      withdrawn: "100",
      income: "0",
      fees: "12.34",
      realised: "0",
    });
    expect(portfolio.pending.map((event) => event.type)).toEqual([
      "PortfolioOpened",
      "CashDeposited",
      "CashWithdrawn",
      "FeeCharged",
    ]);
  });

  test("a portfolio never changes: verbs return the next one", () => {
    const before = opened();
    const after = before.deposit(usd(1), at("a"));
    expect([String(before.cash), String(after.cash)]).toEqual(["10000.00 USD", "10001.00 USD"]);
    expect([before.version, after.version, after.storedVersion, after.committed().storedVersion]).toEqual([1, 2, 0, 2]);
  });

  test("refuses what the rules exclude, naming culprit and remedy", () => {
    const portfolio = opened();
    expect(refusal(() => opened("0"))).toBe("INVALID_INPUT: open.initialCapital.amount: expected a decimal above zero");
    expect(refusal(() => opened("0.001"))).toBe(
      "INVALID_INPUT: initialCapital: expected at most 2 digits after the point for USD, was 0.001; round it first",
    );
    expect(refusal(() => portfolio.deposit(eur(5), at("a")))).toBe(
      'RULE_VIOLATED same-currency: amount: portfolio "p-1" keeps its cash in USD, was EUR; convert it first',
    );
    expect(refusal(() => portfolio.deposit(usd("0.005"), at("a")))).toContain("amount: expected at most 2 digits");
    expect(refusal(() => portfolio.withdraw(usd(-1), at("a")))).toContain("withdraw.amount.amount");
    expect(refusal(() => portfolio.withdraw(usd("10000.01"), at("a")))).toBe(
      "RULE_VIOLATED cash: can't withdraw: it takes 10000.01 USD, cash is 10000; deposit 0.01 or allow margin",
    );
    expect(refusal(() => portfolio.fee(usd(20_000), "advice", at("a")))).toContain("cash: can't charge advice");
    expect(refusal(() => portfolio.deposit(usd(1), at("a", "2024-01-01")))).toBe(
      "RULE_VIOLATED time-order: deposit at 2024-01-01 is before the last event at 2024-01-02: give commands in the order of time",
    );
  });

  test("margin lets cash go below zero", () => {
    const portfolio = opened("100", { margin: "allowed" }).withdraw(usd(150), at("a"));
    expect(String(portfolio.cash)).toBe("-50.00 USD");
    expect(String(portfolio.deposit(usd(10), at("b")).cash)).toBe("-40.00 USD");
  });
});

describe("buy and sell", () => {
  const three = opened()
    .buy({ ticker: "A", quantity: 10, price: usd(10), fee: usd(1) }, at("b1", "2024-01-03"))
    .buy({ ticker: "A", quantity: 10, price: usd(30), fee: usd(1) }, at("b2", "2024-02-03"))
    .buy({ ticker: "A", quantity: Quantity.of(10), price: usd(20), fee: usd(1) }, at("b3", "2024-03-03"));

  test("the fee is part of the cost basis", () => {
    expect(three.lots("A").map((lot) => `${lot.id} ${String(lot.quantity)} ${String(lot.costBasis)}`)).toEqual([
      "lot-2 10 101.00 USD",
      "lot-3 10 301.00 USD",
      "lot-4 10 201.00 USD",
    ]);
    expect(three.position("A")!.toJSON()).toEqual({
      ticker: "A",
      quantity: "30",
      costBasis: { amount: "603", currency: "USD" },
      currentPrice: { amount: "20", currency: "USD" },
      marketValue: { amount: "600", currency: "USD" },
      allocation: 600 / 9997,
    });
    expect(three.position("B")).toBeUndefined();
    expect(three.lots("B")).toEqual([]);
  });

  test.each([
    ["fifo", ["lot-2 10", "lot-3 5"], "123.00 USD"],
    ["lifo", ["lot-4 10", "lot-3 5"], "23.00 USD"],
    ["highest-cost", ["lot-3 10", "lot-4 5"], "-27.00 USD"],
  ] as const)("%s closes %j", (method, expected, realised) => {
    const lots = { method };
    const sold = three.sell(
      { ticker: "A", quantity: 15, price: usd(25), fee: usd("0.50"), lots },
      at("s", "2024-04-03"),
    );
    const gains = realisedGainsOf(sold.pending);
    expect(gains.map((item) => `${item.lotId} ${item.quantity}`)).toEqual(expected);
    expect(String(sold.realised)).toBe(realised);
  });

  test("specific lots, with what they realised by holding period", () => {
    const lots = {
      method: "specific",
      lots: [
        { id: "lot-3", quantity: "4" },
        { id: "lot-2", quantity: "10" },
      ],
    } as const;
    const sold = three.sell(
      { ticker: "A", quantity: 14, price: usd(25), fee: usd("1.40"), lots },
      at("s", "2025-02-03"),
    );
    expect(realisedGainsOf(sold.pending)).toEqual([
      {
        lotId: "lot-3",
        ticker: "A",
        side: "long",
        quantity: "4",
        acquiredAt: "2024-02-03",
        disposedAt: "2025-02-03",
        holdingDays: 366,
        costBasis: { amount: "120.4", currency: "USD" },
        proceeds: { amount: "99.6", currency: "USD" },
        gain: { amount: "-20.8", currency: "USD" },
        cause: "trade",
      },
      {
        lotId: "lot-2",
        ticker: "A",
        side: "long",
        quantity: "10",
        acquiredAt: "2024-01-03",
        disposedAt: "2025-02-03",
        holdingDays: 397,
        costBasis: { amount: "101", currency: "USD" },
        proceeds: { amount: "249", currency: "USD" },
        gain: { amount: "148", currency: "USD" },
        cause: "trade",
      },
    ]);
    expect(sold.lots("A").map((lot) => `${lot.id} ${String(lot.quantity)} ${String(lot.costBasis)}`)).toEqual([
      "lot-3 6 180.60 USD",
      "lot-4 10 201.00 USD",
    ]);
  });

  test("the history lists trades with their sides", () => {
    const sold = three.sell({ ticker: "A", quantity: 30, price: usd(25) }, at("s", "2024-04-03"));
    expect(sold.positions).toEqual([]);
    expect(tradesOf(sold.pending).map((trade) => `${trade.id} ${trade.side} ${String(trade.quantity)}`)).toEqual([
      "b1/1 buy 10",
      "b2/1 buy 10",
      "b3/1 buy 10",
      "s/1 sell 30",
    ]);
  });

  test("refuses what the rules exclude, naming culprit and remedy", () => {
    const sell = (quantity: number, lots?: readonly { id: string; quantity: string }[]) => () =>
      three.sell(
        {
          ticker: "A",
          quantity,
          price: usd(25),
          ...(lots === undefined ? {} : { lots: { method: "specific" as const, lots } }),
        },
        at("s", "2024-04-03"),
      );
    expect(refusal(sell(31))).toBe(
      "RULE_VIOLATED no-shorts: can't sell 31 A: 30 are held; sell at most that, or allow shorts",
    );
    expect(refusal(sell(5, [{ id: "lot-9", quantity: "5" }]))).toBe(
      'NOT_FOUND: no open lot "lot-9": expected one of lot-2, lot-3, lot-4',
    );
    expect(refusal(sell(5, [{ id: "lot-2", quantity: "4" }]))).toBe(
      "RULE_VIOLATED lot-selection: the named lots sum to 4, the trade closes 5: name quantities that sum to what is closed",
    );
    expect(refusal(sell(11, [{ id: "lot-2", quantity: "11" }]))).toBe(
      `RULE_VIOLATED lot-selection: can't close 11 of lot "lot-2": it holds 10; name at most that`,
    );
    const twice = { id: "lot-2", quantity: "2" };
    expect(refusal(sell(4, [twice, twice]))).toContain('lot "lot-2" is named twice');
    const buy = (ticker: string, price: Money, more = {}) =>
      refusal(() => three.buy({ ticker, quantity: 1000, price, ...more }, at("b", "2024-04-03")));
    expect(buy("B", usd(10))).toBe(
      "RULE_VIOLATED cash: can't buy 1000 B: it takes 10000 USD, cash is 9397; deposit 603 or allow margin",
    );
    expect(buy("A", eur(1), { exchangeRates: rates })).toContain(
      "instrument-currency: A is priced in USD, was EUR; convert the price",
    );
    expect(buy("B", usd(1), { lots: { method: "fifo" } })).toBe(
      "RULE_VIOLATED lot-selection: the trade in B closes nothing: leave out lots",
    );
    expect(buy("B", eur(1))).toBe(
      "NOT_FOUND: no exchange rate between USD and EUR: give exchangeRates with the command",
    );
    expect(buy("B", usd(1), { fee: eur(1) })).toContain("same-currency: fee: portfolio");
    expect(buy("B", usd(0))).toContain("INVALID_INPUT: buy.price.amount: expected a decimal above zero");
    expect(refusal(() => three.buy({ ticker: " ", quantity: 1, price: usd(1) }, at("b")))).toContain("buy.ticker");
    expect(refusal(() => three.buy({ ticker: "B", quantity: -1, price: usd(1) }, at("b")))).toContain("buy.quantity");
  });
});

describe("short selling", () => {
  const account = opened("1000", { shorts: "allowed" });

  test("a sale beyond what is held opens a short lot, a purchase covers it", () => {
    const short = account
      .buy({ ticker: "A", quantity: 10, price: usd(10) }, at("b"))
      .sell({ ticker: "A", quantity: 15, price: usd(12), fee: usd("0.30") }, at("s"));
    expect(String(short.realised)).toBe("19.80 USD");
    expect(short.lots("A").map((lot) => `${String(lot.quantity)} ${String(lot.costBasis)}`)).toEqual(["-5 -59.90 USD"]);
    expect(String(short.position("A")!.marketValue)).toBe("-60.00 USD");
    const covered = short.buy({ ticker: "A", quantity: 8, price: usd(11), fee: usd("0.08") }, at("c", "2024-01-20"));
    expect(realisedGainsOf(covered.pending).at(-1)).toMatchObject({
      side: "short",
      quantity: "5",
      holdingDays: 10,
      costBasis: { amount: "55.05" },
      proceeds: { amount: "59.9" },
      gain: { amount: "4.85" },
    });
    expect(covered.lots("A").map((lot) => `${String(lot.quantity)} ${String(lot.costBasis)}`)).toEqual(["3 33.03 USD"]);
    expect(String(covered.cash)).toBe("991.62 USD");
  });

  test("highest-cost covers the lot that was sold for least first", () => {
    const short = account
      .sell({ ticker: "A", quantity: 5, price: usd(12) }, at("a"))
      .sell({ ticker: "A", quantity: 5, price: usd(10) }, at("b"))
      .buy({ ticker: "A", quantity: 5, price: usd(11), lots: { method: "highest-cost" } }, at("c"));
    expect(String(short.realised)).toBe("-5.00 USD");
  });

  test("a dividend on a short position is owed", () => {
    const short = account.sell({ ticker: "A", quantity: 10, price: usd(10) }, at("s"));
    expect(String(short.dividend({ ticker: "A", perShare: usd("0.5") }, at("d")).cash)).toBe("1095.00 USD");
    expect(refusal(() => short.dividend({ ticker: "A", perShare: usd(200) }, at("d")))).toContain(
      "cash: can't pay the dividend owed on A: it takes 2000 USD, cash is 1100; deposit 900",
    );
    expect(refusal(() => short.dividend({ ticker: "A", perShare: usd(1), withheld: usd(1) }, at("d")))).toContain(
      "withholding",
    );
  });

  test("without a value above zero there are no allocations and no weights", () => {
    const ruined = account
      .sell({ ticker: "A", quantity: 10, price: usd(10) }, at("s"))
      .markToMarket({ A: 200 }, at("m"));
    expect(String(ruined.value)).toBe("-900.00 USD");
    expect(ruined.position("A")!.allocation).toBeNull();
    expect(refusal(() => ruined.weights)).toBe(
      'RULE_VIOLATED positive-value: portfolio "p-1" is worth -900 USD: weights need a value above zero; deposit cash',
    );
  });
});

describe("dividend", () => {
  const held = opened().buy({ ticker: "A", quantity: "10.5", price: usd(100) }, at("b"));

  test("pays per share, less tax withheld at source", () => {
    const paid = held.dividend({ ticker: "A", perShare: usd("0.33"), withheld: usd("0.52") }, at("d"));
    // 10.5 x 0.33 = 3.465, half-even to the cent
    expect(paid.pending.at(-1)!.data).toMatchObject({
      gross: { amount: "3.46" },
      withheld: { amount: "0.52" },
      net: { amount: "2.94" },
    });
    expect(paid.state.ledger.income).toBe("2.94");
  });

  test("refuses a dividend on nothing, of the wrong currency, or less than its tax", () => {
    expect(refusal(() => held.dividend({ ticker: "B", perShare: usd(1) }, at("d")))).toBe(
      `RULE_VIOLATED position-held: can't pay a dividend on B: portfolio "p-1" holds A; check the ticker`,
    );
    expect(refusal(() => opened().dividend({ ticker: "B", perShare: usd(1) }, at("d")))).toContain(
      "holds no positions",
    );
    expect(refusal(() => held.dividend({ ticker: "A", perShare: eur(1) }, at("d")))).toContain("instrument-currency");
    expect(refusal(() => held.dividend({ ticker: "A", perShare: usd(1), withheld: usd(11) }, at("d")))).toBe(
      "RULE_VIOLATED withholding: can't withhold 11 of a dividend of 10.5 USD on A: withhold at most the dividend",
    );
  });
});

describe("split", () => {
  const held = opened()
    .buy({ ticker: "A", quantity: 7, price: usd(10) }, at("b1"))
    .buy({ ticker: "A", quantity: 8, price: usd(20) }, at("b2"));

  test("a forward split scales shares and keeps cost and dates", () => {
    const after = held.split({ ticker: "A", numerator: 3, denominator: 2 }, at("s"));
    expect(after.lots("A").map((lot) => `${String(lot.quantity)} ${String(lot.costBasis)} ${lot.acquiredAt}`)).toEqual([
      "10.5 70.00 USD 2024-01-10",
      "12 160.00 USD 2024-01-10",
    ]);
    expect(String(after.position("A")!.currentPrice.round())).toBe("13.33 USD");
    expect(String(after.cash)).toBe(String(held.cash));
  });

  test("a forward split can pay fractions in cash too", () => {
    const after = held.split(
      { ticker: "A", numerator: 3, denominator: 2, fractions: "cash-in-lieu", price: usd("13.40") },
      at("s"),
    );
    expect(String(after.position("A")!.quantity)).toBe("22");
    expect(after.pending.at(-1)!.data).toMatchObject({ cashInLieu: { amount: "6.7" } });
  });

  test("a reverse split cuts to whole shares and pays cash in lieu by the lot method", () => {
    const after = held.split({ ticker: "A", numerator: 1, denominator: 4, price: usd("80.10") }, at("s"));
    // 15 shares become 3.75: 3 stay, 0.75 x 80.10 = 60.075 is paid, half-even to the cent, out of the oldest lot
    expect(String(after.position("A")!.quantity)).toBe("3");
    expect(after.lots("A").map((lot) => String(lot.quantity))).toEqual(["1", "2"]);
    expect(String(after.cash.minus(held.cash))).toBe("60.08 USD");
    expect(realisedGainsOf(after.pending)).toMatchObject([
      {
        lotId: "lot-2",
        quantity: "0.75",
        costBasis: { amount: "30" },
        proceeds: { amount: "60.08" },
        cause: "cash-in-lieu",
      },
    ]);
    expect(String(after.realised)).toBe("30.08 USD");
  });

  test("a reverse split of less than one share pays all of it in cash", () => {
    const after = held.split({ ticker: "A", numerator: 1, denominator: 20 }, at("s"));
    expect(after.positions).toEqual([]);
    // at the last price, 20, times 20
    expect(String(after.cash.minus(held.cash))).toBe("300.00 USD");
  });

  test("a short position owes the cash in lieu", () => {
    const short = opened("1000", { shorts: "allowed" }).sell({ ticker: "A", quantity: 15, price: usd(10) }, at("b"));
    const after = short.split({ ticker: "A", numerator: 1, denominator: 10 }, at("s"));
    expect(String(after.position("A")!.quantity)).toBe("-1");
    expect(String(after.cash.minus(short.cash))).toBe("-50.00 USD");
    expect(String(after.realised)).toBe("0.00 USD");
  });

  test("a lot that a split leaves nothing of is closed without proceeds, long or short", () => {
    const dust = opened("1000", { shorts: "allowed" })
      .buy({ ticker: "A", quantity: "0.000000000001", price: usd("10000000000") }, at("a"))
      .sell({ ticker: "B", quantity: "0.000000000001", price: usd("10000000000") }, at("b"));
    const split = { numerator: 1, denominator: 10, fractions: "keep" } as const;
    const after = dust.split({ ticker: "A", ...split }, at("c")).split({ ticker: "B", ...split }, at("d"));
    expect(after.positions).toEqual([]);
    expect(realisedGainsOf(after.pending)).toMatchObject([
      { side: "long", quantity: "0", gain: { amount: "-0.01" }, cause: "rounded-away" },
      { side: "short", quantity: "0", gain: { amount: "0.01" }, cause: "rounded-away" },
    ]);
  });

  test("a price never becomes zero", () => {
    const cheap = opened().buy({ ticker: "A", quantity: 1000, price: usd("0.000000000000000001") }, at("a"));
    const after = cheap.split({ ticker: "A", numerator: 100, denominator: 1 }, at("s"));
    expect(after.position("A")!.currentPrice.toJSON().amount).toBe("0.000000000000000001");
  });

  test("refuses a split that changes nothing, of nothing, or priced in the wrong currency", () => {
    expect(refusal(() => held.split({ ticker: "A", numerator: 2, denominator: 2 }, at("s")))).toBe(
      "RULE_VIOLATED split-ratio: a split of A 2 for 2 changes nothing: leave it out",
    );
    expect(refusal(() => held.split({ ticker: "B", numerator: 2, denominator: 1 }, at("s")))).toContain(
      "can't split B",
    );
    expect(refusal(() => held.split({ ticker: "A", numerator: 1, denominator: 2, price: eur(1) }, at("s")))).toContain(
      "instrument-currency",
    );
    expect(refusal(() => held.split({ ticker: "A", numerator: 1.5, denominator: 1 }, at("s")))).toContain(
      "split.numerator",
    );
  });
});

describe("mark to market and currencies", () => {
  test("prices move value and weights; what has no price is listed as stale", () => {
    const marked = opened()
      .buy({ ticker: "A", quantity: 10, price: usd(100) }, at("a"))
      .buy({ ticker: "constructor", quantity: 10, price: usd(50) }, at("b"))
      .markToMarket({ A: "110.5", unheld: 3 }, at("m"));
    expect(marked.pending.at(-1)!.data).toMatchObject({
      prices: { A: "110.5" },
      stale: ["constructor"],
      value: { amount: "10105", currency: "USD" },
    });
    expect(String(marked.value)).toBe("10105.00 USD");
    expect(marked.weights.at("A")).toBeCloseTo(1105 / 10105, 12);
    expect(marked.weights.cash).toBeCloseTo(8500 / 10105, 12);
  });

  test("refuses prices that aren't above zero", () => {
    expect(refusal(() => opened().markToMarket({ A: 0 }, at("m")))).toContain(
      "mark-to-market.prices.A: expected a decimal above zero",
    );
    expect(refusal(() => opened().markToMarket({ A: "ten" }, at("m")))).toContain(
      "prices.A: expected a decimal number",
    );
  });

  test("a foreign position is paid, valued and sold at the rate of the day, its cost in the portfolio's currency", () => {
    const bought = opened().buy({ ticker: "SAP", quantity: 10, price: eur("120.10"), exchangeRates: rates }, at("a"));
    expect(String(bought.cash)).toBe("8498.75 USD");
    expect(String(bought.position("SAP")!.currentPrice)).toBe("120.10 EUR");
    const stronger = ExchangeRates.of("EUR", { USD: "1.50" });
    const marked = bought.markToMarket({ SAP: "120.10" }, at("m"), { exchangeRates: stronger });
    expect(String(marked.value)).toBe("10300.25 USD");
    const paid = marked.dividend(
      { ticker: "SAP", perShare: eur(2), withheld: usd("4.50"), exchangeRates: rates },
      at("d"),
    );
    expect(paid.state.ledger.income).toBe("20.5");
    const sold = marked.sell({ ticker: "SAP", quantity: 10, price: eur("120.10") }, at("s"));
    expect(String(sold.realised)).toBe("300.25 USD");
  });

  test("a new table of rates must cover what is held", () => {
    const bought = opened().buy({ ticker: "SAP", quantity: 10, price: eur(120), exchangeRates: rates }, at("a"));
    const yen = ExchangeRates.of("USD", { JPY: 150 });
    expect(refusal(() => bought.markToMarket({}, at("m"), { exchangeRates: yen }))).toBe(
      'RULE_VIOLATED exchange-rates: exchangeRates: the table lacks EUR, which portfolio "p-1" holds; add rates.EUR',
    );
  });
});

describe("rebalance", () => {
  const targets = Weights.of({ A: 0.5, B: 0.3 }, { cash: 0.2 });
  const prices = { A: 25, B: "40.5", C: 7 };
  const start = opened().buy({ ticker: "C", quantity: 100, price: usd(7) }, at("c"));

  test("sells what isn't targeted, buys the rest after costs, and does nothing the second time", () => {
    const next = start.rebalance({ targets, prices, costs }, at("r"));
    expect(next.pending.slice(-4).map((event) => event.type)).toEqual([
      "PositionSold",
      "PositionBought",
      "PositionBought",
      "PortfolioRebalanced",
    ]);
    // the value 10 000 less costs of about 11.50 is 9988.5: 199 x 25 and 73 x 40.5
    expect(next.positions.map(({ ticker, quantity }) => `${ticker} ${String(quantity)}`)).toEqual(["B 73", "A 199"]);
    const data = next.pending.at(-1)!.data;
    // 1.70 for the sale, 5.98 and 3.96 for the purchases
    expect(data).toMatchObject({
      execution: "immediate",
      cost: { amount: "11.64", currency: "USD" },
      valueBefore: { amount: "10000" },
      valueAfter: { amount: "9988.36" },
      turnover: (700 + 4975 + 2956.5) / 2 / 10000,
      weightsBefore: { assets: { C: 0.07 }, cash: 0.93 },
      basis: null,
    });
    expect(next.rebalance({ targets, prices, costs }, at("again"))).toBe(next);
    expect(next.planRebalance({ targets: targets.toJSON(), prices, costs }).orders).toEqual([]);
  });

  test("a plan names its orders and changes nothing", () => {
    const plan = start.planRebalance({ targets, prices, costs }, { orderPrefix: "saga-1" });
    expect(plan.orders.map(({ id, side, ticker, quantity }) => `${id} ${side} ${quantity} ${ticker}`)).toEqual([
      "saga-1-1 sell 100 C",
      "saga-1-2 buy 73 B",
      "saga-1-3 buy 199 A",
    ]);
    expect(plan.cashAfter).toEqual({ amount: "2056.86", currency: "USD" });
    expect(start.version).toBe(2);
  });

  test("records the optimization that the targets come from", () => {
    const basis = { problemHash: "p", solutionHash: "s" };
    const next = start.rebalance({ targets, prices, costs, basis }, at("r"));
    expect(next.pending.at(-1)!.data).toMatchObject({ basis });
  });

  test("a rebalance filled by a broker is recorded after its trades", () => {
    const plan = start.planRebalance({ targets, prices, costs });
    let filled = start;
    for (const { id, side, ticker, quantity, price, fee } of plan.orders) {
      const trade = { ticker, quantity, price: Money.parse(price), fee: Money.parse(fee) };
      filled = side === "buy" ? filled.buy(trade, at(id)) : filled.sell(trade, at(id));
    }
    const { cashAfter: _, valueAfter, weightsAfter, ...record } = plan;
    const basis = { problemHash: "p", solutionHash: "s" };
    const done = filled.recordRebalance({ ...record, basis }, at("done"));
    expect(done.pending.at(-1)!.data).toMatchObject({ execution: "external", valueAfter, weightsAfter, basis });
    expect(filled.recordRebalance(record, at("done")).pending.at(-1)!.data).toMatchObject({ basis: null });
    const wrong = { ...record, cost: { amount: "1", currency: "EUR" } };
    expect(refusal(() => filled.recordRebalance(wrong, at("done")))).toContain("same-currency: cost");
  });

  test("buys across currencies and fractions of shares", () => {
    const next = opened().rebalance(
      {
        targets: Weights.of({ SAP: 0.5, A: 0.5 }),
        prices: { SAP: 100, A: 30 },
        currencies: { SAP: "EUR" },
        quantityStep: "0.001",
        costs: { proportional: "0", fixed: "0" },
        exchangeRates: rates,
      },
      at("r"),
    );
    expect(next.positions.map(({ ticker, quantity }) => `${ticker} ${String(quantity)}`)).toEqual([
      "A 166.666",
      "SAP 40",
    ]);
    expect(String(next.cash)).toBe("0.02 USD");
  });

  test("long and short, with borrowed cash where the account allows both", () => {
    const account = opened("10000", { shorts: "allowed", margin: "allowed" });
    const leveraged = { targets: Weights.of({ A: 1.5, B: -0.2 }, { cash: -0.3 }), prices: { A: 10, B: 10 }, costs };
    const next = account.rebalance(leveraged, at("r"));
    expect(next.weights.equals(leveraged.targets, 0.005)).toBe(true);
    expect(next.rebalance(leveraged, at("again"))).toBe(next);
    const flat = { ...leveraged, targets: Weights.of({}, { cash: 1 }) };
    expect(next.rebalance(flat, at("flat")).positions).toEqual([]);
    const turned = { ...leveraged, targets: Weights.of({ A: -0.2, B: 0.9 }, { cash: 0.3 }) };
    expect(next.rebalance(turned, at("turn")).position("A")!.quantity.isShort()).toBe(true);
  });

  test("shorts cut to whole shares bring less than planned: the purchases shrink with them, and stay", () => {
    const account = opened("10000", { shorts: "allowed" });
    const request = {
      targets: Weights.of({ A: 1.3, B: -0.3 }),
      prices: { A: 1, B: 700 },
      costs: { proportional: "0", fixed: "0" },
    };
    // 3000 / 700 is 4 shares for 2800, so that 12 800 are there to spend, not 13 000
    const next = account.rebalance(request, at("r"));
    expect(String(next.position("B")!.quantity)).toBe("-4");
    expect(next.position("A")!.quantity.toNumber()).toBeGreaterThanOrEqual(12_799);
    expect(next.cash.isNegative()).toBe(false);
    expect(next.rebalance(request, at("again"))).toBe(next);
  });

  test("holdings off the step are brought onto it", () => {
    const odd = opened().buy({ ticker: "A", quantity: "200.5", price: usd(25) }, at("b"));
    const next = odd.rebalance(
      { targets: Weights.of({ A: 0.5 }, { cash: 0.5 }), prices: { A: 25 }, costs: { proportional: "0", fixed: "0" } },
      at("r"),
    );
    expect(String(next.position("A")!.quantity)).toBe("200");
  });

  test("refuses what the rules exclude, naming culprit and remedy", () => {
    const attemptWith = (change: object, portfolio = start): string =>
      refusal(() => portfolio.rebalance({ targets, prices, costs, ...change }, at("r")));
    expect(attemptWith({ prices: { A: 25 } })).toBe(
      "RULE_VIOLATED price-known: no price of B, C: give one for every ticker held or targeted",
    );
    expect(attemptWith({ targets: Weights.of({ A: 1.2, B: -0.2 }) })).toBe(
      "RULE_VIOLATED no-shorts: target B is -0.2: target zero or more, or allow shorts",
    );
    expect(attemptWith({ targets: Weights.of({ A: 1.2 }, { cash: -0.2 }) })).toBe(
      "RULE_VIOLATED no-margin: target cash is -0.2: target zero or more, or allow margin",
    );
    expect(attemptWith({ currencies: { A: "EUR" } })).toContain("NOT_FOUND: no exchange rate between USD and EUR");
    expect(attemptWith({ costs: { proportional: "1", fixed: "0" } })).toContain(
      "INVALID_INPUT: rebalance.costs.proportional: expected a fraction below 1",
    );
    expect(attemptWith({ targets: { assets: { A: 1.1 }, cash: 0 } })).toContain("rebalance.targets");
    const poor = opened("10", { margin: "allowed" }).buy({ ticker: "C", quantity: 1, price: usd(7) }, at("c"));
    expect(attemptWith({ costs: { proportional: "0", fixed: "20" } }, poor)).toBe(
      "RULE_VIOLATED costs: the costs of rebalancing exceed the value 10 USD: lower them or add cash",
    );
    expect(attemptWith({ costs: { proportional: "0", fixed: "10" } }, poor)).toContain("RULE_VIOLATED costs");
  });
});

describe("risk and models", () => {
  const metrics = {
    volatility: 0.2,
    valueAtRisk95: 0.01,
    valueAtRisk99: 0.03,
    expectedShortfall95: 0.02,
    maximumDrawdown: 0.34,
    periodsPerYear: 252,
  };

  test("every measure above what the risk tolerance allows is an event of its own", () => {
    const portfolio = opened().updateRiskMetrics(metrics, at("r"));
    expect(portfolio.state.riskMetrics).toEqual(metrics);
    expect(portfolio.pending.slice(1).map((event) => event.type)).toEqual([
      "RiskMetricsUpdated",
      "RiskThresholdExceeded",
      "RiskThresholdExceeded",
    ]);
    expect(portfolio.pending.slice(2).map((event) => event.data)).toMatchObject([
      { measure: "volatility", value: 0.2, limit: 0.17, riskTolerance: 0.5 },
      { measure: "valueAtRisk99", value: 0.03 },
    ]);
  });

  test("another mapping from tolerance to limits can take its place", () => {
    const limits = () => ({
      volatility: 1,
      valueAtRisk95: 1,
      valueAtRisk99: 1,
      expectedShortfall95: 1,
      maximumDrawdown: 0.1,
    });
    const portfolio = opened().updateRiskMetrics(metrics, at("r"), { limits });
    expect(portfolio.pending.slice(2).map((event) => event.data)).toMatchObject([{ measure: "maximumDrawdown" }]);
  });

  test("a command without limits takes the default mapping", () => {
    const command = { kind: "update-risk-metrics", metrics, ...at("r") } as const;
    expect(opened().handle(command).pending).toEqual(opened().updateRiskMetrics(metrics, at("r")).pending);
  });

  test("model drift is recorded on the side of the threshold where it lies, and only there", () => {
    const drift = { model: "garch", modelVersion: "3", statistic: "p-value", value: 0.01, threshold: 0.05 };
    const below = opened().recordModelDrift({ ...drift, drift: "below", description: "after the merger" }, at("d"));
    expect(below.pending.at(-1)).toMatchObject({ type: "ModelDriftDetected", data: { drift: "below", value: 0.01 } });
    const above = opened().recordModelDrift({ ...drift, statistic: "psi", value: 0.3 }, at("d"));
    expect(above.pending.at(-1)!.data).toMatchObject({ drift: "above", description: "" });
    expect(refusal(() => opened().recordModelDrift(drift, at("d")))).toBe(
      'RULE_VIOLATED model-drift: p-value of model "garch" is 0.01, not above its threshold 0.05: there is no drift to record',
    );
    expect(refusal(() => opened().recordModelDrift({ ...drift, value: 0.05, drift: "below" }, at("d")))).toContain(
      "not below its threshold",
    );
  });
});

describe("the face", () => {
  test("reads its own snapshot and its stored events", () => {
    const portfolio = opened().buy({ ticker: "A", quantity: 10, price: usd(10) }, at("b"));
    const again = Portfolio.parse(JSON.parse(JSON.stringify(portfolio)));
    expect(again.state).toEqual(portfolio.state);
    expect([again.pending.length, again.storedVersion]).toEqual([0, 2]);
    const rebuilt = Portfolio.fromEvents(JSON.parse(JSON.stringify(portfolio.pending)) as unknown[]);
    expect(rebuilt.state).toEqual(portfolio.state);
    expect(Portfolio.is(rebuilt)).toBe(true);
    expect([rebuilt.id, rebuilt.owner, rebuilt.currency, rebuilt.stream]).toEqual([
      "p-1",
      "anna",
      "USD",
      "portfolio-p-1",
    ]);
    expect(rebuilt.constraints.ofKind("bounds")).toEqual([{ kind: "bounds", max: 0.2 }]);
  });

  test("refuses a snapshot that contradicts itself, and an empty history", () => {
    const state = opened().toJSON();
    expect(refusal(() => Portfolio.parse({ ...state, cash: "1" }))).toBe(
      'RULE_VIOLATED accounting-identity: portfolio "p-1" contradicts itself: cash and cost basis are 1, deposits less withdrawals and fees plus income and gains 10000; rebuild it from its events',
    );
    expect(refusal(() => Portfolio.parse({ ...state, riskTolerance: 2 }))).toContain(
      "INVALID_INPUT: portfolio.riskTolerance",
    );
    expect(refusal(() => Portfolio.fromEvents([]))).toBe("NOT_FOUND: no events of this portfolio: open it first");
  });
});
