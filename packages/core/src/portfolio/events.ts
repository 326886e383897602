import * as z from "zod";

/**
 * One stored fact: what happened, to which stream, at which version, when, because of what.
 *
 * An envelope is a plain JSON value: it survives `JSON.parse(JSON.stringify(envelope))` unchanged, so decimals are
 * strings inside `data` and absent values are `null`. Every field is given by the caller: nothing reads a clock or draws
 * an identifier.
 */
export interface EventEnvelope<Type extends string = string, Data = unknown> {
  /** Unique identifier of this event, such as a UUID. */
  readonly id: string;
  /** The stream the event belongs to, such as `"portfolio-p-1"`. */
  readonly stream: string;
  /** 1-based position within the stream. */
  readonly version: number;
  /** What happened, in the past tense, such as `"CashDeposited"`. */
  readonly type: Type;
  /** Version of the shape of `data` for this `type`; see `upcastEvent`. */
  readonly schemaVersion: number;
  /** When it happened: an ISO day (`"2024-01-31"`) or ISO 8601 with zone. */
  readonly time: string;
  /** Identifier shared by everything that one request led to. */
  readonly correlationId: string;
  /** Identifier of the command or event that directly caused this one; equals `correlationId` at the start of a chain. */
  readonly causationId: string;
  readonly data: Data;
  /** Who and why, for the audit trail, such as `{ actor: "anna", reason: "quarterly review" }`. Kept, never interpreted. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An event before a store or a `Portfolio` has numbered and stamped it: its type, shape version and data. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly schemaVersion: number;
  readonly data: Data;
}

/** An {@link EventEnvelope} as an event store hands it back: with its place in the order of all streams. */
export interface StoredEvent<Type extends string = string, Data = unknown> extends EventEnvelope<Type, Data> {
  /** 1-based position in the order in which the store accepted events of all streams. */
  readonly position: number;
}

/** Schema of any {@link EventEnvelope}; `data` is checked by the schema of its type. */
export const EventEnvelopeSchema: z.ZodType<EventEnvelope> = z.object({
  id: z.string().min(1),
  stream: z.string().min(1),
  version: z.int().min(1),
  type: z.string().min(1),
  schemaVersion: z.int().min(1),
  time: z.union([z.iso.date(), z.iso.datetime({ offset: true })]),
  correlationId: z.string().min(1),
  causationId: z.string().min(1),
  data: z.unknown(),
  metadata: z.record(z.string(), z.string()).exactOptional(),
});
