import type { FeatureStore, FeatureValue } from "../ports/feature-store.ts";
import { collect, equal, failsWith } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

const day = (dayOfMonth: number): string => `2024-01-${String(dayOfMonth).padStart(2, "0")}T00:00:00Z`;

const value = (
  time: number,
  knownAt: number,
  number: number | null,
  feature = "momentum",
  entity = "A",
): FeatureValue => ({
  entity,
  feature,
  time: day(time),
  knownAt: day(knownAt),
  value: number,
});

/** The contract of `FeatureStore`: an adapter passes all cases, or is wrong. */
export function featureStoreContract(subject: ContractSubject<FeatureStore>): readonly ContractCase[] {
  return casesOf(subject, {
    "the latest value as seen at a moment": async ({ port }) => {
      await port.write([value(1, 1, 10), value(3, 3, 30), value(2, 2, 20)]);
      const read = (at: string) => port.read({ entities: ["A"], features: ["momentum"], at });
      equal(await read(day(3)), [value(3, 3, 30)], "on day 3");
      equal(await read("2024-01-02T23:59:59.999Z"), [value(2, 2, 20)], "just before day 3");
      equal(await read(day(9)), [value(3, 3, 30)], "long after");
      equal(await read("2023-12-31T23:59:59Z"), [], "before the first");
      equal(await read("2024-01-03T01:00:00+02:00"), [value(2, 2, 20)], "in another time zone");
    },

    "a value is invisible before it was known": async ({ port }) => {
      await port.write([value(1, 1, 10), value(2, 5, 20)]);
      const query = { entities: ["A"], features: ["momentum"] };
      equal(await port.read({ ...query, at: day(4) }), [value(1, 1, 10)], "while unknown");
      equal(await port.read({ ...query, at: day(5) }), [value(2, 5, 20)], "once known");
    },

    "a correction counts from when it was known": async ({ port }) => {
      await port.write([value(1, 1, 10), value(2, 2, 20), value(1, 4, 11)]);
      await port.write([value(1, 3, 12), value(1, 4, 13)]);
      const query = { entities: ["A"], features: ["momentum"] };
      const history = (at: number, from?: string) => collect(port.history({ ...query, at: day(at), from }));
      equal(await history(2), [value(1, 1, 10), value(2, 2, 20)], "before");
      equal(await history(3), [value(1, 3, 12), value(2, 2, 20)], "after the first correction");
      equal(await history(4), [value(1, 4, 13), value(2, 2, 20)], "after the last");
      equal(await history(4, day(2)), [value(2, 2, 20)], "from day 2");
      equal(await port.read({ ...query, at: day(4) }), [value(2, 2, 20)], "latest");
    },

    "entities and features are kept apart, in the order of the query": async ({ port }) => {
      const [a, b, c] = [value(1, 1, 1), value(1, 1, 2, "beta"), value(1, 1, null, "momentum", "B")];
      await port.write([a, b, c]);
      const query = { entities: ["B", "C", "A"], features: ["beta", "momentum"], at: day(1) };
      equal(await port.read(query), [c, b, a], "read");
      equal(await collect(port.history(query)), [c, b, a], "history");
      equal(await port.read({ ...query, features: [] }), [], "no features");
    },

    "what can't be stored is INVALID_INPUT, and the whole write stays out": async ({ port }) => {
      const bad: Readonly<Record<string, FeatureValue>> = {
        "a value known before its time": value(2, 1, 1),
        NaN: value(1, 1, NaN),
        "no entity": value(1, 1, 1, "momentum", ""),
        "no feature": value(1, 1, 1, ""),
        "a date without time": { ...value(1, 1, 1), time: "2024-01-01" },
        "a moment of knowing without zone": { ...value(1, 1, 1), knownAt: "2024-01-01T00:00:00" },
      };
      for (const [what, one] of Object.entries(bad)) {
        await failsWith("INVALID_INPUT", () => port.write([value(1, 1, 1), one]), what);
      }
      const query = { entities: ["A"], features: ["momentum"] };
      await failsWith("INVALID_INPUT", () => port.read({ ...query, at: "now" }), "an unreadable moment");
      equal(await port.read({ ...query, at: day(9) }), [], "values after failed writes");
    },

    "what was handed out can be changed without changing the store": async ({ port }) => {
      await port.write([value(1, 1, 1)]);
      const query = { entities: ["A"], features: ["momentum"], at: day(1) };
      const [read] = await port.read(query);
      (read as { value: number }).value = 2;
      const [again] = await collect(port.history(query));
      equal(again, value(1, 1, 1), "value");
      (again as { value: number }).value = 3;
      equal(await port.read(query), [value(1, 1, 1)], "value");
    },
  });
}
