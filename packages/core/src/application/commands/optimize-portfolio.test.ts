import { describe, expect, test } from "vitest";
import { PlimsollError } from "../../errors.ts";
import { contentHash } from "../../hash/content-hash.ts";
import { fixedClock } from "../../memory/clocks.ts";
import { MemoryKeyValueStore } from "../../memory/memory-key-value-store.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { all } from "../fixtures/desk.ts";
import { decisionKey, resolveDecision } from "../decisions/decision-records.ts";
import { optimizePortfolio } from "./optimize-portfolio.ts";

interface Problem {
  readonly assets: readonly string[];
}

interface Solution {
  readonly weights: Readonly<Record<string, number>>;
  readonly run: number;
}

/** Equal weights, and the number of the run, so that no two solutions are the same. */
function desk(decisions: KeyValueStore = new MemoryKeyValueStore()) {
  const runs: (RunOptions | undefined)[] = [];
  const optimizer = {
    optimize: async ({ assets }: Problem, options?: RunOptions): Promise<Solution> => {
      runs.push(options);
      return { weights: Object.fromEntries(assets.map((asset) => [asset, 1 / assets.length])), run: runs.length };
    },
  };
  return { runs, decisions, optimizer, clock: fixedClock("2024-01-31T15:00:00Z") };
}

const request = { id: "o-1", problem: { assets: ["A", "B"] } };

describe("optimizePortfolio", () => {
  test("keeps problem, solution and who asked why, so that the basis of a decision can be resolved", async () => {
    const ports = desk();
    const { signal } = new AbortController();
    const full = { ...request, portfolioId: "p-1", correlationId: "k", metadata: { actor: "anna" } };
    const { solution, basis, record } = await optimizePortfolio(ports, full, { signal });
    expect(solution).toEqual({ weights: { A: 0.5, B: 0.5 }, run: 1 });
    expect(basis).toEqual({ problemHash: contentHash(request.problem), solutionHash: contentHash(solution) });
    expect(record).toEqual({
      id: "o-1",
      time: "2024-01-31T15:00:00.000Z",
      portfolioId: "p-1",
      correlationId: "k",
      metadata: { actor: "anna" },
      ...basis,
    });
    expect(await resolveDecision(ports.decisions, basis)).toEqual({
      problem: { status: "verified", hash: basis.problemHash, json: request.problem },
      solution: { status: "verified", hash: basis.solutionHash, json: solution },
    });
    expect(ports.runs[0]!.signal).toBe(signal);
  });

  test("the same id and problem again returns the first solution without solving; another problem is refused", async () => {
    const ports = desk();
    const first = await optimizePortfolio(ports, request);
    expect(first.record).toMatchObject({ portfolioId: null, correlationId: "o-1", metadata: {} });
    expect(await optimizePortfolio(ports, request)).toEqual(first);
    expect(ports.runs).toHaveLength(1);
    const other = { id: "o-1", problem: { assets: ["A"] } };
    await expect(optimizePortfolio(ports, other)).rejects.toThrow('"o-1" is taken by another problem');
  });

  test("of two runs of one id at once the first to end counts for both", async () => {
    const ports = desk();
    const [a, b] = await Promise.all([optimizePortfolio(ports, request), optimizePortfolio(ports, request)]);
    expect(a).toEqual(b);
    expect(ports.runs).toHaveLength(2);
  });

  test("typed arrays become JSON by the given functions, and the problem's hash is that of its JSON", async () => {
    const ports = {
      ...desk(),
      optimizer: { optimize: async (mean: Float64Array) => ({ best: mean.indexOf(Math.max(...mean)) }) },
      problemToJson: (mean: Float64Array) => ({ mean: [...mean] }),
      solutionToJson: ({ best }: { readonly best: number }) => [best],
      solutionFromJson: (json: unknown) => ({ best: (json as readonly number[])[0]! }),
    };
    const typed = { id: "o-2", problem: Float64Array.of(0.1, 0.3) };
    const first = await optimizePortfolio(ports, typed);
    expect(first.basis.problemHash).toBe(contentHash({ mean: [0.1, 0.3] }));
    expect((await optimizePortfolio(ports, typed)).solution).toEqual({ best: 1 });
    const { problemToJson: _without, ...rest } = ports;
    await expect(optimizePortfolio(rest, { ...typed, id: "o-3" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      details: { argument: "problem" },
    });
  });

  test("nothing is kept when the solver fails or the signal fires", async () => {
    const ports = desk();
    const infeasible = new PlimsollError("INFEASIBLE", "no weights", { conflict: [], relaxation: [] });
    const failing = { ...ports, optimizer: { optimize: () => Promise.reject(infeasible) } };
    await expect(optimizePortfolio(failing, request)).rejects.toBe(infeasible);
    const controller = new AbortController();
    controller.abort();
    await expect(optimizePortfolio(ports, request, { signal: controller.signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(await all(ports.decisions.entries(""))).toEqual([]);
  });

  test("a solution that is gone or was changed is not handed out again", async () => {
    const ports = desk();
    const { basis } = await optimizePortfolio(ports, request);
    await ports.decisions.set(decisionKey("solution", basis.solutionHash), { weights: {} });
    await expect(optimizePortfolio(ports, request)).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { kind: "solution", id: basis.solutionHash },
    });
  });

  test("a store that fails is not taken for one that has the document", async () => {
    const store = new MemoryKeyValueStore();
    const down = new PlimsollError("UNAVAILABLE", "no store", { resource: "store" });
    const failing: KeyValueStore = {
      get: (key) => store.get(key),
      set: () => Promise.reject(down),
      delete: (key) => store.delete(key),
      entries: (prefix) => store.entries(prefix),
    };
    await expect(optimizePortfolio(desk(failing), request)).rejects.toBe(down);
  });

  test("malformed requests are refused by name", async () => {
    await expect(optimizePortfolio(desk(), { ...request, id: "" })).rejects.toThrow("request.id");
  });
});
