import { invalidInput, PlimsollError } from "../../errors.ts";
import { canonicalJson } from "../../hash/canonical-json.ts";
import { check } from "../../values/check.ts";
import { loadPortfolio } from "../queries/load-portfolio.ts";
import { type RebalanceInstruction, RebalanceInstructionSchema } from "../saga/instruction.ts";
import { type RebalanceResult, resultOf } from "../saga/result.ts";
import { readRebalance, runRebalance, startRebalance } from "../saga/run-rebalance.ts";
import type { RebalanceOptions, RebalancePorts } from "../saga/step.ts";

/**
 * Command: brings a portfolio to target weights through a broker, in steps that survive a crash.
 *
 * Propose (plan the orders), validate (the rules of the instruction), check the risk (against the owner's tolerance),
 * place (sales first; purchases once all sales are filled), record (each fill as a trade, then `PortfolioRebalanced` with
 * the problem and solution behind it). Each outcome is an event in a stream of its own before the next step begins, and
 * everything done outside carries an id made of the instruction's: the same instruction again, after a crash or out of
 * caution, goes on where the first one stopped and never trades twice.
 *
 * When placing fails, what still stands is cancelled, what was filled is recorded, and the result says what is missing.
 * When the portfolio was traded by others between plan and placing, nothing is placed. A step that could not be done
 * because something was unavailable or the signal fired is not a failure: the error is thrown and the rebalance waits to
 * be resumed.
 *
 * Errors: `INVALID_INPUT` for a malformed instruction, or an id taken by another one; `NOT_FOUND` for an unknown
 * portfolio; `ABORTED`, `UNAVAILABLE`; `CONFLICT` when another process runs the same rebalance at the same time. Anything
 * else that stands in the way is in the result.
 *
 * @example
 * ```ts
 * import {
 *   EventSourcedPortfolioRepository, fixedClock, MemoryEventStore, MemoryKeyValueStore, Money, PaperBroker, Portfolio,
 *   rebalancePortfolio,
 * } from "@plimsoll/core";
 *
 * const clock = fixedClock("2024-01-31T15:00:00Z");
 * const repository = new EventSourcedPortfolioRepository(new MemoryEventStore());
 * const broker = new PaperBroker({ clock });
 * broker.quote({ asset: "VTI", time: "2024-01-31T15:00:00Z", bid: "99.9", ask: "100", bidSize: null, askSize: null });
 *
 * const portfolio = Portfolio.open(
 *   { portfolioId: "p-1", owner: "anna", initialCapital: Money.of(10_000, "USD"), riskTolerance: 0.5 },
 *   { id: "c-1", time: "2024-01-31T14:00:00Z" },
 * );
 * await repository.save(portfolio.stream, portfolio.pending, { expectedVersion: "none" });
 *
 * const result = await rebalancePortfolio(
 *   { repository, broker, clock, decisions: new MemoryKeyValueStore(), riskEngine: null },
 *   {
 *     id: "r-1",
 *     portfolioId: "p-1",
 *     targets: { assets: { VTI: 0.6 }, cash: 0.4 },
 *     prices: { VTI: "100" },
 *     costs: { proportional: "0", fixed: "0" },
 *     metadata: { actor: "anna", reason: "first investment" },
 *   },
 * );
 * console.log(result.status, result.fills.map(({ fill }) => `${fill.side} ${fill.quantity} ${fill.asset}`)); // completed [ 'buy 60 VTI' ]
 * ```
 */
export async function rebalancePortfolio(
  ports: RebalancePorts,
  instruction: RebalanceInstruction,
  options: RebalanceOptions = {},
): Promise<RebalanceResult> {
  const checked = check(RebalanceInstructionSchema, instruction, "instruction");
  const { id, portfolioId } = checked;
  const known = await readRebalance(ports.repository, portfolioId, id);
  if (known !== null && canonicalJson(known.instruction) !== canonicalJson(checked)) {
    throw invalidInput(
      "instruction.id",
      `instruction.id: "${id}" is taken by another rebalance; give a new one a new id`,
      {
        received: id,
      },
    );
  }
  if (known === null) await loadPortfolio(ports, { portfolioId });
  return resultOf(await runRebalance(ports, known ?? (await startRebalance(ports, checked)), options));
}

/**
 * Command: goes on with a rebalance that crashed or waits for its orders; returns how it ended if it has.
 *
 * Errors: `NOT_FOUND` for an unknown rebalance; those of {@link rebalancePortfolio}.
 */
export async function resumeRebalance(
  ports: RebalancePorts,
  rebalance: { readonly portfolioId: string; readonly id: string },
  options: RebalanceOptions = {},
): Promise<RebalanceResult> {
  const { portfolioId, id } = rebalance;
  const state = await readRebalance(ports.repository, portfolioId, id);
  if (state !== null) return resultOf(await runRebalance(ports, state, options));
  throw new PlimsollError("NOT_FOUND", `no rebalance "${id}" of portfolio "${portfolioId}": start it first`, {
    kind: "rebalance",
    id,
  });
}
