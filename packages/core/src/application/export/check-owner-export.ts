import { attempt } from "../../errors.ts";
import { canonicalJson } from "../../hash/canonical-json.ts";
import { contentHash } from "../../hash/content-hash.ts";
import { parsePortfolioEvent } from "../../portfolio/event-schemas.ts";
import { foldPortfolio } from "../../portfolio/evolve.ts";
import { portfolioViolations } from "../../portfolio/invariants.ts";
import { portfolioStream } from "../../portfolio/portfolio-events.ts";
import type { PortfolioState } from "../../portfolio/state.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import { check } from "../../values/check.ts";
import { basesIn } from "./bases.ts";
import { type ExportedEvent, type ExportedPortfolio, type OwnerExport, OwnerExportSchema } from "./owner-export.ts";

/** What is wrong with an export, told apart by `kind`. */
export type ExportFinding =
  /** The document is not what was written. */
  | { readonly kind: "content-hash"; readonly message: string }
  /** Events are missing, repeated, of another stream, or can't be read. */
  | { readonly kind: "events"; readonly stream: string; readonly message: string }
  /** The portfolio belongs to somebody else. */
  | { readonly kind: "owner"; readonly portfolioId: string; readonly message: string }
  /** The state that the events lead to contradicts itself. */
  | { readonly kind: "invariant"; readonly portfolioId: string; readonly message: string }
  /** The snapshot is not the state that the events lead to. */
  | { readonly kind: "snapshot"; readonly portfolioId: string; readonly message: string }
  /** A problem or solution is not what its hash says. */
  | { readonly kind: "altered-document"; readonly hash: string; readonly message: string }
  /** A problem or solution that an event or record names is not in the document. */
  | { readonly kind: "missing-document"; readonly hash: string; readonly message: string };

/**
 * Checks an export against itself: its hash, the order of its events, the states that they lead to, its snapshots, and
 * every problem and solution against its hash. An empty list means that it can be imported and says what it said.
 *
 * Errors: `INVALID_INPUT` for what is not an export of schema version 1.
 */
export function checkOwnerExport(
  input: unknown,
  options: { readonly upcasters?: PortfolioUpcasters | undefined } = {},
): readonly ExportFinding[] {
  const document = check(OwnerExportSchema, input, "export");
  return [
    // of what was given: reading leaves out what it doesn't know
    ...hashFindings(input as OwnerExport),
    ...document.portfolios.flatMap((portfolio) => [
      ...portfolioFindings(document.owner, portfolio, options.upcasters),
      ...portfolio.rebalances.flatMap(({ stream, events }) => orderFindings(stream, events)),
    ]),
    ...documentFindings(document),
  ];
}

function hashFindings(document: OwnerExport): readonly ExportFinding[] {
  const { contentHash: stated, ...body } = document;
  const actual = contentHash(body);
  if (actual === stated) return [];
  return [{ kind: "content-hash", message: `the document says its hash is ${stated}, it is ${actual}` }];
}

function orderFindings(stream: string, events: readonly ExportedEvent[]): readonly ExportFinding[] {
  const wrong = events.findIndex((event, index) => event.version !== index + 1 || event.stream !== stream);
  if (wrong < 0) return [];
  const { id, version, stream: other } = events[wrong]!;
  const message = `event "${id}" is version ${version} of ${other}: expected version ${wrong + 1} of ${stream}`;
  return [{ kind: "events", stream, message }];
}

function portfolioFindings(
  owner: string,
  { portfolioId, events, snapshot }: ExportedPortfolio,
  upcasters: PortfolioUpcasters | undefined,
): readonly ExportFinding[] {
  const stream = portfolioStream(portfolioId);
  const order = orderFindings(stream, events);
  if (order.length > 0) return order;
  const read = attempt(() => events.map((event) => parsePortfolioEvent(event, upcasters)));
  if (!read.success) return [{ kind: "events", stream, message: read.error.message }];
  const folded = attempt(() => foldPortfolio(read.data)!);
  if (!folded.success) return [{ kind: "events", stream, message: folded.error.message }];
  const found: ExportFinding[] = portfolioViolations(folded.data).map(({ message }) => ({
    kind: "invariant",
    portfolioId,
    message,
  }));
  if (folded.data.owner !== owner) {
    found.push({ kind: "owner", portfolioId, message: `portfolio "${portfolioId}" belongs to ${folded.data.owner}` });
  }
  if (snapshot !== null) {
    const state: PortfolioState | null = foldPortfolio(read.data.slice(0, snapshot.version));
    if (snapshot.version > events.length || canonicalJson(state) !== canonicalJson(snapshot.state)) {
      const message = `the snapshot of version ${snapshot.version} is not the state that the events lead to`;
      found.push({ kind: "snapshot", portfolioId, message });
    }
  }
  return found;
}

function documentFindings(document: OwnerExport): readonly ExportFinding[] {
  const { portfolios, optimizations, problems, solutions } = document;
  const bases = [...basesIn(portfolios), ...optimizations];
  const altered = [...problems, ...solutions].flatMap(({ hash, json }): ExportFinding[] => {
    const actual = contentHash(json);
    if (actual === hash) return [];
    return [{ kind: "altered-document", hash, message: `what is stored under ${hash} has the hash ${actual}` }];
  });
  const missing = (
    [
      ["problem", problems, bases.map(({ problemHash }) => problemHash)],
      ["solution", solutions, bases.map(({ solutionHash }) => solutionHash)],
    ] as const
  ).flatMap(([kind, documents, hashes]) => {
    const stored = new Set(documents.map(({ hash }) => hash));
    return [...new Set(hashes)]
      .filter((hash) => !stored.has(hash))
      .map((hash): ExportFinding => ({
        kind: "missing-document",
        hash,
        message: `the ${kind} ${hash} is named, but not in the document`,
      }));
  });
  return [...altered, ...missing];
}
