import { describe, expect, test } from "vitest";
import { decisionKey } from "../decisions/decision-records.ts";
import { optimizePortfolio } from "../commands/optimize-portfolio.ts";
import { rebalancePortfolio } from "../commands/rebalance-portfolio.ts";
import { type Desk, instruction, openDesk, quoteAll, usd } from "../fixtures/desk.ts";
import { auditPortfolio } from "./audit-portfolio.ts";
import { loadPortfolio } from "./load-portfolio.ts";

const problem = { objective: { kind: "min-risk" }, assets: ["A", "B", "C", "D"] };

async function traded(): Promise<Desk> {
  const desk = await openDesk();
  quoteAll(desk.broker);
  const optimizer = { optimize: async () => ({ weights: instruction.targets.assets, status: "optimal" }) };
  const { basis } = await optimizePortfolio(
    { ...desk.ports, optimizer },
    { id: "o-1", problem, portfolioId: "p-1", correlationId: "review-7", metadata: { actor: "anna" } },
  );
  await rebalancePortfolio(desk.ports, { ...instruction, basis, correlationId: "review-7" });
  const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
  const next = portfolio.deposit(usd(5), { id: "d", time: "2024-02-01T00:00:00Z" });
  await desk.repository.save(next.stream, next.pending, { expectedVersion: portfolio.version });
  return desk;
}

describe("the audit answers", () => {
  test("who bought C, when, why, and from which problem and solution", async () => {
    const desk = await traded();
    const answers = await auditPortfolio(desk, { portfolioId: "p-1", ticker: "C" });
    expect(answers).toMatchObject([
      {
        type: "PositionBought",
        time: "2024-01-31T15:00:00.000Z",
        actor: "anna",
        reason: "quarterly review",
        correlationId: "review-7",
        changes: [
          { of: "cash", before: "35000", after: "10000" },
          { of: { ticker: "C" }, before: "0", after: "500" },
        ],
        decision: {
          problem: { status: "verified", json: problem },
          solution: { status: "verified", json: { weights: instruction.targets.assets, status: "optimal" } },
        },
      },
    ]);
  });

  test("what one request led to, step by step, each caused by the one before", async () => {
    const desk = await traded();
    const chain = await auditPortfolio(desk, { portfolioId: "p-1", correlationId: "review-7" });
    expect(chain.map(({ type }) => type)).toEqual([
      "RebalanceStarted",
      "RebalanceProposed",
      "RebalanceValidated",
      "RebalanceRiskChecked",
      "RebalanceOrderPlaced",
      "RebalanceSideFilled",
      "RebalanceOrderPlaced",
      "RebalanceOrderPlaced",
      "RebalanceSideFilled",
      "PositionSold",
      "PositionBought",
      "PositionBought",
      "PortfolioRebalanced",
      "RebalanceFillsRecorded",
      "RebalanceEnded",
    ]);
    expect(chain.every(({ decision }) => decision?.solution.status === "verified")).toBe(true);
    expect(chain[0]!.causationId).toBe("review-7");
    expect(chain[1]!.causationId).toBe(chain[0]!.eventId);
  });

  test("what ben did, what happened in January, all deposits", async () => {
    const desk = await traded();
    const types = async (request: object) =>
      (await auditPortfolio(desk, { portfolioId: "p-1", ...request })).map(({ type }) => type);
    expect(await types({ actor: "ben" })).toEqual(["PortfolioOpened", "PositionBought", "PositionBought"]);
    expect(await types({ from: "2024-02-01" })).toEqual(["CashDeposited"]);
    expect(await types({ to: "2024-01-02" })).toHaveLength(3);
    expect(await types({ types: ["CashDeposited"] })).toEqual(["CashDeposited"]);
    expect(await auditPortfolio(desk, { portfolioId: "nobody" })).toEqual([]);
  });

  test("trades that no optimization led to have no decision, and silence about who is told as null", async () => {
    const desk = await traded();
    const [opened, bought] = await auditPortfolio(desk, { portfolioId: "p-1" });
    expect(opened).toMatchObject({ actor: "ben", reason: "opening", decision: null });
    expect(bought).toMatchObject({ type: "PositionBought", decision: null });
    const [deposit] = await auditPortfolio(desk, { portfolioId: "p-1", types: ["CashDeposited"] });
    expect(deposit).toMatchObject({ actor: null, reason: null, metadata: {}, decision: null });
  });

  test("a problem that was changed afterwards, and a solution that is gone, are told", async () => {
    const desk = await traded();
    const [entry] = await auditPortfolio(desk, { portfolioId: "p-1", types: ["PortfolioRebalanced"] });
    const { problemHash, solutionHash } = entry!.basis!;
    await desk.decisions.set(decisionKey("problem", problemHash), { ...problem, assets: ["A"] });
    await desk.decisions.delete(decisionKey("solution", solutionHash));
    const [again] = await auditPortfolio(desk, { portfolioId: "p-1", types: ["PortfolioRebalanced"] });
    expect(again!.decision).toMatchObject({
      problem: { status: "altered", hash: problemHash, json: { assets: ["A"] } },
      solution: { status: "missing", hash: solutionHash },
    });
  });

  test("why a rebalance was refused", async () => {
    const desk = await openDesk();
    const rules = [{ kind: "min-cash", min: 0.5 }] as const;
    await rebalancePortfolio(desk.ports, { ...instruction, rules });
    const [judged] = await auditPortfolio(desk, { portfolioId: "p-1", types: ["RebalanceValidated"] });
    expect(judged).toMatchObject({ actor: "anna", data: { findings: [{ rule: "min-cash", cash: 0.1, min: 0.5 }] } });
  });

  test("an immediate rebalance gives its trades the basis too, but not to what came before with the same correlation", async () => {
    const desk = await openDesk();
    const optimizer = { optimize: async () => ({ weights: { A: 1 } }) };
    const { basis } = await optimizePortfolio({ ...desk.ports, optimizer }, { id: "o-1", problem });
    const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
    const context = { time: "2024-01-31T15:00:00Z", correlationId: "k" };
    const next = portfolio.deposit(usd(5), { ...context, id: "d" }).rebalance(
      {
        targets: { assets: { A: 0.5 }, cash: 0.5 },
        prices: { A: 100, B: 100 },
        costs: { proportional: "0", fixed: "0" },
        basis,
      },
      { ...context, id: "rb" },
    );
    await desk.repository.save(next.stream, next.pending, { expectedVersion: portfolio.version });
    const chain = await auditPortfolio(desk, { portfolioId: "p-1", correlationId: "k" });
    expect(chain.map(({ type, basis: of }) => `${type} ${of === null}`)).toEqual([
      "CashDeposited true",
      "PositionSold false",
      "PositionBought false",
      "PortfolioRebalanced false",
    ]);
  });

  test("malformed requests are refused", async () => {
    const desk = await openDesk();
    await expect(auditPortfolio(desk, { portfolioId: "p-1", from: "January" })).rejects.toThrow("request.from");
  });
});
