import { throwIfAborted } from "../../errors.ts";
import { contentHash } from "../../hash/content-hash.ts";
import type { StoredEvent } from "../../portfolio/events.ts";
import { type Clock, timestamp } from "../../ports/clock.ts";
import { checkName } from "../../ports/check-name.ts";
import type { EventStore } from "../../ports/event-store.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { type DecisionDocumentKind, decisionKey } from "../decisions/decision-records.ts";
import { optimizationsFor } from "../decisions/optimization-record.ts";
import { rebalanceStreamPrefix } from "../saga/events.ts";
import type { ExportedDocument, ExportedEvent, ExportedPortfolio, OwnerExport } from "./owner-export.ts";
import { basesIn } from "./bases.ts";

/** What {@link exportOwnerData} stands on. */
export interface ExportPorts {
  readonly events: EventStore;
  readonly decisions: KeyValueStore;
  readonly clock: Clock;
}

/**
 * Query: everything that is kept about an owner, as one JSON document: all events of the owner's portfolios and their
 * rebalances, snapshots, and the problems and solutions behind them. Projections are left out: they can be rebuilt.
 *
 * An unknown owner has no portfolios; documents that are named but not stored are listed as missing. Events are exported
 * as they are stored, not brought up to date.
 *
 * @throws `INVALID_INPUT` for an empty owner, `ABORTED`
 */
export async function exportOwnerData(
  ports: ExportPorts,
  request: { readonly owner: string },
  options: RunOptions = {},
): Promise<OwnerExport> {
  const { owner } = request;
  checkName(owner, "owner");
  const { events, decisions, clock } = ports;
  const portfolios: ExportedPortfolio[] = [];
  for await (const { stream } of events.streams("portfolio-")) {
    throwIfAborted(options.signal, "export");
    const portfolio = await exportPortfolio(events, stream, owner);
    if (portfolio === undefined) continue;
    portfolios.push(portfolio);
    options.onProgress?.({ phase: "export", done: portfolios.length, total: null });
  }
  const ids = new Set(portfolios.map(({ portfolioId }) => portfolioId));
  const optimizations = await optimizationsFor(decisions, ids);
  const bases = [...basesIn(portfolios), ...optimizations];
  const problems = await readDocuments(
    decisions,
    "problem",
    bases.map(({ problemHash }) => problemHash),
  );
  const solutions = await readDocuments(
    decisions,
    "solution",
    bases.map(({ solutionHash }) => solutionHash),
  );
  const body = {
    kind: "plimsoll-owner-export" as const,
    schemaVersion: 1 as const,
    owner,
    exportedAt: timestamp(clock),
    portfolios,
    optimizations,
    problems: problems.found,
    solutions: solutions.found,
    missing: [...problems.missing, ...solutions.missing],
  };
  return { ...body, contentHash: contentHash(body, "export") };
}

async function exportPortfolio(
  store: EventStore,
  stream: string,
  owner: string,
): Promise<ExportedPortfolio | undefined> {
  const opened = (await collect(store.readStream(stream, { to: 1 })))[0]!;
  if (opened.type !== "PortfolioOpened") return undefined;
  const about = opened.data as { readonly owner: string; readonly portfolioId: string };
  if (about.owner !== owner) return undefined;
  const kept = await store.loadSnapshot(stream);
  const rebalances: { readonly stream: string; readonly events: readonly ExportedEvent[] }[] = [];
  for await (const { stream } of store.streams(rebalanceStreamPrefix(about.portfolioId))) {
    rebalances.push({ stream, events: await collect(store.readStream(stream)) });
  }
  return {
    portfolioId: about.portfolioId,
    events: await collect(store.readStream(stream)),
    snapshot: kept === undefined ? null : snapshotOf(kept),
    rebalances,
  };
}

function snapshotOf({
  version,
  schemaVersion,
  time,
  state,
}: NonNullable<ExportedPortfolio["snapshot"]>): NonNullable<ExportedPortfolio["snapshot"]> {
  return { version, schemaVersion, time, state };
}

async function collect(events: AsyncIterable<StoredEvent>): Promise<readonly ExportedEvent[]> {
  const found: ExportedEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

async function readDocuments(
  store: KeyValueStore,
  kind: DecisionDocumentKind,
  hashes: readonly string[],
): Promise<{
  readonly found: readonly ExportedDocument[];
  readonly missing: readonly { readonly kind: DecisionDocumentKind; readonly hash: string }[];
}> {
  const found: ExportedDocument[] = [];
  const missing: { readonly kind: DecisionDocumentKind; readonly hash: string }[] = [];
  for (const hash of [...new Set(hashes)].sort()) {
    const entry = await store.get<unknown>(decisionKey(kind, hash));
    if (entry === undefined) missing.push({ kind, hash });
    else found.push({ hash, json: entry.value });
  }
  return { found, missing };
}
