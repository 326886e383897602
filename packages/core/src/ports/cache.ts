/** How long an entry of a {@link Cache} lives. */
export interface CacheOptions {
  /**
   * Time to live in milliseconds of the cache's clock, above 0.
   * @defaultValue no limit
   */
  readonly ttl?: number | undefined;
}

/**
 * Holds values that can be computed again; any entry may be gone at any time.
 *
 * Values are JSON and are copied in and out: changing what was returned changes nothing in the cache.
 *
 * @throws `INVALID_INPUT` from `set` and `getOrCompute` when the value is not JSON, the key is empty or `ttl` is not above 0
 */
export interface Cache {
  /** The value under `key`, or `undefined` when there is none or its time is over. */
  get<Value>(key: string): Promise<Value | undefined>;
  set(key: string, value: unknown, options?: CacheOptions): Promise<void>;
  /**
   * The value under `key`; computed and kept when there is none. Calls that overlap within one process compute once. A
   * failed computation is thrown to all who wait for it and is not kept.
   */
  getOrCompute<Value>(key: string, compute: () => Promise<Value>, options?: CacheOptions): Promise<Value>;
  /** Forgets `key`; says whether there was a live entry. */
  delete(key: string): Promise<boolean>;
  /** Forgets everything. */
  clear(): Promise<void>;
}
