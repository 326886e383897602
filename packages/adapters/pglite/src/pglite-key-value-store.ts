import {
  checkName,
  encodeJson,
  keyConflict,
  type KeyValueEntry,
  type KeyValueStore,
  type KeyValueWriteOptions,
} from "@plimsoll/core";
import type { Connection, Queryable } from "./connection.ts";

/** Entries fetched at once. */
const pageSize = 256;

/** A `KeyValueStore` in a PGlite database. */
export class PgliteKeyValueStore implements KeyValueStore {
  readonly #connection: Connection;
  readonly #tenant: string;

  constructor(connection: Connection, tenant: string) {
    this.#connection = connection;
    this.#tenant = tenant;
  }

  async get<Value>(key: string): Promise<KeyValueEntry<Value> | undefined> {
    const [entry] = await this.#connection.query<KeyValueEntry<Value>>(
      "select key, value, version from key_values where tenant = $1 and key = $2",
      [this.#tenant, key],
    );
    return entry;
  }

  async set(key: string, value: unknown, options: KeyValueWriteOptions = {}): Promise<number> {
    checkName(key, "key");
    const text = encodeJson(value, `value of "${key}"`);
    return this.#connection.transaction(async (transaction) => {
      await this.#expect(transaction, key, options);
      const [row] = await transaction.query<{ readonly version: number }>(
        `insert into key_values (tenant, key, version, value) values ($1, $2, nextval('key_value_versions'), $3::text::json)
         on conflict (tenant, key) do update set version = excluded.version, value = excluded.value
         returning version`,
        [this.#tenant, key, text],
      );
      return row!.version;
    });
  }

  async delete(key: string, options: KeyValueWriteOptions = {}): Promise<boolean> {
    return this.#connection.transaction(async (transaction) => {
      await this.#expect(transaction, key, options);
      const deleted = await transaction.query("delete from key_values where tenant = $1 and key = $2 returning key", [
        this.#tenant,
        key,
      ]);
      return deleted.length > 0;
    });
  }

  async *entries<Value>(prefix: string): AsyncIterable<KeyValueEntry<Value>> {
    let after = "";
    for (;;) {
      const page = await this.#connection.query<KeyValueEntry<Value>>(
        `select key, value, version from key_values
         where tenant = $1 and starts_with(key, $2) and key > $3 order by key limit ${pageSize}`,
        [this.#tenant, prefix, after],
      );
      yield* page;
      if (page.length < pageSize) return;
      after = page.at(-1)!.key;
    }
  }

  async #expect(queryable: Queryable, key: string, options: KeyValueWriteOptions): Promise<void> {
    const { expectedVersion = "any" } = options;
    if (expectedVersion === "any") return;
    const [row] = await queryable.query<{ readonly version: number }>(
      "select version from key_values where tenant = $1 and key = $2",
      [this.#tenant, key],
    );
    const actual = row?.version ?? 0;
    if (actual !== (expectedVersion === "none" ? 0 : expectedVersion)) throw keyConflict(key, expectedVersion, actual);
  }
}
