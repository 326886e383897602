import type { KeyValueStore } from "../ports/key-value-store.ts";
import { collect, equal, failsWith, holds } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

/** The contract of `KeyValueStore`: an adapter passes all cases, or is wrong. */
export function keyValueStoreContract(subject: ContractSubject<KeyValueStore>): readonly ContractCase[] {
  return casesOf(subject, {
    "a key holds what was set last": async ({ port }) => {
      equal(await port.get("a"), undefined, "unknown key");
      const first = await port.set("a", { x: [1, null, "two"] });
      equal(await port.get("a"), { key: "a", value: { x: [1, null, "two"] }, version: first }, "first value");
      const second = await port.set("a", null);
      holds(second > first && first > 0, "versions are positive and rise");
      equal(await port.get("a"), { key: "a", value: null, version: second }, "second value");
    },

    "a deleted key is gone, and its versions go on rising": async ({ port }) => {
      const first = await port.set("a", 1);
      equal(await port.delete("a"), true, "deletion");
      equal(await port.delete("a"), false, "second deletion");
      equal(await port.get("a"), undefined, "deleted key");
      const second = await port.set("a", 2, { expectedVersion: "none" });
      holds(second > first, "the version rises across a deletion");
      await failsWith(
        "CONFLICT",
        () => port.set("a", 3, { expectedVersion: first }),
        "a version from before the deletion",
      );
    },

    "a write at another version than expected is a CONFLICT": async ({ port }) => {
      const first = await port.set("a", 1, { expectedVersion: "none" });
      const second = await port.set("a", 2, { expectedVersion: first });
      const attempts = { "the old version": first, none: "none", "a future version": second + 1 } as const;
      for (const [what, expectedVersion] of Object.entries(attempts)) {
        const error = await failsWith("CONFLICT", () => port.set("a", 3, { expectedVersion }), `set expecting ${what}`);
        equal(error.details, { stream: "a", expectedVersion, actualVersion: second }, "details of the conflict");
        await failsWith("CONFLICT", () => port.delete("a", { expectedVersion }), `delete expecting ${what}`);
      }
      await failsWith("CONFLICT", () => port.set("b", 1, { expectedVersion: 1 }), "a version of an unknown key");
      equal(await port.get("a"), { key: "a", value: 2, version: second }, "value after failed writes");
      equal(await port.delete("a", { expectedVersion: second }), true, "deletion at the right version");
    },

    "of writers racing on one key exactly one wins": async ({ port, other }) => {
      let version = await port.set("race", "start");
      for (let round = 0; round < 10; round++) {
        const expectedVersion = version;
        const outcomes = await Promise.allSettled(
          [0, 1, 2, 3].map((writer) =>
            (writer % 2 === 0 ? port : other).set("race", `${round}-${writer}`, { expectedVersion }),
          ),
        );
        const winner = outcomes.findIndex((outcome) => outcome.status === "fulfilled");
        equal(outcomes.filter((outcome) => outcome.status === "rejected").length, 3, `losers of round ${round}`);
        const entry = await port.get("race");
        equal(entry!.value, `${round}-${winner}`, `value after round ${round}`);
        version = entry!.version;
      }
      const fresh = await Promise.allSettled(
        [0, 1, 2, 3].map((writer) => (writer % 2 === 0 ? port : other).set("new", writer, { expectedVersion: "none" })),
      );
      equal(fresh.filter((outcome) => outcome.status === "fulfilled").length, 1, "winners of a new key");
    },

    "entries are listed by prefix, in order of code points": async ({ port }) => {
      for (const key of ["p/b", "p/a", "p/\uffff", "p/🙂", "q/a", "p%"]) await port.set(key, key);
      const found = await collect(port.entries("p/"));
      equal(
        found.map((entry) => [entry.key, entry.value]),
        ["p/a", "p/b", "p/\uffff", "p/🙂"].map((key) => [key, key]),
        "entries",
      );
      equal((await collect(port.entries(""))).length, 6, "number of all entries");
      equal((await collect(port.entries("%"))).length, 0, "a prefix is not a pattern");
      for await (const entry of port.entries("p/")) await port.delete(entry.key);
      equal((await collect(port.entries("p/"))).length, 0, "entries after deleting while listing");
    },

    "what was handed in or out can be changed without changing the store": async ({ port }) => {
      const value = { list: [1] };
      await port.set("a", value);
      value.list.push(2);
      const read = await port.get<{ list: number[] }>("a");
      read!.value.list.push(3);
      equal((await port.get("a"))!.value, { list: [1] }, "value");
    },

    "texts of all scripts survive": async ({ port }) => {
      const texts = ["Ünïcode", "中文", "🙂", "%_'; --", 'quote " \\ \n'];
      for (const text of texts) await port.set(text, { [text]: text, nul: "\0", half: "\ud83d" });
      for (const text of texts) {
        equal((await port.get(text))!.value, { [text]: text, nul: "\0", half: "\ud83d" }, `value of ${text}`);
      }
    },

    "what can't be stored is INVALID_INPUT": async ({ port }) => {
      for (const key of ["", "nul \0", "half \ud83d"]) {
        await failsWith("INVALID_INPUT", () => port.set(key, 1), `the key ${JSON.stringify(key)}`);
      }
      const bad = { undefined, NaN, infinity: { x: Infinity }, bigint: 1n, set: new Set(), array: new Float64Array(1) };
      for (const [what, value] of Object.entries(bad)) {
        await failsWith("INVALID_INPUT", () => port.set("a", value), what);
      }
      equal(await collect(port.entries("")), [], "entries after failed writes");
    },
  });
}
