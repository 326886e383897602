import { invalidInput } from "../errors.ts";
import type { Cache, CacheOptions } from "../ports/cache.ts";
import { checkName } from "../ports/check-name.ts";
import type { Clock } from "../ports/clock.ts";
import { encodeJson } from "../ports/json.ts";

/** How a {@link MemoryCache} is made. */
export interface MemoryCacheOptions {
  /** Tells when entries are over. */
  readonly clock: Clock;
  /**
   * How many entries to keep; the one not read or written for longest goes first.
   * @defaultValue 1000
   */
  readonly capacity?: number | undefined;
}

/** A computation under way, as JSON text. */
interface Pending {
  readonly text: Promise<string>;
}

/** A {@link Cache} in memory that keeps what was used last. */
export class MemoryCache implements Cache {
  readonly #clock: Clock;
  readonly #capacity: number;
  // a Map remembers the order of insertion: the first key is the one used longest ago
  readonly #rows = new Map<string, { readonly text: string; readonly expiresAt: number }>();
  readonly #pending = new Map<string, Pending>();

  /** @throws `INVALID_INPUT` for a capacity that is not a positive integer */
  constructor(options: MemoryCacheOptions) {
    const { clock, capacity = 1000 } = options;
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw invalidInput("capacity", `capacity: expected a positive integer, was ${capacity}`);
    }
    this.#clock = clock;
    this.#capacity = capacity;
  }

  async get<Value>(key: string): Promise<Value | undefined> {
    const text = this.#read(key);
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }

  async set(key: string, value: unknown, options: CacheOptions = {}): Promise<void> {
    this.#check(key, options);
    const text = encodeJson(value, `value of "${key}"`);
    this.#pending.delete(key);
    this.#write(key, text, options);
  }

  async getOrCompute<Value>(key: string, compute: () => Promise<Value>, options: CacheOptions = {}): Promise<Value> {
    this.#check(key, options);
    const text = this.#read(key) ?? (await (this.#pending.get(key)?.text ?? this.#compute(key, compute, options)));
    return JSON.parse(text) as Value;
  }

  async delete(key: string): Promise<boolean> {
    this.#pending.delete(key);
    const alive = this.#read(key) !== undefined;
    this.#rows.delete(key);
    return alive;
  }

  async clear(): Promise<void> {
    this.#pending.clear();
    this.#rows.clear();
  }

  #check(key: string, { ttl }: CacheOptions): void {
    checkName(key, "key");
    if (ttl !== undefined && !(ttl > 0)) {
      throw invalidInput("ttl", `ttl of "${key}": expected milliseconds above 0, was ${ttl}`);
    }
  }

  #read(key: string): string | undefined {
    const row = this.#rows.get(key);
    if (row === undefined) return undefined;
    this.#rows.delete(key);
    if (row.expiresAt <= this.#clock.now()) return undefined;
    this.#rows.set(key, row);
    return row.text;
  }

  #write(key: string, text: string, { ttl = Infinity }: CacheOptions): void {
    this.#rows.delete(key);
    this.#rows.set(key, { text, expiresAt: this.#clock.now() + ttl });
    if (this.#rows.size > this.#capacity) this.#rows.delete(this.#rows.keys().next().value!);
  }

  async #compute<Value>(key: string, compute: () => Promise<Value>, options: CacheOptions): Promise<string> {
    const pending: Pending = {
      text: Promise.resolve().then(async () => encodeJson(await compute(), `value of "${key}"`)),
    };
    this.#pending.set(key, pending);
    try {
      const text = await pending.text;
      // a write or deletion in between is newer than what was computed
      if (this.#pending.get(key) === pending) this.#write(key, text, options);
      return text;
    } finally {
      if (this.#pending.get(key) === pending) this.#pending.delete(key);
    }
  }
}
