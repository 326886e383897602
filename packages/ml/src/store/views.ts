import { type FeatureStore, invalidInput } from "@plimsoll/core";
import type { FeatureTable } from "../features/feature-table.ts";
import { readInstant } from "./duration.ts";
import {
  type JoinedFeature,
  type JoinedRows,
  type JoinOptions,
  type JoinRow,
  pointInTimeJoin,
  readFeatureNames,
} from "./point-in-time-join.ts";

/** Which features, of whom, seen from when. */
export interface OnlineQuery extends JoinOptions {
  readonly entities: readonly string[];
  readonly features: readonly JoinedFeature[];
  /** The moment of looking, ISO 8601 with zone. */
  readonly at: string;
}

/** Which stretch of the past. */
export interface OfflineQuery extends OnlineQuery {
  /**
   * First moment, included.
   * @defaultValue the beginning
   */
  readonly from?: string | undefined;
}

/**
 * The online view: one row for each entity with its features as known at `at`, for prediction.
 *
 * @throws as {@link pointInTimeJoin}
 *
 * @example
 * ```ts
 * import { MemoryFeatureStore } from "@plimsoll/core";
 * import { onlineFeatures } from "@plimsoll/ml";
 *
 * const store = new MemoryFeatureStore();
 * const time = "2024-05-10T16:00:00Z";
 * await store.write([{ entity: "A", feature: "rsi-14", time, knownAt: time, value: 61 }]);
 * const table = await onlineFeatures(store, { entities: ["A", "B"], features: ["rsi-14"], at: "2024-05-11T00:00:00Z" });
 * console.log(table.column("rsi-14")); // Float64Array(2) [ 61, NaN ]
 * ```
 */
export async function onlineFeatures(store: FeatureStore, query: OnlineQuery): Promise<FeatureTable> {
  const { entities, features, at, ...options } = query;
  if (entities.length === 0) throw invalidInput("entities", "entities: expected at least one, was an empty list");
  const rows = entities.map((entity) => ({ entity, time: at }));
  return (await pointInTimeJoin(rows, store, features, options)).table;
}

/**
 * The offline view: a row for each entity and each moment up to `at` at which one of its features became known, with all
 * its features as they were known then, for training.
 *
 * Each row is what the online view showed at its moment: moments are those at which the values seen at `at` became known,
 * and corrections since then do not reach back. Rows by entity, then by time.
 *
 * @throws as {@link pointInTimeJoin}
 */
export async function offlineFeatures(store: FeatureStore, query: OfflineQuery): Promise<JoinedRows<JoinRow>> {
  const { entities, features, at, from, ...options } = query;
  if (entities.length === 0) throw invalidInput("entities", "entities: expected at least one, was an empty list");
  const names = readFeatureNames(features, options).map(({ name }) => name);
  const first = from === undefined ? -Infinity : readInstant(from, "from");
  const rows: JoinRow[] = [];
  for (const entity of new Set(entities)) {
    const moments = new Set<number>();
    for await (const value of store.history({ entities: [entity], features: names, at })) {
      const moment = readInstant(value.knownAt, "knownAt");
      if (moment >= first) moments.add(moment);
    }
    const ascending = [...moments].sort((a, b) => a - b);
    for (const moment of ascending) rows.push({ entity, time: new Date(moment).toISOString() });
  }
  return pointInTimeJoin(rows, store, features, options);
}
