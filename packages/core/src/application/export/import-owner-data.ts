import { invalidInput, throwIfAborted } from "../../errors.ts";
import { portfolioStream } from "../../portfolio/portfolio-events.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import type { EventStore } from "../../ports/event-store.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { keepDecisionDocument, keepOnce } from "../decisions/decision-records.ts";
import { optimizationKey } from "../decisions/optimization-record.ts";
import { checkOwnerExport } from "./check-owner-export.ts";
import type { ExportedEvent, OwnerExport } from "./owner-export.ts";

/** What {@link importOwnerData} stands on. */
export interface ImportPorts {
  readonly events: EventStore;
  readonly decisions: KeyValueStore;
  readonly upcasters?: PortfolioUpcasters | undefined;
}

/** What an import brought in. */
export interface ImportedData {
  readonly portfolios: readonly string[];
  /** Events that the store did not have before. */
  readonly added: number;
}

/**
 * Command: brings an export into stores, in the order in which its events once happened. Importing it again, also after
 * an import that was cut off, adds what is missing and nothing twice.
 *
 * Errors: `INVALID_INPUT` for what is not an export or doesn't pass {@link checkOwnerExport} (documents that were missing
 * when it was made are let pass); `CONFLICT` when a stream of that name holds other events; `ABORTED`.
 */
export async function importOwnerData(
  ports: ImportPorts,
  input: unknown,
  options: RunOptions = {},
): Promise<ImportedData> {
  const findings = checkOwnerExport(input, ports);
  const { portfolios, problems, solutions, optimizations, missing } = input as OwnerExport;
  const known = new Set(missing.map(({ hash }) => hash));
  const grave = findings.filter((finding) => finding.kind !== "missing-document" || !known.has(finding.hash));
  if (grave.length > 0) {
    throw invalidInput("export", `export: ${grave.map(({ message }) => message).join("; ")}; export it anew`);
  }
  for (const { json } of problems) await keepDecisionDocument(ports.decisions, "problem", json);
  for (const { json } of solutions) await keepDecisionDocument(ports.decisions, "solution", json);
  for (const record of optimizations) await keepOnce(ports.decisions, optimizationKey(record.id), record);
  const events = portfolios
    .flatMap((portfolio) => [...portfolio.events, ...portfolio.rebalances.flatMap((rebalance) => rebalance.events)])
    .sort((a, b) => a.position - b.position);
  let added = 0;
  for (const run of runsOf(events)) {
    throwIfAborted(options.signal, "import");
    const { stream, version } = run[0]!;
    const batch = run.map(({ position: _position, ...event }) => event);
    const { appended } = await ports.events.append(stream, batch, { expectedVersion: version - 1 });
    if (appended) added += run.length;
    options.onProgress?.({ phase: "import", done: added, total: events.length });
  }
  for (const { portfolioId, snapshot } of portfolios) {
    if (snapshot !== null) await ports.events.saveSnapshot({ stream: portfolioStream(portfolioId), ...snapshot });
  }
  return { portfolios: portfolios.map(({ portfolioId }) => portfolioId), added };
}

/** Neighbouring events of one stream, to be appended together. */
function runsOf(events: readonly ExportedEvent[]): readonly (readonly ExportedEvent[])[] {
  const runs: ExportedEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0]!.stream === event.stream) last.push(event);
    else runs.push([event]);
  }
  return runs;
}
