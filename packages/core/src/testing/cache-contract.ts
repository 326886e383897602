import type { Cache } from "../ports/cache.ts";
import { equal, failsWith } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

/** The contract of `Cache`: an adapter passes all cases, or is wrong. The cache must hold at least 100 entries. */
export function cacheContract(subject: ContractSubject<Cache>): readonly ContractCase[] {
  return casesOf(subject, {
    "a key holds what was set last, until it is deleted": async ({ port }) => {
      equal(await port.get("a"), undefined, "unknown key");
      await port.set("a", { x: [1, null] });
      await port.set("b", null);
      equal(await port.get("a"), { x: [1, null] }, "value");
      equal(await port.get("b"), null, "null");
      await port.set("a", 2);
      equal(await port.get("a"), 2, "second value");
      equal([await port.delete("a"), await port.delete("a")], [true, false], "deletions");
      equal(await port.get("a"), undefined, "deleted key");
      await port.clear();
      equal(await port.get("b"), undefined, "key after clearing");
    },

    "an entry lives as long as it was told": async ({ port, clock }) => {
      await port.set("short", 1, { ttl: 1000 });
      await port.set("long", 2, { ttl: 5000 });
      await port.set("ever", 3);
      clock.advance(999);
      equal([await port.get("short"), await port.get("long")], [1, 2], "before the end");
      clock.advance(1);
      equal([await port.get("short"), await port.get("long")], [undefined, 2], "at the end of the first");
      equal(await port.delete("short"), false, "deletion of a dead entry");
      await port.set("long", 4, { ttl: 5000 });
      clock.advance(4999);
      equal(await port.get("long"), 4, "a new value has a new life");
      clock.advance(1e12);
      equal([await port.get("long"), await port.get("ever")], [undefined, 3], "in thirty years");
    },

    "a value is computed once": async ({ port, clock }) => {
      let calls = 0;
      const compute = async () => ({ calls: ++calls });
      const overlapping = await Promise.all([1, 2, 3].map(() => port.getOrCompute("a", compute, { ttl: 1000 })));
      equal(overlapping, [{ calls: 1 }, { calls: 1 }, { calls: 1 }], "overlapping calls");
      equal(await port.getOrCompute("a", compute), { calls: 1 }, "later call");
      equal(await port.get("a"), { calls: 1 }, "value");
      clock.advance(1000);
      equal(await port.getOrCompute("a", compute), { calls: 2 }, "call after its end");
      equal(await port.getOrCompute("b", async () => "b"), "b", "other key");
    },

    "a failed computation is not kept": async ({ port }) => {
      let calls = 0;
      const compute = async () => {
        calls++;
        if (calls === 1) throw new Error("first try");
        return calls;
      };
      const outcomes = await Promise.allSettled([port.getOrCompute("a", compute), port.getOrCompute("a", compute)]);
      const messages = outcomes.map((outcome) =>
        outcome.status === "rejected" ? String(outcome.reason) : outcome.value,
      );
      equal(messages, ["Error: first try", "Error: first try"], "overlapping calls");
      equal(await port.getOrCompute("a", compute), 2, "second try");
      const thrower = (): Promise<number> => {
        throw new Error("at once");
      };
      equal(
        String(await port.getOrCompute("b", thrower).catch((error: unknown) => error)),
        "Error: at once",
        "thrown at once",
      );
    },

    "what is written while a value is computed wins": async ({ port }) => {
      let begun = (): void => {};
      let finish = (): void => {};
      const begins = new Promise<void>((resolve) => (begun = resolve));
      const finishes = new Promise<void>((resolve) => (finish = resolve));
      const computing = port.getOrCompute("a", async () => {
        begun();
        await finishes;
        return "computed";
      });
      await begins;
      await port.set("a", "written");
      finish();
      equal(await computing, "computed", "who asked for the computation gets it");
      equal(await port.get("a"), "written", "value");
    },

    "what was handed in or out can be changed without changing the cache": async ({ port }) => {
      const value = { list: [1] };
      await port.set("a", value);
      value.list.push(2);
      (await port.get<{ list: number[] }>("a"))!.list.push(3);
      equal(await port.get("a"), { list: [1] }, "value");
      const computed = await port.getOrCompute("b", async () => value);
      computed.list.push(4);
      equal(await port.get("b"), { list: [1, 2] }, "computed value");
    },

    "what can't be kept is INVALID_INPUT": async ({ port }) => {
      await failsWith("INVALID_INPUT", () => port.set("", 1), "an empty key");
      await failsWith("INVALID_INPUT", () => port.set("a", undefined), "undefined");
      await failsWith("INVALID_INPUT", () => port.set("a", { x: NaN }), "NaN");
      await failsWith("INVALID_INPUT", () => port.getOrCompute("a", async () => 1n), "a computed bigint");
      for (const ttl of [0, -1, NaN]) {
        await failsWith("INVALID_INPUT", () => port.set("a", 1, { ttl }), `a time to live of ${ttl}`);
      }
      equal(await port.get("a"), undefined, "value after failed writes");
    },
  });
}
