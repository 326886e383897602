import type { StoredEvent } from "../portfolio/events.ts";
import { checkName } from "../ports/check-name.ts";
import { decideAppend, prepareAppend, type KnownEvent, type PreparedEvent } from "../ports/event-append.ts";
import type {
  AppendResult,
  EventStore,
  ExpectedVersion,
  NewEvent,
  ReadAllOptions,
  ReadStreamOptions,
  Snapshot,
  StreamSummary,
} from "../ports/event-store.ts";
import { encodeJson } from "../ports/json.ts";
import { byCodePoint } from "./code-points.ts";

type Row = PreparedEvent & KnownEvent;

/** Data is kept as JSON text, so that what a reader gets is its own and equal to what a database would give. */
function stored(row: Row): StoredEvent {
  const { metadata, ...event } = row;
  const plain = { ...event, data: JSON.parse(row.data) as unknown };
  return metadata === null ? plain : { ...plain, metadata: JSON.parse(metadata) as Record<string, string> };
}

/**
 * An {@link EventStore} in memory, for tests and short-lived programs.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@plimsoll/core";
 *
 * const store = new MemoryEventStore();
 * const event = { id: "e-1", type: "Noted", schemaVersion: 1, time: "2024-01-31T00:00:00Z", correlationId: "c", causationId: "c", data: { text: "hi" } };
 * console.log(await store.append("notes-1", [event], { expectedVersion: "none" }));
 * for await (const { version, type, data } of store.readStream("notes-1")) console.log(version, type, data);
 * ```
 */
export class MemoryEventStore implements EventStore {
  readonly #log: Row[] = [];
  readonly #streams = new Map<string, Row[]>();
  readonly #byId = new Map<string, Row>();
  readonly #snapshots = new Map<string, { readonly version: number; readonly text: string }>();

  async append(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedVersion: ExpectedVersion },
  ): Promise<AppendResult> {
    const { expectedVersion } = options;
    const prepared = prepareAppend(stream, events, expectedVersion);
    const rows = this.#streams.get(stream) ?? [];
    const known = prepared.flatMap((event) => this.#byId.get(event.id) ?? []);
    const decision = decideAppend(stream, events, prepared, expectedVersion, rows.length, known);
    if (decision.kind === "retry") return decision.result;
    for (const event of prepared) {
      const row: Row = { ...event, stream, version: rows.length + 1, position: this.#log.length + 1 };
      this.#log.push(row);
      this.#byId.set(row.id, row);
      rows.push(row);
    }
    this.#streams.set(stream, rows);
    return { version: rows.length, position: this.#log.length, appended: true };
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent> {
    const rows = this.#streams.get(stream) ?? [];
    const end = Math.min(rows.length, options.to ?? Infinity);
    for (let i = Math.max(1, options.from ?? 1); i <= end; i++) yield stored(rows[i - 1]!);
  }

  async *readAll(options: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    const { after = 0, streamPrefix = "", types, limit = Infinity } = options;
    const end = this.#log.length;
    let count = 0;
    for (let i = Math.max(0, after); i < end && count < limit; i++) {
      const row = this.#log[i]!;
      if (!row.stream.startsWith(streamPrefix) || types?.includes(row.type) === false) continue;
      count++;
      yield stored(row);
    }
  }

  async version(stream: string): Promise<number> {
    return this.#streams.get(stream)?.length ?? 0;
  }

  async *streams(prefix: string): AsyncIterable<StreamSummary> {
    const names = [...this.#streams.keys()].filter((name) => name.startsWith(prefix)).sort(byCodePoint);
    for (const stream of names) yield { stream, version: this.#streams.get(stream)!.length };
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    checkName(snapshot.stream, "snapshot.stream");
    const text = encodeJson(snapshot, "snapshot");
    const kept = this.#snapshots.get(snapshot.stream);
    if (kept !== undefined && kept.version > snapshot.version) return;
    this.#snapshots.set(snapshot.stream, { version: snapshot.version, text });
  }

  async loadSnapshot<State>(stream: string): Promise<Snapshot<State> | undefined> {
    const kept = this.#snapshots.get(stream);
    return kept === undefined ? undefined : (JSON.parse(kept.text) as Snapshot<State>);
  }
}
