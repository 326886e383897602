import * as z from "zod";
import type { StoredEvent } from "../../portfolio/events.ts";
import { portfolioStream } from "../../portfolio/portfolio-events.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import type { EventStore } from "../../ports/event-store.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import { check } from "../../values/check.ts";
import { compareTimes, TimeSchema } from "../../values/time.ts";
import { type Decision, resolveDecision } from "../decisions/decision-records.ts";
import { type AuditEntry, auditProjection } from "../projections/audit-trail.ts";
import { rebalanceStreamPrefix } from "../saga/events.ts";

/** What {@link auditPortfolio} stands on. */
export interface AuditPorts {
  readonly events: EventStore;
  readonly decisions: KeyValueStore;
  readonly upcasters?: PortfolioUpcasters | undefined;
}

/** Which part of a portfolio's history; everything that is left out matches all. */
export interface AuditRequest {
  readonly portfolioId: string;
  /** First time, included. */
  readonly from?: string | undefined;
  /** Last time, included. */
  readonly to?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Only what changed the holdings of this instrument. */
  readonly ticker?: string | undefined;
}

/** Schema of {@link AuditRequest}. */
export const AuditRequestSchema: z.ZodType<AuditRequest> = z.strictObject({
  portfolioId: z.string().min(1),
  from: TimeSchema.optional(),
  to: TimeSchema.optional(),
  types: z.array(z.string()).readonly().optional(),
  actor: z.string().optional(),
  correlationId: z.string().optional(),
  ticker: z.string().optional(),
});

/** An entry of the audit trail with the problem and solution that led to it. */
export interface AuditedChange extends AuditEntry {
  /** `null` where no optimization is behind it. */
  readonly decision: Decision | null;
}

/**
 * Query: who changed what in a portfolio, when and why, with the optimization problem and solution that led to it, each
 * checked against the hash that was recorded at the time. In the order in which the store took the events; empty for an
 * unknown portfolio.
 *
 * Errors: `INVALID_INPUT` for a malformed request; `INVALID_INPUT`, `UNSUPPORTED` for events that can't be read.
 */
export async function auditPortfolio(ports: AuditPorts, request: AuditRequest): Promise<readonly AuditedChange[]> {
  const checked = check(AuditRequestSchema, request, "request");
  const { portfolioId } = checked;
  const projection = auditProjection(portfolioId, ports);
  const { entries } = (await eventsAbout(ports.events, portfolioId)).reduce(
    (state, event) => projection.apply(state, event),
    projection.initial,
  );
  const decisions = new Map<string, Decision>();
  const changes: AuditedChange[] = [];
  for (const entry of entries.filter((each) => matches(each, checked))) {
    changes.push({ ...entry, decision: await decisionOf(ports.decisions, entry, decisions) });
  }
  return changes;
}

/** All events of a portfolio and its rebalances, in the order in which the store took them. */
async function eventsAbout(events: EventStore, portfolioId: string): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const event of events.readStream(portfolioStream(portfolioId))) found.push(event);
  for await (const event of events.readAll({ streamPrefix: rebalanceStreamPrefix(portfolioId) })) found.push(event);
  return found.sort((a, b) => a.position - b.position);
}

function matches(entry: AuditEntry, request: AuditRequest): boolean {
  const { from, to, types, actor, correlationId, ticker } = request;
  return (
    (from === undefined || compareTimes(entry.time, from) >= 0) &&
    (to === undefined || compareTimes(entry.time, to) <= 0) &&
    types?.includes(entry.type) !== false &&
    (actor === undefined || entry.actor === actor) &&
    (correlationId === undefined || entry.correlationId === correlationId) &&
    (ticker === undefined || entry.changes.some(({ of }) => of !== "cash" && of.ticker === ticker))
  );
}

async function decisionOf(
  store: KeyValueStore,
  { basis }: AuditEntry,
  known: Map<string, Decision>,
): Promise<Decision | null> {
  if (basis === null) return null;
  const key = `${basis.problemHash}/${basis.solutionHash}`;
  const decision = known.get(key) ?? (await resolveDecision(store, basis));
  known.set(key, decision);
  return decision;
}
