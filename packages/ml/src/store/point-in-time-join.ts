import { type FeatureStore, type FeatureValue, invalidInput, throwIfAborted } from "@plimsoll/core";
import { FeatureTable } from "../features/feature-table.ts";
import { type Duration, readDuration, readInstant } from "./duration.ts";

/** A feature by name, with a time to live of its own where it differs from that of the others. */
export type JoinedFeature = string | { readonly name: string; readonly timeToLive: Duration };

/** What a row of labels or predictions must say of itself. */
export interface JoinRow {
  /** Such as the asset. */
  readonly entity: string;
  /** The row's moment, ISO 8601 with zone: only what was known by then is joined. */
  readonly time: string;
}

/** Options of {@link pointInTimeJoin} and {@link onlineFeatures}. */
export interface JoinOptions {
  /**
   * Values that describe a moment further back than this are missing.
   * @defaultValue no limit
   */
  readonly timeToLive?: Duration | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rows with their features. */
export interface JoinedRows<Row> {
  readonly rows: readonly Row[];
  /** rows x features, NaN where missing: what models take. */
  readonly table: FeatureTable;
  /** The stored value behind each number, by row and feature; `null` where there was none or it was too old. */
  readonly sources: readonly (readonly (FeatureValue | null)[])[];
}

interface ReadFeature {
  readonly name: string;
  readonly timeToLive: number;
}

/** Reads the features asked for: at least one, each once. */
export function readFeatureNames(features: readonly JoinedFeature[], options: JoinOptions): readonly ReadFeature[] {
  const general = options.timeToLive === undefined ? Infinity : readDuration(options.timeToLive, "timeToLive");
  const read = features.map((feature, i): ReadFeature => {
    if (typeof feature === "string") return { name: feature, timeToLive: general };
    return { name: feature.name, timeToLive: readDuration(feature.timeToLive, `features[${i}].timeToLive`) };
  });
  if (read.length === 0) throw invalidInput("features", "features: expected at least one name, was an empty list");
  const twice = read.find(({ name }, i) => read.findIndex((other) => other.name === name) !== i);
  if (twice === undefined) return read;
  throw invalidInput("features", `features: "${twice.name}" stands twice: name each feature once`);
}

/**
 * Joins to each row the features of its entity as they were known at its moment: training rows see what prediction saw.
 *
 * No value enters whose `knownAt` is after the row's `time`; of corrections the row gets the one known by then; a value
 * whose `time` is further back than its time to live is missing, and so is one stored as `null`. Rows may come in any
 * order and keep it. The store is asked once for each distinct moment.
 *
 * @throws `INVALID_INPUT` for a time without zone, a bad duration, or a feature named twice; `ABORTED`; what the store throws
 *
 * @example
 * ```ts
 * import { MemoryFeatureStore } from "@plimsoll/core";
 * import { pointInTimeJoin } from "@plimsoll/ml";
 *
 * const store = new MemoryFeatureStore();
 * const value = (time: string, knownAt: string, value: number) => ({ entity: "A", feature: "roe", time, knownAt, value });
 * await store.write([value("2024-03-31T00:00:00Z", "2024-05-10T00:00:00Z", 0.12)]);
 *
 * const rows = [{ entity: "A", time: "2024-05-01T00:00:00Z", label: 1 }, { entity: "A", time: "2024-06-01T00:00:00Z", label: 0 }];
 * const { table } = await pointInTimeJoin(rows, store, ["roe"], { timeToLive: { days: 120 } });
 * console.log(table.column("roe")); // Float64Array(2) [ NaN, 0.12 ]
 * ```
 */
export async function pointInTimeJoin<Row extends JoinRow>(
  rows: readonly Row[],
  store: FeatureStore,
  features: readonly JoinedFeature[],
  options: JoinOptions = {},
): Promise<JoinedRows<Row>> {
  const wanted = readFeatureNames(features, options);
  const names = wanted.map(({ name }) => name);
  const moments = new Map<number, number[]>();
  rows.forEach((row, i) => {
    const moment = readInstant(row.time, `rows[${i}].time`);
    const there = moments.get(moment);
    if (there === undefined) moments.set(moment, [i]);
    else there.push(i);
  });
  const sources: (FeatureValue | null)[][] = rows.map(() => names.map(() => null));
  for (const [moment, places] of moments) {
    throwIfAborted(options.signal, "the point-in-time join");
    const entities = [...new Set(places.map((place) => rows[place]!.entity))];
    const found = await store.read({ entities, features: names, at: new Date(moment).toISOString() });
    const byEntity = new Map(entities.map((entity) => [entity, new Map<string, FeatureValue>()]));
    for (const value of found) byEntity.get(value.entity)?.set(value.feature, value);
    for (const place of places) {
      wanted.forEach(({ name, timeToLive }, j) => {
        const value = byEntity.get(rows[place]!.entity)!.get(name);
        const isAlive = value !== undefined && moment - readInstant(value.time, "time") <= timeToLive;
        if (isAlive) sources[place]![j] = value;
      });
    }
  }
  const values = Float64Array.from(sources.flat(), (source) => source?.value ?? Number.NaN);
  return { rows, table: FeatureTable.of({ names, values, dates: rows.map(({ time }) => time) }), sources };
}
