import { checkName } from "../ports/check-name.ts";
import { encodeJson } from "../ports/json.ts";
import { keyConflict } from "../ports/key-conflict.ts";
import type { KeyValueEntry, KeyValueStore, KeyValueWriteOptions } from "../ports/key-value-store.ts";
import { byCodePoint } from "./code-points.ts";

/** A {@link KeyValueStore} in memory. */
export class MemoryKeyValueStore implements KeyValueStore {
  readonly #rows = new Map<string, { readonly version: number; readonly text: string }>();
  // one counter for all keys: versions keep rising when a key is deleted and written again
  #lastVersion = 0;

  async get<Value>(key: string): Promise<KeyValueEntry<Value> | undefined> {
    const row = this.#rows.get(key);
    return row && { key, value: JSON.parse(row.text) as Value, version: row.version };
  }

  async set(key: string, value: unknown, options: KeyValueWriteOptions = {}): Promise<number> {
    checkName(key, "key");
    const text = encodeJson(value, `value of "${key}"`);
    this.#expect(key, options);
    const version = ++this.#lastVersion;
    this.#rows.set(key, { version, text });
    return version;
  }

  async delete(key: string, options: KeyValueWriteOptions = {}): Promise<boolean> {
    this.#expect(key, options);
    return this.#rows.delete(key);
  }

  async *entries<Value>(prefix: string): AsyncIterable<KeyValueEntry<Value>> {
    const keys = [...this.#rows.keys()].filter((key) => key.startsWith(prefix)).sort(byCodePoint);
    for (const key of keys) {
      const entry = await this.get<Value>(key);
      if (entry !== undefined) yield entry;
    }
  }

  #expect(key: string, options: KeyValueWriteOptions): void {
    const { expectedVersion = "any" } = options;
    const actualVersion = this.#rows.get(key)?.version ?? 0;
    if (expectedVersion === "any" || actualVersion === (expectedVersion === "none" ? 0 : expectedVersion)) return;
    throw keyConflict(key, expectedVersion, actualVersion);
  }
}
