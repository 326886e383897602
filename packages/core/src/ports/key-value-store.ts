/** A value of a {@link KeyValueStore} with the version that its write was given. */
export interface KeyValueEntry<Value> {
  readonly key: string;
  readonly value: Value;
  /** Positive, and greater than that of every earlier write of the same key, also across a deletion. */
  readonly version: number;
}

/** Under which condition a write of a {@link KeyValueStore} takes place. */
export interface KeyValueWriteOptions {
  /**
   * The version the caller last saw; `"none"` if the key must not exist; `"any"` to overwrite.
   * @defaultValue "any"
   */
  readonly expectedVersion?: number | "none" | "any" | undefined;
}

/**
 * Small JSON documents by key, with optimistic concurrency: settings, checkpoints, projections.
 *
 * Keys are non-empty strings without NUL and lone surrogates. Values are copied in and out.
 *
 * @throws `INVALID_INPUT` for an empty key or a value that is not JSON
 * @throws `CONFLICT` when `expectedVersion` does not hold; of writers racing with the same expectation exactly one wins
 */
export interface KeyValueStore {
  get<Value>(key: string): Promise<KeyValueEntry<Value> | undefined>;
  /** Writes the value and returns its new version. */
  set(key: string, value: unknown, options?: KeyValueWriteOptions): Promise<number>;
  /** Removes the key; says whether it was there. */
  delete(key: string, options?: KeyValueWriteOptions): Promise<boolean>;
  /** The entries whose key starts with `prefix` (all, if empty), in ascending order of code points. */
  entries<Value>(prefix: string): AsyncIterable<KeyValueEntry<Value>>;
}
