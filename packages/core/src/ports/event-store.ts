import type { EventEnvelope, StoredEvent } from "../portfolio/events.ts";

/** The version a writer expects a stream to have: a number of events, `"none"` for no events (like 0), or `"any"`. */
export type ExpectedVersion = number | "none" | "any";

/**
 * An event to append. The store numbers it; where `stream` and `version` are given (a whole {@link EventEnvelope} is
 * accepted) they are checked against the place that it gets.
 */
export type NewEvent<Type extends string = string, Data = unknown> = Omit<
  EventEnvelope<Type, Data>,
  "stream" | "version"
> &
  Partial<Pick<EventEnvelope<Type, Data>, "stream" | "version">>;

/** What an append did. */
export interface AppendResult {
  /** Version of the stream's event that was appended last: the number of events up to it. */
  readonly version: number;
  /** Position of that event among the events of all streams. */
  readonly position: number;
  /** `false` when the store already had these events: the append is a retry of one that had succeeded. */
  readonly appended: boolean;
}

/** Which part of a stream to read. */
export interface ReadStreamOptions {
  /**
   * First version to read.
   * @defaultValue 1
   */
  readonly from?: number | undefined;
  /**
   * Last version to read.
   * @defaultValue the last there is
   */
  readonly to?: number | undefined;
}

/** Which part of the store to read. */
export interface ReadAllOptions {
  /**
   * Read what comes after this position.
   * @defaultValue 0, from the beginning
   */
  readonly after?: number | undefined;
  /** Only streams whose name starts with this. */
  readonly streamPrefix?: string | undefined;
  /** Only events of these types. */
  readonly types?: readonly string[] | undefined;
  /** At most so many events. */
  readonly limit?: number | undefined;
}

/** A stream and how many events it has. */
export interface StreamSummary {
  readonly stream: string;
  readonly version: number;
}

/** The state of a stream as of a version: saves reading the events up to it, and can be rebuilt from them. */
export interface Snapshot<State = unknown> {
  readonly stream: string;
  /** The state contains the events 1 to `version`. */
  readonly version: number;
  /** Version of the shape of `state`: readers ignore a snapshot of another shape. */
  readonly schemaVersion: number;
  /** When it was taken, ISO 8601 with zone. */
  readonly time: string;
  /** JSON. */
  readonly state: State;
}

/**
 * Streams of events that are only ever appended to.
 *
 * - A stream's versions are 1, 2, 3, ... without gaps; a stream nobody has written to has version 0 and reads as empty.
 * - An append is all or nothing, and durable when its promise resolves.
 * - Positions rise in the order in which appends became visible: who has read up to a position and asks for what comes
 *   after it never misses an event, however many writers there are. Positions may have gaps.
 * - Event ids are unique within the store. Appending the same events again (same ids in the same order in the same
 *   stream) is a retry: it succeeds, changes nothing and reports the place of the first time, whatever the expected version.
 * - Events are JSON and are copied in and out; `metadata` is kept where it is given.
 * - A name of a stream is a non-empty string without NUL and lone surrogates.
 *
 * @throws `CONFLICT` from `append` when the stream is not at the expected version, or an event's id is taken by another
 * event; of writers racing with the same expectation exactly one wins
 * @throws `INVALID_INPUT` from `append` for an empty batch, twice the same id in it, data that is not JSON, or events
 * whose `stream` or `version` contradict the call
 */
export interface EventStore {
  append(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedVersion: ExpectedVersion },
  ): Promise<AppendResult>;
  /** The events of one stream by ascending version. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;
  /** The events of all streams by ascending position, up to the end as of now; it does not wait for more. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent>;
  /** How many events the stream has; 0 if unknown. */
  version(stream: string): Promise<number>;
  /** The streams whose name starts with `prefix` (all, if empty), in ascending order of code points. */
  streams(prefix: string): AsyncIterable<StreamSummary>;
  /** Keeps a snapshot; one of a lower version than the kept one changes nothing. A kept snapshot's state is a copy. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /** The snapshot kept for the stream. */
  loadSnapshot<State>(stream: string): Promise<Snapshot<State> | undefined>;
}
