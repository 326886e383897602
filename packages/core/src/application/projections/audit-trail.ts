import type { StoredEvent } from "../../portfolio/events.ts";
import { parsePortfolioEvent } from "../../portfolio/event-schemas.ts";
import { evolve } from "../../portfolio/evolve.ts";
import { type DecisionBasis, portfolioStream } from "../../portfolio/portfolio-events.ts";
import type { PortfolioState } from "../../portfolio/state.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import { type RebalanceEvent, rebalanceEventTypes, rebalanceStreamPrefix } from "../saga/events.ts";
import { portfolioEventTypes } from "./portfolio-events.ts";
import type { Projection } from "./projection.ts";

/** One number of a portfolio that an event changed. */
export interface AuditChange {
  /** `"cash"`, or the ticker of a position. */
  readonly of: "cash" | { readonly ticker: string };
  /** Amount of cash, or number of shares. */
  readonly before: string;
  readonly after: string;
}

/** One event as an auditor reads it: who did what, when and why. */
export interface AuditEntry {
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  /** What happened, such as `"PositionBought"`. */
  readonly type: string;
  readonly time: string;
  /** `metadata.actor`; `null` where the command didn't say. */
  readonly actor: string | null;
  /** `metadata.reason`; `null` where the command didn't say. */
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly correlationId: string;
  readonly causationId: string;
  /** What it did to cash and positions; empty for what changed nothing of them, such as a step of a rebalance. */
  readonly changes: readonly AuditChange[];
  /** The optimization behind it; `null` for none. */
  readonly basis: DecisionBasis | null;
  readonly data: unknown;
}

/** The audit trail of one portfolio so far: plain JSON. */
export interface AuditState {
  readonly portfolio: PortfolioState | null;
  /** In the order in which the store took the events. */
  readonly entries: readonly AuditEntry[];
}

/**
 * Who changed what in a portfolio, when and why: its own events and those of its rebalances.
 *
 * A trade that belongs to a rebalance carries the rebalance's basis: that of the next `PortfolioRebalanced` of the same
 * correlation. Steps of a rebalance carry the basis of the instruction.
 */
export function auditProjection(
  portfolioId: string,
  options: { readonly upcasters?: PortfolioUpcasters | undefined } = {},
): Projection<AuditState> {
  const stream = portfolioStream(portfolioId);
  const rebalances = rebalanceStreamPrefix(portfolioId);
  return {
    name: `audit/${portfolioId}`,
    schemaVersion: 1,
    initial: { portfolio: null, entries: [] },
    types: [...portfolioEventTypes, ...rebalanceEventTypes],
    apply(state, event) {
      if (event.stream === stream) return withPortfolioEvent(state, event, options.upcasters);
      if (event.stream.startsWith(rebalances)) return withRebalanceEvent(state, event as RebalanceEvent);
      return state;
    },
  };
}

function withPortfolioEvent(
  state: AuditState,
  stored: StoredEvent,
  upcasters: PortfolioUpcasters | undefined,
): AuditState {
  const event = parsePortfolioEvent(stored, upcasters);
  const portfolio = evolve(state.portfolio, event);
  const basis = event.type === "PortfolioRebalanced" ? event.data.basis : null;
  const entry = entryOf({ ...stored, data: event.data }, changesOf(state.portfolio, portfolio), basis);
  const earlier = basis === null ? state.entries : withBasis(state.entries, entry, basis);
  return { portfolio, entries: [...earlier, entry] };
}

function withRebalanceEvent(state: AuditState, event: RebalanceEvent): AuditState {
  const start = event.type === "RebalanceStarted" ? null : state.entries.find(({ stream }) => stream === event.stream);
  const basis = event.type === "RebalanceStarted" ? (event.data.instruction.basis ?? null) : (start?.basis ?? null);
  return { ...state, entries: [...state.entries, entryOf(event, [], basis)] };
}

/** Gives the trades since the rebalance before the basis of the rebalance they belong to. */
function withBasis(entries: readonly AuditEntry[], last: AuditEntry, basis: DecisionBasis): readonly AuditEntry[] {
  const from = entries.map(({ type }) => type).lastIndexOf("PortfolioRebalanced") + 1;
  const belongs = ({ type, correlationId }: AuditEntry): boolean =>
    (type === "PositionBought" || type === "PositionSold") && correlationId === last.correlationId;
  return entries.map((entry, index) => (index >= from && belongs(entry) ? { ...entry, basis } : entry));
}

function entryOf(event: StoredEvent, changes: readonly AuditChange[], basis: DecisionBasis | null): AuditEntry {
  const { id, stream, version, position, type, time, correlationId, causationId, data, metadata = {} } = event;
  const said = (name: string): string | null => (Object.hasOwn(metadata, name) ? metadata[name]! : null);
  return {
    eventId: id,
    stream,
    version,
    position,
    type,
    time,
    actor: said("actor"),
    reason: said("reason"),
    metadata,
    correlationId,
    causationId,
    changes,
    basis,
    data,
  };
}

function changesOf(before: PortfolioState | null, after: PortfolioState): readonly AuditChange[] {
  const quantity = (state: PortfolioState | null, ticker: string): string =>
    state !== null && Object.hasOwn(state.positions, ticker) ? state.positions[ticker]!.quantity : "0";
  const tickers = new Set([...Object.keys(before?.positions ?? {}), ...Object.keys(after.positions)]);
  const changes: AuditChange[] = [
    { of: "cash", before: before?.cash ?? "0", after: after.cash },
    ...Array.from(tickers, (ticker) => ({
      of: { ticker },
      before: quantity(before, ticker),
      after: quantity(after, ticker),
    })),
  ];
  return changes.filter((change) => change.before !== change.after);
}
