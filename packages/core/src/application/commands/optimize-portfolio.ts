import * as z from "zod";
import { invalidInput, PlimsollError, throwIfAborted } from "../../errors.ts";
import { contentHash } from "../../hash/content-hash.ts";
import type { DecisionBasis } from "../../portfolio/portfolio-events.ts";
import { type Clock, timestamp } from "../../ports/clock.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import type { Optimizer } from "../../ports/optimizer.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { check } from "../../values/check.ts";
import { keepDecisionDocument, keepOnce, readDecisionDocument } from "../decisions/decision-records.ts";
import { type OptimizationRecord, optimizationKey } from "../decisions/optimization-record.ts";

/** What {@link optimizePortfolio} stands on. */
export interface OptimizePorts<Problem, Solution> {
  readonly optimizer: Optimizer<Problem, Solution>;
  /** Where problem, solution and the record of the run are kept: the audit trail. */
  readonly decisions: KeyValueStore;
  readonly clock: Clock;
  /**
   * The problem as plain JSON, where it may hold typed arrays, such as `problemToJson` of `@plimsoll/optimize`.
   * @defaultValue the problem itself
   */
  readonly problemToJson?: ((problem: Problem) => unknown) | undefined;
  /** @defaultValue the solution itself */
  readonly solutionToJson?: ((solution: Solution) => unknown) | undefined;
  /** The inverse of `solutionToJson`, for a repeated request. @defaultValue the JSON itself */
  readonly solutionFromJson?: ((json: unknown) => Solution) | undefined;
}

/** What to optimize, and who asks why. */
export interface OptimizeRequest<Problem> {
  /** Unique identifier: the same id with the same problem again returns the first solution. */
  readonly id: string;
  readonly problem: Problem;
  /** The portfolio that it is for. @defaultValue none in particular */
  readonly portfolioId?: string | undefined;
  /** @defaultValue `id` */
  readonly correlationId?: string | undefined;
  /** Who and why. @defaultValue nothing */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A solution and how the audit trail names it. */
export interface OptimizedPortfolio<Solution> {
  readonly solution: Solution;
  /** To be given to `rebalancePortfolio`, so that the trades can be traced to what they rest on. */
  readonly basis: DecisionBasis;
  readonly record: OptimizationRecord;
}

const text = z.string().min(1);
const ContextSchema = z.object({
  id: text,
  portfolioId: text.optional(),
  correlationId: text.optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});

/**
 * Command: solves a problem and keeps problem and solution as JSON under their hashes, with a record of the run.
 *
 * Nothing is kept when the solver fails. Errors: `INVALID_INPUT` for a malformed request, a problem or solution that JSON
 * can't hold, or an id taken by another problem; those of the optimizer.
 *
 * @example
 * ```ts
 * import { fixedClock, MemoryKeyValueStore, optimizePortfolio } from "@plimsoll/core";
 *
 * const optimizer = {
 *   optimize: async (problem: { assets: string[] }) => ({
 *     weights: Object.fromEntries(problem.assets.map((asset) => [asset, 1 / problem.assets.length])),
 *   }),
 * };
 * const ports = { optimizer, decisions: new MemoryKeyValueStore(), clock: fixedClock("2024-01-31T15:00:00Z") };
 * const { solution, basis } = await optimizePortfolio(ports, { id: "o-1", problem: { assets: ["VTI", "BND"] } });
 * console.log(solution.weights, basis.problemHash.slice(0, 8)); // { VTI: 0.5, BND: 0.5 } 4ae99efa
 * ```
 */
export async function optimizePortfolio<Problem, Solution>(
  ports: OptimizePorts<Problem, Solution>,
  request: OptimizeRequest<Problem>,
  options: RunOptions = {},
): Promise<OptimizedPortfolio<Solution>> {
  const { id, portfolioId = null, correlationId = id, metadata = {} } = check(ContextSchema, request, "request");
  const { decisions, clock } = ports;
  const problem = (ports.problemToJson ?? identity)(request.problem);
  const problemHash = contentHash(problem, "problem");
  const earlier = await earlierRun(ports, id, problemHash);
  if (earlier !== undefined) return earlier;
  const solution = await ports.optimizer.optimize(request.problem, options);
  throwIfAborted(options.signal, "optimize");
  await keepDecisionDocument(decisions, "problem", problem);
  const solutionHash = await keepDecisionDocument(decisions, "solution", (ports.solutionToJson ?? identity)(solution));
  const basis: DecisionBasis = { problemHash, solutionHash };
  const record = { id, time: timestamp(clock), portfolioId, correlationId, metadata, ...basis };
  if (await keepOnce(decisions, optimizationKey(id), record)) return { solution, basis, record };
  // a run of the same id ended first: its solution counts
  return (await earlierRun(ports, id, problemHash))!;
}

const identity = (value: unknown): unknown => value;

async function earlierRun<Problem, Solution>(
  ports: OptimizePorts<Problem, Solution>,
  id: string,
  problemHash: string,
): Promise<OptimizedPortfolio<Solution> | undefined> {
  const record = (await ports.decisions.get<OptimizationRecord>(optimizationKey(id)))?.value;
  if (record === undefined) return undefined;
  if (record.problemHash !== problemHash) {
    throw invalidInput(
      "request.id",
      `request.id: "${id}" is taken by another problem; give new optimizations new ids`,
      {
        received: id,
      },
    );
  }
  const { solutionHash } = record;
  const document = await readDecisionDocument(ports.decisions, "solution", solutionHash);
  if (document.status !== "verified") {
    throw new PlimsollError(
      "NOT_FOUND",
      `the solution of optimization "${id}" is ${document.status}: optimize again under a new id`,
      { kind: "solution", id: solutionHash },
    );
  }
  const read = ports.solutionFromJson ?? ((json: unknown) => json as Solution);
  return { solution: read(document.json), basis: { problemHash, solutionHash }, record };
}
