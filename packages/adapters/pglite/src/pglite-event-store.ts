import {
  checkName,
  decideAppend,
  encodeJson,
  prepareAppend,
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  type KnownEvent,
  type NewEvent,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Snapshot,
  type StoredEvent,
  type StreamSummary,
} from "@plimsoll/core";
import type { Connection } from "./connection.ts";

/** Events fetched at once; a reader holds no more than this in memory. */
const pageSize = 256;

const columns = `position, stream, version, id, type, schema_version as "schemaVersion", time,
  correlation_id as "correlationId", causation_id as "causationId", data, metadata`;

type Row = Omit<StoredEvent, "metadata"> & { readonly metadata: Record<string, string> | null };

function stored({ metadata, ...event }: Row): StoredEvent {
  return metadata === null ? event : { ...event, metadata };
}

/** An `EventStore` in a PGlite database. */
export class PgliteEventStore implements EventStore {
  readonly #connection: Connection;
  readonly #tenant: string;

  constructor(connection: Connection, tenant: string) {
    this.#connection = connection;
    this.#tenant = tenant;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedVersion: ExpectedVersion },
  ): Promise<AppendResult> {
    const { expectedVersion } = options;
    const prepared = prepareAppend(stream, events, expectedVersion);
    return this.#connection.transaction(async (transaction) => {
      const known = await transaction.query<KnownEvent>(
        `select id, stream, version, position, type, schema_version as "schemaVersion", data::text as data
         from events where tenant = $1 and id = any($2::text[])`,
        [this.#tenant, prepared.map((event) => event.id)],
      );
      const [head] = await transaction.query<{ readonly version: number }>(
        "select coalesce(max(version), 0) as version from events where tenant = $1 and stream = $2",
        [this.#tenant, stream],
      );
      const decision = decideAppend(stream, events, prepared, expectedVersion, head!.version, known);
      if (decision.kind === "retry") return decision.result;
      const inserted = await transaction.query<{ readonly position: number }>(
        `insert into events
           (tenant, stream, version, id, type, schema_version, time, correlation_id, causation_id, data, metadata)
         select $1, $2, $3 + ordinality - 1, id, type, schema_version, time, correlation_id, causation_id,
           data::json, metadata::json
         from unnest($4::text[], $5::text[], $6::integer[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
           with ordinality as new (id, type, schema_version, time, correlation_id, causation_id, data, metadata, ordinality)
         order by ordinality
         returning position`,
        [
          this.#tenant,
          stream,
          decision.firstVersion,
          prepared.map((event) => event.id),
          prepared.map((event) => event.type),
          prepared.map((event) => event.schemaVersion),
          prepared.map((event) => event.time),
          prepared.map((event) => event.correlationId),
          prepared.map((event) => event.causationId),
          prepared.map((event) => event.data),
          prepared.map((event) => event.metadata),
        ],
      );
      const version = decision.firstVersion + prepared.length - 1;
      return { version, position: inserted.at(-1)!.position, appended: true };
    });
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent> {
    const end = Math.min(options.to ?? Infinity, await this.version(stream));
    let next = Math.max(1, options.from ?? 1);
    while (next <= end) {
      const page = await this.#connection.query<Row>(
        `select ${columns} from events
         where tenant = $1 and stream = $2 and version between $3 and $4 order by version limit ${pageSize}`,
        [this.#tenant, stream, next, end],
      );
      for (const row of page) yield stored(row);
      next += page.length;
    }
  }

  async *readAll(options: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    const { streamPrefix = "", types, limit = Infinity } = options;
    const [head] = await this.#connection.query<{ readonly position: number }>(
      "select coalesce(max(position), 0) as position from events",
    );
    let after = options.after ?? 0;
    let left = limit;
    while (left > 0) {
      const size = Math.min(left, pageSize);
      const page = await this.#connection.query<Row>(
        `select ${columns} from events
         where tenant = $1 and position > $2 and position <= $3
           and starts_with(stream, $4) and ($5::text[] is null or type = any($5::text[]))
         order by position limit $6`,
        [this.#tenant, after, head!.position, streamPrefix, types === undefined ? null : [...types], size],
      );
      for (const row of page) yield stored(row);
      if (page.length < size) return;
      after = page.at(-1)!.position;
      left -= page.length;
    }
  }

  async version(stream: string): Promise<number> {
    const [head] = await this.#connection.query<{ readonly version: number }>(
      "select coalesce(max(version), 0) as version from events where tenant = $1 and stream = $2",
      [this.#tenant, stream],
    );
    return head!.version;
  }

  async *streams(prefix: string): AsyncIterable<StreamSummary> {
    yield* await this.#connection.query<StreamSummary>(
      `select stream, max(version) as version from events
       where tenant = $1 and starts_with(stream, $2) group by stream order by stream`,
      [this.#tenant, prefix],
    );
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    checkName(snapshot.stream, "snapshot.stream");
    await this.#connection.query(
      `insert into snapshots (tenant, stream, version, snapshot) values ($1, $2, $3, $4::text::json)
       on conflict (tenant, stream) do update set version = excluded.version, snapshot = excluded.snapshot
       where snapshots.version <= excluded.version`,
      [this.#tenant, snapshot.stream, snapshot.version, encodeJson(snapshot, "snapshot")],
    );
  }

  async loadSnapshot<State>(stream: string): Promise<Snapshot<State> | undefined> {
    const [row] = await this.#connection.query<{ readonly snapshot: Snapshot<State> }>(
      "select snapshot from snapshots where tenant = $1 and stream = $2",
      [this.#tenant, stream],
    );
    return row?.snapshot;
  }
}
