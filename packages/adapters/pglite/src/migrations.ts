import { PlimsollError } from "@plimsoll/core";
import type { PGlite } from "@electric-sql/pglite";

/** A step of the schema's history. Steps are never changed, only added. */
interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const migrations: readonly Migration[] = [
  {
    version: 1,
    name: "events",
    // `json` keeps the text as it was written, which tells a retry from another event; "C" orders by code point
    sql: `
      create table events (
        position bigint generated always as identity primary key,
        tenant text collate "C" not null,
        stream text collate "C" not null,
        version integer not null check (version > 0),
        id text collate "C" not null,
        type text collate "C" not null,
        schema_version integer not null,
        time text not null,
        correlation_id text not null,
        causation_id text not null,
        data json not null,
        metadata json,
        unique (tenant, stream, version),
        unique (tenant, id)
      );
      create function refuse_change() returns trigger language plpgsql as $$
        begin
          raise exception 'events are only ever appended to';
        end
      $$;
      create trigger events_append_only before update or delete or truncate on events
        for each statement execute function refuse_change();
      create table snapshots (
        tenant text collate "C" not null,
        stream text collate "C" not null,
        version integer not null,
        snapshot json not null,
        primary key (tenant, stream)
      );
    `,
  },
  {
    version: 2,
    name: "key-values",
    // one sequence for all keys: versions rise also across a deletion
    sql: `
      create sequence key_value_versions;
      create table key_values (
        tenant text collate "C" not null,
        key text collate "C" not null,
        version bigint not null,
        value json not null,
        primary key (tenant, key)
      );
    `,
  },
  {
    version: 3,
    name: "bars",
    // a chunk is what one save said about one year; float64 bits don't compress, so they are stored plain
    sql: `
      create table bar_chunks (
        sequence bigint generated always as identity primary key,
        tenant text collate "C" not null,
        asset text collate "C" not null,
        interval text collate "C" not null,
        year integer not null,
        known_at bigint not null,
        first_index double precision not null,
        last_index double precision not null,
        fields integer not null,
        data bytea not null
      );
      alter table bar_chunks alter column data set storage external;
      create index bar_chunks_by_asset on bar_chunks (tenant, asset, interval, year, known_at, sequence);
    `,
  },
];

/**
 * Brings the schema up to date and writes down which steps were taken.
 * @throws `UNAVAILABLE` when a newer version of this package has been here
 */
export async function migrate(database: PGlite, resource: string): Promise<void> {
  await database.exec(`
    create table if not exists plimsoll_migrations (
      version integer primary key,
      name text not null,
      applied_at timestamptz not null default now()
    )
  `);
  const { rows } = await database.query<{ readonly version: number }>("select version from plimsoll_migrations");
  const done = new Set(rows.map((row) => row.version));
  const newer = Math.max(0, ...done);
  const latest = migrations.at(-1)!.version;
  if (newer > latest) {
    throw new PlimsollError(
      "UNAVAILABLE",
      `${resource} was written by a newer version of @plimsoll/adapter-pglite (schema ${newer}, this one knows ${latest}): update the package`,
      { resource },
    );
  }
  for (const { version, name, sql } of migrations) {
    if (done.has(version)) continue;
    await database.transaction(async (transaction) => {
      await transaction.exec(sql);
      await transaction.query("insert into plimsoll_migrations (version, name) values ($1, $2)", [version, name]);
    });
  }
}
