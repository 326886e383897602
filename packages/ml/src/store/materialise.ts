import { type FeatureStore, type FeatureValue, invalidInput } from "@plimsoll/core";
import type { FeatureTable } from "../features/feature-table.ts";
import { type Duration, readDuration, readInstant } from "./duration.ts";

/** Options of {@link materialiseFeatures}. */
export interface MaterialiseOptions {
  /** Whom the table is about, such as the asset. */
  readonly entity: string;
  /**
   * Where the table's dates are days: the time of day (with zone) at which the day's row is complete.
   * @defaultValue "23:59:59.999Z"
   */
  readonly dayEnds?: string | undefined;
  /**
   * How long after its moment a row becomes known: computation, delivery, publication.
   * @defaultValue none
   */
  readonly delay?: Duration | undefined;
}

/**
 * The values of one row of features, ready for `FeatureStore.write`: what a live loop stores after each `update`.
 *
 * NaN becomes `null`, so that it hides the value before it.
 *
 * @example
 * ```ts
 * import { featureValues } from "@plimsoll/ml";
 *
 * const row = { entity: "A", names: ["rsi-14"], values: [61], time: "2024-05-10T20:00:00Z" };
 * console.log(featureValues(row)[0].knownAt); // 2024-05-10T20:00:00Z
 * ```
 */
export function featureValues(row: {
  readonly entity: string;
  readonly names: readonly string[];
  readonly values: ArrayLike<number>;
  /** The moment that the row describes, ISO 8601 with zone. */
  readonly time: string;
  /** @defaultValue `time` */
  readonly knownAt?: string | undefined;
}): FeatureValue[] {
  const { entity, names, values, time, knownAt = time } = row;
  if (values.length !== names.length) {
    throw invalidInput("values", `values: expected ${names.length}, one for each name, was ${values.length}`);
  }
  return names.map((feature, j) => {
    const value = values[j]!;
    return { entity, feature, time, knownAt, value: Number.isNaN(value) ? null : value };
  });
}

/**
 * Writes a table of features into a store: for each row the values that it has, known from the row's moment (plus
 * `delay`) on. Gives the number of values written.
 *
 * The lead-in, where a feature has no value yet, is not written; later NaN is written as `null`.
 *
 * @throws `INVALID_INPUT` for a table without dates, or a time of day without zone; what the store throws
 *
 * @example
 * ```ts
 * import { MemoryFeatureStore } from "@plimsoll/core";
 * import { materialiseFeatures, onlineFeatures, technicalFeatures } from "@plimsoll/ml";
 *
 * const dates = ["2024-05-08", "2024-05-09", "2024-05-10"];
 * const table = technicalFeatures({ close: [10, 11, 15], dates }, { include: ["sma-2"] });
 * const store = new MemoryFeatureStore();
 * console.log(await materialiseFeatures(store, table, { entity: "A", dayEnds: "20:00Z" })); // 2
 * const seen = await onlineFeatures(store, { entities: ["A"], features: ["sma-2"], at: "2024-05-10T12:00:00Z" });
 * console.log(seen.column("sma-2")[0]); // 10.5
 * ```
 */
export async function materialiseFeatures(
  store: FeatureStore,
  table: FeatureTable,
  options: MaterialiseOptions,
): Promise<number> {
  const { entity, dayEnds = "23:59:59.999Z", delay } = options;
  if (table.dates === undefined) {
    throw invalidInput("table", "table: has no dates: compute it from bars with dates, so that its rows have a moment");
  }
  const late = delay === undefined ? 0 : readDuration(delay, "delay");
  const hasBegun = table.names.map(() => false);
  const written = table.dates.flatMap((date, t) => {
    const time = date.length === 10 ? `${date}T${dayEnds}` : date;
    const moment = readInstant(time, date.length === 10 ? "dayEnds" : `dates[${t}]`);
    const values = featureValues({
      entity,
      names: table.names,
      values: table.row(t),
      time: new Date(moment).toISOString(),
      knownAt: new Date(moment + late).toISOString(),
    });
    return values.filter(({ value }, j) => {
      hasBegun[j] ||= value !== null;
      return hasBegun[j];
    });
  });
  await store.write(written);
  return written.length;
}
