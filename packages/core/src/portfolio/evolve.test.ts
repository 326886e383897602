import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { parsePortfolioEvent } from "./event-schemas.ts";
import { evolve, foldPortfolio } from "./evolve.ts";

const [opened] = decide(null, {
  kind: "open",
  id: "c-1",
  time: "2024-01-02",
  portfolioId: "p-1",
  owner: "anna",
  initialCapital: { amount: "1000", currency: "EUR" },
  riskTolerance: 0.3,
});
const state = foldPortfolio([opened!])!;
const [deposited] = decide(state, {
  kind: "deposit",
  id: "c-2",
  time: "2024-01-02",
  amount: { amount: "5", currency: "EUR" },
});

describe("evolve", () => {
  test("refuses gaps, repeats and events of another stream", () => {
    expect(() => evolve(state, { ...deposited!, version: 3 })).toThrow(
      expect.objectContaining({
        code: "CONFLICT",
        message:
          'event "c-2/1" is version 3 of portfolio-p-1: expected version 2 of portfolio-p-1; read the stream in order without gaps',
        details: { stream: "portfolio-p-1", expectedVersion: 2, actualVersion: 3 },
      }),
    );
    const after = evolve(state, deposited!);
    expect(() => evolve(after, deposited!)).toThrow("expected version 3");
    expect(() => evolve(state, { ...deposited!, stream: "portfolio-p-2" })).toThrow("of portfolio-p-2: expected");
  });

  test("a stream begins with PortfolioOpened and has one", () => {
    expect(() => evolve(null, { ...deposited!, version: 1 })).toThrow(
      "a stream begins with PortfolioOpened and has one",
    );
    expect(() => evolve(state, { ...opened!, version: 2 })).toThrow("PortfolioOpened can't be event 2");
  });

  test("nothing folds to nothing", () => {
    expect(foldPortfolio([])).toBeNull();
    expect(foldPortfolio([deposited!], state)!.cash).toBe("1005");
  });
});

describe("parsePortfolioEvent", () => {
  const json = JSON.parse(JSON.stringify(deposited)) as Record<string, unknown>;

  test("reads what is stored, position and all", () => {
    expect(parsePortfolioEvent({ ...json, position: 7 })).toEqual(deposited);
  });

  test("names what is wrong", () => {
    expect(() => parsePortfolioEvent({ ...json, time: 5 })).toThrow("event.time");
    expect(() => parsePortfolioEvent({ ...json, type: "constructor" })).toThrow(
      'event.type: expected a portfolio event, was "constructor"; read it with the package that wrote it',
    );
    const data = { amount: { amount: "-5", currency: "EUR" } };
    expect(() => parsePortfolioEvent({ ...json, data })).toThrow(
      'event "c-2/1" CashDeposited.amount.amount: expected a',
    );
  });

  test("refuses shapes newer than it knows", () => {
    expect(() => parsePortfolioEvent({ ...json, schemaVersion: 2 })).toThrow(
      expect.objectContaining({
        code: "UNSUPPORTED",
        message: 'event "c-2/1" is CashDeposited version 2, this build knows version 1: update it',
      }),
    );
  });
});
