import { invalidInput, PlimsollError } from "../errors.ts";
import { TimeSchema } from "../values/time.ts";
import { checkName } from "./check-name.ts";
import type { AppendResult, ExpectedVersion, NewEvent } from "./event-store.ts";
import { encodeJson } from "./json.ts";

/** An event that passed the checks of an append, its data as JSON text. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly time: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly data: string;
  /** JSON text; `null` when the event has none. */
  readonly metadata: string | null;
}

/** What a store already has under an id that is to be appended. */
export interface KnownEvent extends Pick<PreparedEvent, "id" | "type" | "schemaVersion" | "data"> {
  readonly stream: string;
  readonly version: number;
  readonly position: number;
}

/** What an append comes to: the version of the first new event, or the outcome of the append that this one repeats. */
export type AppendDecision =
  | { readonly kind: "append"; readonly firstVersion: number }
  | { readonly kind: "retry"; readonly result: AppendResult };

/**
 * Checks the arguments of `EventStore.append`, without looking at the store: the first half of an append, the same for
 * all stores.
 * @throws `INVALID_INPUT`, see `EventStore`
 */
export function prepareAppend(
  stream: string,
  events: readonly NewEvent[],
  expectedVersion: ExpectedVersion,
): readonly PreparedEvent[] {
  checkName(stream, "stream");
  if (typeof expectedVersion === "number" && !(Number.isInteger(expectedVersion) && expectedVersion >= 0)) {
    throw invalidInput(
      "expectedVersion",
      `expectedVersion: expected a number of events, "none" or "any", was ${expectedVersion}`,
    );
  }
  if (events.length === 0) throw invalidInput("events", "events: expected at least one event to append, was none");
  const firstVersion = events[0]!.version;
  const ids = new Set<string>();
  return events.map((event, i) => {
    const at = `events[${i}]`;
    checkName(event.id, `${at}.id`);
    checkName(event.type, `${at}.type`);
    checkName(event.correlationId, `${at}.correlationId`);
    checkName(event.causationId, `${at}.causationId`);
    if (!TimeSchema.safeParse(event.time).success) {
      const expected = 'an ISO day such as "2024-01-31" or ISO 8601 with zone such as "2024-01-31T16:00:00Z"';
      throw invalidInput(`${at}.time`, `${at}.time: expected ${expected}, was "${event.time}"`, { expected });
    }
    if (!Number.isInteger(event.schemaVersion) || event.schemaVersion < 1) {
      throw invalidInput(
        `${at}.schemaVersion`,
        `${at}.schemaVersion: expected 1, 2, 3, ..., was ${event.schemaVersion}`,
      );
    }
    if (ids.has(event.id)) throw invalidInput(`${at}.id`, `${at}.id: "${event.id}" stands twice in one append`);
    ids.add(event.id);
    if (event.stream !== undefined && event.stream !== stream) {
      throw invalidInput(`${at}.stream`, `${at}.stream is "${event.stream}", but it is appended to "${stream}"`);
    }
    const contiguous = firstVersion === undefined ? event.version === undefined : event.version === firstVersion + i;
    const follows = event.version === undefined || versionFits(expectedVersion, event.version - i);
    if (!contiguous || !follows) {
      throw invalidInput(
        `${at}.version`,
        `${at}.version is ${event.version}, which does not continue expectedVersion ${expectedVersion} and the events before it`,
      );
    }
    return {
      id: event.id,
      type: event.type,
      schemaVersion: event.schemaVersion,
      time: event.time,
      correlationId: event.correlationId,
      causationId: event.causationId,
      data: encodeJson(event.data, `${at}.data`),
      metadata: event.metadata === undefined ? null : encodeJson(event.metadata, `${at}.metadata`),
    };
  });
}

const versionFits = (expected: ExpectedVersion, firstVersion: number): boolean =>
  Number.isInteger(firstVersion) &&
  firstVersion >= 1 &&
  (expected === "any" || firstVersion === (expected === "none" ? 0 : expected) + 1);

/**
 * Decides about an append from what the store knows: the second half of an append, done where no other writer can come
 * between it and the write.
 *
 * @param known - the events of the store that have one of the ids to append
 * @throws `CONFLICT`, see `EventStore`
 */
export function decideAppend(
  stream: string,
  events: readonly NewEvent[],
  prepared: readonly PreparedEvent[],
  expectedVersion: ExpectedVersion,
  actualVersion: number,
  known: readonly KnownEvent[],
): AppendDecision {
  const conflict = (message: string): PlimsollError<"CONFLICT"> =>
    new PlimsollError("CONFLICT", message, { stream, expectedVersion, actualVersion });
  if (known.length > 0) {
    const byId = new Map(known.map((event) => [event.id, event]));
    const first = byId.get(prepared[0]!.id);
    prepared.forEach((event, i) => {
      const before = byId.get(event.id);
      const same =
        before !== undefined &&
        before.stream === stream &&
        before.version === first!.version + i &&
        before.type === event.type &&
        before.schemaVersion === event.schemaVersion &&
        before.data === event.data;
      if (same) return;
      const culprit = before ?? known[0]!;
      throw conflict(
        `event id "${culprit.id}" is already taken by version ${culprit.version} of stream "${culprit.stream}", and this append does not repeat what stands there; give new events new ids`,
      );
    });
    const last = byId.get(prepared.at(-1)!.id)!;
    return { kind: "retry", result: { version: last.version, position: last.position, appended: false } };
  }
  const expected = expectedVersion === "none" ? 0 : expectedVersion;
  const numbered = events[0]!.version;
  const wanted = expected === "any" ? (numbered === undefined ? actualVersion : numbered - 1) : expected;
  if (wanted !== actualVersion) {
    throw conflict(
      `stream "${stream}" is at version ${actualVersion}, expected ${wanted}: another writer was first; load it again and decide anew`,
    );
  }
  return { kind: "append", firstVersion: actualVersion + 1 };
}
