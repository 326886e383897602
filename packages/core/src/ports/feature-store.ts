/** A number known about an entity: what it was about, and when it was known. */
export interface FeatureValue {
  /** Such as an asset or `"market"`. */
  readonly entity: string;
  /** Such as `"momentum-12-1"`. */
  readonly feature: string;
  /** The moment that the value describes, ISO 8601 with zone. */
  readonly time: string;
  /** The moment from which it was available, ISO 8601 with zone, not before `time`. */
  readonly knownAt: string;
  /** `null` when it could not be computed. */
  readonly value: number | null;
}

/** Which features, seen from when. */
export interface FeatureQuery {
  readonly entities: readonly string[];
  readonly features: readonly string[];
  /** The moment of looking, ISO 8601 with zone: only values with `time` and `knownAt` up to it exist. */
  readonly at: string;
}

/** Which history of features. */
export interface FeatureHistoryQuery extends FeatureQuery {
  /** First `time`, included. */
  readonly from?: string | undefined;
}

/**
 * Features with two times, so that training and prediction see the same past (no look-ahead).
 *
 * Of several values for one entity, feature and `time`, the one with the latest `knownAt` counts, and with equal
 * `knownAt` the one written last.
 */
export interface FeatureStore {
  /**
   * Adds values; all or nothing.
   * @throws `INVALID_INPUT` for an unreadable time, `knownAt` before `time`, an empty name, NaN or an infinity
   */
  write(values: readonly FeatureValue[]): Promise<void>;
  /** The value of the latest `time` for each entity and feature as seen at `at`; those without one are left out. In the order of the query. */
  read(query: FeatureQuery): Promise<readonly FeatureValue[]>;
  /** All values as seen at `at`, one for each entity, feature and `time`; by entity and feature of the query, then by time. */
  history(query: FeatureHistoryQuery): AsyncIterable<FeatureValue>;
}
