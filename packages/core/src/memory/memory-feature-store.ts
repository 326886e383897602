import { invalidInput } from "../errors.ts";
import { checkName } from "../ports/check-name.ts";
import type { FeatureHistoryQuery, FeatureQuery, FeatureStore, FeatureValue } from "../ports/feature-store.ts";
import { parseInstant } from "../ports/instant.ts";

interface Row {
  readonly time: number;
  readonly knownAt: number;
  readonly written: FeatureValue;
}

const keyOf = (entity: string, feature: string): string => JSON.stringify([entity, feature]);

/** A {@link FeatureStore} in memory. */
export class MemoryFeatureStore implements FeatureStore {
  /** By entity and feature, in the order of writing. */
  readonly #rows = new Map<string, Row[]>();

  async write(values: readonly FeatureValue[]): Promise<void> {
    const rows = values.map((value, i): Row => {
      const at = `values[${i}]`;
      checkName(value.entity, `${at}.entity`);
      checkName(value.feature, `${at}.feature`);
      const time = parseInstant(value.time, `${at}.time`);
      const knownAt = parseInstant(value.knownAt, `${at}.knownAt`);
      if (knownAt < time) {
        throw invalidInput(
          `${at}.knownAt`,
          `${at}: ${value.feature} of ${value.entity} at ${value.time} can't be known before, at ${value.knownAt}`,
        );
      }
      if (value.value !== null && !Number.isFinite(value.value)) {
        throw invalidInput(`${at}.value`, `${at}.value: expected a finite number or null, was ${value.value}`);
      }
      const { entity, feature } = value;
      return {
        time,
        knownAt,
        written: { entity, feature, time: value.time, knownAt: value.knownAt, value: value.value },
      };
    });
    for (const row of rows) {
      const key = keyOf(row.written.entity, row.written.feature);
      const list = this.#rows.get(key);
      if (list === undefined) this.#rows.set(key, [row]);
      else list.push(row);
    }
  }

  async read(query: FeatureQuery): Promise<readonly FeatureValue[]> {
    return this.#seen(query).flatMap((rows) => (rows.length === 0 ? [] : { ...rows.at(-1)!.written }));
  }

  async *history(query: FeatureHistoryQuery): AsyncIterable<FeatureValue> {
    const from = query.from === undefined ? -Infinity : parseInstant(query.from, "from");
    for (const rows of this.#seen(query)) {
      for (const row of rows) if (row.time >= from) yield { ...row.written };
    }
  }

  /** For each entity and feature of the query what is seen at its moment: one row for each time, ascending. */
  #seen(query: FeatureQuery): Row[][] {
    const at = parseInstant(query.at, "at");
    return query.entities.flatMap((entity) =>
      query.features.map((feature) => {
        const latest = new Map<number, Row>();
        for (const row of this.#rows.get(keyOf(entity, feature)) ?? []) {
          // knownAt is not before time, so it alone decides
          if (row.knownAt > at) continue;
          const before = latest.get(row.time);
          if (before === undefined || row.knownAt >= before.knownAt) latest.set(row.time, row);
        }
        return [...latest.values()].sort((a, b) => a.time - b.time);
      }),
    );
  }
}
