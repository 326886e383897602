import * as z from "zod";
import { type EventEnvelope, EventEnvelopeSchema } from "../../portfolio/events.ts";
import { type OptimizationRecord, OptimizationRecordSchema } from "../decisions/optimization-record.ts";

/** An event with its place in the order of the store that it came from. */
export interface ExportedEvent extends EventEnvelope {
  readonly position: number;
}

/** A kept state of a portfolio. */
export interface ExportedSnapshot {
  readonly version: number;
  readonly schemaVersion: number;
  readonly time: string;
  readonly state: unknown;
}

/** All that is kept about one portfolio. */
export interface ExportedPortfolio {
  readonly portfolioId: string;
  /** Of the portfolio's stream, in order of version. */
  readonly events: readonly ExportedEvent[];
  readonly snapshot: ExportedSnapshot | null;
  /** The streams of its rebalances, each in order of version. */
  readonly rebalances: readonly { readonly stream: string; readonly events: readonly ExportedEvent[] }[];
}

/** A stored problem or solution under its hash. */
export interface ExportedDocument {
  readonly hash: string;
  readonly json: unknown;
}

/** Everything that is kept about one owner, as one JSON document. */
export interface OwnerExport {
  readonly kind: "plimsoll-owner-export";
  readonly schemaVersion: 1;
  readonly owner: string;
  /** ISO 8601 with zone. */
  readonly exportedAt: string;
  readonly portfolios: readonly ExportedPortfolio[];
  readonly optimizations: readonly OptimizationRecord[];
  readonly problems: readonly ExportedDocument[];
  readonly solutions: readonly ExportedDocument[];
  /** Hashes that events or records name, but under which nothing was stored. */
  readonly missing: readonly { readonly kind: "problem" | "solution"; readonly hash: string }[];
  /** {@link contentHash} of the document without this field. */
  readonly contentHash: string;
}

const text = z.string().min(1);

const ExportedEventSchema: z.ZodType<ExportedEvent> = z.intersection(
  EventEnvelopeSchema,
  z.object({ position: z.int().min(1) }),
);

const events = z.array(ExportedEventSchema).min(1).readonly();
const documents = z.array(z.strictObject({ hash: text, json: z.json() })).readonly();

/** Schema of {@link OwnerExport}. */
export const OwnerExportSchema: z.ZodType<OwnerExport> = z.strictObject({
  kind: z.literal("plimsoll-owner-export"),
  schemaVersion: z.literal(1),
  owner: text,
  exportedAt: z.iso.datetime({ offset: true }),
  portfolios: z
    .array(
      z.strictObject({
        portfolioId: text,
        events,
        snapshot: z
          .strictObject({
            version: z.int().min(1),
            schemaVersion: z.int().min(1),
            time: z.iso.datetime({ offset: true }),
            state: z.json(),
          })
          .nullable(),
        rebalances: z.array(z.strictObject({ stream: text, events })).readonly(),
      }),
    )
    .readonly(),
  optimizations: z.array(OptimizationRecordSchema).readonly(),
  problems: documents,
  solutions: documents,
  missing: z.array(z.strictObject({ kind: z.enum(["problem", "solution"]), hash: text })).readonly(),
  contentHash: text,
});
