import { PlimsollError, throwIfAborted } from "../../errors.ts";
import { canonicalJson } from "../../hash/canonical-json.ts";
import { timestamp } from "../../ports/clock.ts";
import type { PortfolioRepository } from "../../ports/portfolio-repository.ts";
import {
  type RebalanceEvent,
  type RebalanceFact,
  rebalanceFact,
  rebalanceStream,
  type RebalanceStepName,
} from "./events.ts";
import type { RebalanceInstruction } from "./instruction.ts";
import { evolveRebalance, type RebalanceState } from "./state.ts";
import { type RebalanceOptions, type RebalancePorts, type RebalanceStep, WAITING } from "./step.ts";
import { steps } from "./steps/index.ts";

/** The rebalance as its stream tells; `null` when it was never started. */
export async function readRebalance(
  repository: PortfolioRepository,
  portfolioId: string,
  id: string,
): Promise<RebalanceState | null> {
  const stream = rebalanceStream(portfolioId, id);
  return (await repository.load<RebalanceState | null, RebalanceEvent>(stream, evolveRebalance, null)).state;
}

/** Writes down what is asked for: from here on a crash can't make it forgotten. */
export async function startRebalance(
  ports: RebalancePorts,
  instruction: RebalanceInstruction,
): Promise<RebalanceState> {
  // what the store will give back, without members that are undefined
  const plain = JSON.parse(canonicalJson(instruction, "instruction")) as RebalanceInstruction;
  return append(ports, plain, null, rebalanceFact("RebalanceStarted", { instruction: plain }));
}

/** Does the steps that are due, writing down the outcome of each before the next, until none is or orders must be waited for. */
export async function runRebalance(
  ports: RebalancePorts,
  start: RebalanceState,
  options: RebalanceOptions,
): Promise<RebalanceState> {
  let state = start;
  while (state.ended === null) {
    const step: RebalanceStep = steps.find(({ due }) => due(state))!;
    throwIfAborted(options.signal, step.name);
    options.onProgress?.({ phase: step.name, done: state.version, total: null });
    const outcome = await outcomeOf(ports, step, state, options);
    if (outcome === WAITING) return state;
    state = await append(ports, state.instruction, state, outcome);
  }
  return state;
}

async function outcomeOf(
  ports: RebalancePorts,
  step: RebalanceStep,
  state: RebalanceState,
  options: RebalanceOptions,
): Promise<RebalanceFact | typeof WAITING> {
  try {
    return await step.run(ports, state, options);
  } catch (error) {
    if (!step.compensable || !PlimsollError.is(error) || isInterruption(error)) throw error;
    const { code, message } = error;
    return rebalanceFact("RebalanceStepFailed", { step: step.name as RebalanceStepName, code, message });
  }
}

/** What says nothing about the step itself, only that it could not be done now. */
function isInterruption({ code }: PlimsollError): boolean {
  return code === "ABORTED" || code === "UNAVAILABLE";
}

async function append(
  { repository, clock }: RebalancePorts,
  instruction: RebalanceInstruction,
  state: RebalanceState | null,
  fact: RebalanceFact,
): Promise<RebalanceState> {
  const { id, portfolioId, correlationId = id, metadata } = instruction;
  const stream = rebalanceStream(portfolioId, id);
  const version = (state?.version ?? 0) + 1;
  const event = {
    ...fact,
    id: `${stream}/${version}`,
    stream,
    version,
    time: timestamp(clock),
    correlationId,
    causationId: state?.lastEventId ?? correlationId,
    ...(metadata === undefined ? {} : { metadata }),
  };
  await repository.save(stream, [event], { expectedVersion: version - 1 });
  return evolveRebalance(state, { ...event, position: 0 });
}
