import type { EventStore, ExpectedVersion, NewEvent } from "../ports/event-store.ts";
import { collect, equal, failsWith, holds } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

/** An event with every field, told apart by its id. */
function event(id: string, data: unknown = { id }, type = "Noted"): NewEvent {
  return {
    id,
    type,
    schemaVersion: 1,
    time: "2024-01-31T14:30:00.000Z",
    correlationId: `correlation of ${id}`,
    causationId: `cause of ${id}`,
    data,
  };
}

const ids = async (events: AsyncIterable<{ readonly id: string }>): Promise<string[]> =>
  (await collect(events)).map((each) => each.id);

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/**
 * The contract of `EventStore`: an adapter passes all cases, or is wrong.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@plimsoll/core";
 * import { eventStoreContract } from "@plimsoll/core/testing";
 *
 * for (const { name, run } of eventStoreContract({ create: () => new MemoryEventStore() })) {
 *   await run();
 *   console.log(`kept: ${name}`);
 * }
 * ```
 */
export function eventStoreContract(subject: ContractSubject<EventStore>): readonly ContractCase[] {
  return casesOf(subject, {
    "an unknown stream is empty": async ({ port }) => {
      equal(await ids(port.readStream("nobody")), [], "events of an unknown stream");
      equal(await port.version("nobody"), 0, "version of an unknown stream");
      equal(await port.loadSnapshot("nobody"), undefined, "snapshot of an unknown stream");
      equal(await ids(port.readAll()), [], "all events of an empty store");
      equal(await collect(port.streams("")), [], "streams of an empty store");
    },

    "an event reads back with every field, its version and position": async ({ port }) => {
      const data = { amount: "12.50", nested: { list: [1, -0.5, 1e-7, null, true] }, empty: {} };
      const first = await port.append("s-1", [event("a", data), event("b")], { expectedVersion: "none" });
      const second = await port.append("s-1", [event("c")], { expectedVersion: 2 });
      equal([first.version, second.version], [2, 3], "versions of the appends");
      equal([first.appended, second.appended], [true, true], "appended");
      const [a, b, c] = await collect(port.readStream("s-1"));
      equal(a, { ...event("a", data), stream: "s-1", version: 1, position: a!.position }, "first event");
      equal([b!.version, c!.version], [2, 3], "versions of the events");
      equal([b!.position, c!.position], [first.position, second.position], "positions of the last events");
      holds(a!.position < b!.position && b!.position < c!.position, "positions rise");
      equal(await port.version("s-1"), 3, "version of the stream");
    },

    "days as times, and metadata, are kept as they are": async ({ port }) => {
      const metadata = { actor: "anna", reason: 'quarterly "review" 🙂' };
      const dated = { ...event("a"), time: "2024-01-31", metadata };
      await port.append("s-1", [dated, event("b")], { expectedVersion: "none" });
      metadata.actor = "changed";
      for (const read of [() => port.readStream("s-1"), () => port.readAll()]) {
        const [a, b] = await collect(read());
        const kept = { actor: "anna", reason: 'quarterly "review" 🙂' };
        equal([a!.time, a!.metadata], ["2024-01-31", kept], "time and metadata");
        holds(!("metadata" in b!), "an event without metadata stays without");
      }
    },

    "an append to another version than expected is a CONFLICT and writes nothing": async ({ port }) => {
      await port.append("s-1", [event("a"), event("b")], { expectedVersion: 0 });
      for (const expectedVersion of ["none", 0, 1, 3] satisfies ExpectedVersion[]) {
        const append = () => port.append("s-1", [event("c")], { expectedVersion });
        const error = await failsWith("CONFLICT", append, `append expecting ${expectedVersion} at version 2`);
        equal(error.details, { stream: "s-1", expectedVersion, actualVersion: 2 }, "details of the conflict");
      }
      await failsWith(
        "CONFLICT",
        () => port.append("s-2", [event("c")], { expectedVersion: 1 }),
        "append to a new stream",
      );
      equal(await ids(port.readAll()), ["a", "b"], "events after failed appends");
      await port.append("s-1", [event("c")], { expectedVersion: "any" });
      await port.append("s-2", [event("d")], { expectedVersion: "any" });
      equal(await ids(port.readAll()), ["a", "b", "c", "d"], "events after appends to any version");
    },

    "the same events again are a retry: acknowledged, not stored twice": async ({ port, other }) => {
      const events = [event("a", { b: 1, a: [2] }), event("b")];
      const first = await port.append("s-1", events, { expectedVersion: "none" });
      await port.append("s-1", [event("c")], { expectedVersion: 2 });
      for (const expectedVersion of ["none", "any", 0, 3] satisfies ExpectedVersion[]) {
        const again = await other.append("s-1", events, { expectedVersion });
        equal(again, { ...first, appended: false }, `retry expecting ${expectedVersion}`);
      }
      equal(await ids(port.readAll()), ["a", "b", "c"], "events after retries");
    },

    "an id that another event has is a CONFLICT": async ({ port }) => {
      await port.append("s-1", [event("a"), event("b")], { expectedVersion: "none" });
      const attempts: Readonly<Record<string, readonly [string, readonly NewEvent[]]>> = {
        "an id of another stream": ["s-2", [event("a")]],
        "an id with other data": ["s-1", [event("a", "other")]],
        "an id with another type": ["s-1", [event("a", { id: "a" }, "Other")]],
        "ids in another order": ["s-1", [event("b"), event("a")]],
        "a new event after a known one": ["s-1", [event("b"), event("c")]],
        "a known event after a new one": ["s-1", [event("c"), event("b")]],
      };
      for (const [what, [stream, events]] of Object.entries(attempts)) {
        await failsWith("CONFLICT", () => port.append(stream, events, { expectedVersion: "any" }), what);
      }
      equal(await ids(port.readAll()), ["a", "b"], "events after failed appends");
    },

    "events that are numbered already must fit": async ({ port }) => {
      const numbered = (id: string, version: number, stream = "s-1") => ({ ...event(id), stream, version });
      await port.append("s-1", [numbered("a", 1), numbered("b", 2)], { expectedVersion: "none" });
      await port.append("s-1", [numbered("c", 3)], { expectedVersion: "any" });
      const append = (events: readonly NewEvent[], expectedVersion: ExpectedVersion) => () =>
        port.append("s-1", events, { expectedVersion });
      await failsWith("INVALID_INPUT", append([numbered("d", 4, "s-2")], 3), "an event of another stream");
      await failsWith(
        "INVALID_INPUT",
        append([numbered("d", 5)], 3),
        "a version that does not continue the expected one",
      );
      await failsWith("INVALID_INPUT", append([numbered("d", 4), numbered("e", 6)], "any"), "a gap between versions");
      await failsWith("INVALID_INPUT", append([numbered("d", 4), event("e")], "any"), "half of the events numbered");
      await failsWith("CONFLICT", append([numbered("d", 3)], "any"), "a version that is taken");
      await failsWith("CONFLICT", append([numbered("d", 5)], "any"), "a version beyond the next");
      equal(await ids(port.readAll()), ["a", "b", "c"], "events after failed appends");
    },

    "what can't be stored is INVALID_INPUT, and the whole batch stays out": async ({ port }) => {
      const good = event("good");
      const batches: Readonly<Record<string, readonly NewEvent[]>> = {
        "no events": [],
        "an id twice": [good, event("good")],
        "an empty id": [good, event("")],
        "an empty type": [good, event("b", null, "")],
        "NaN in the data": [good, event("b", { price: NaN })],
        "a bigint in the data": [good, event("b", [1n])],
        "undefined as data": [good, { ...event("b"), data: undefined }],
        "a class instance in the data": [good, event("b", new Map())],
        "a time without a zone": [good, { ...event("b"), time: "2024-01-31T14:30:00" }],
        "a day that does not exist": [good, { ...event("b"), time: "2024-02-30" }],
        "a schema version of 0": [good, { ...event("b"), schemaVersion: 0 }],
      };
      for (const [what, events] of Object.entries(batches)) {
        await failsWith("INVALID_INPUT", () => port.append("s-1", events, { expectedVersion: "any" }), what);
      }
      for (const stream of ["", "nul \0", "half \ud83d"]) {
        const append = () => port.append(stream, [good], { expectedVersion: "any" });
        await failsWith("INVALID_INPUT", append, `the stream ${JSON.stringify(stream)}`);
      }
      for (const expectedVersion of [-1, 0.5, NaN]) {
        const append = () => port.append("s-1", [good], { expectedVersion });
        await failsWith("INVALID_INPUT", append, `expected version ${expectedVersion}`);
      }
      equal(await ids(port.readAll()), [], "events after failed appends");
    },

    "a stream reads from a version to a version": async ({ port }) => {
      await port.append(
        "s-1",
        range(5).map((i) => event(`e${i + 1}`)),
        { expectedVersion: "none" },
      );
      await port.append("s-2", [event("x")], { expectedVersion: "none" });
      equal(await ids(port.readStream("s-1", { from: 3 })), ["e3", "e4", "e5"], "from 3");
      equal(await ids(port.readStream("s-1", { to: 2 })), ["e1", "e2"], "to 2");
      equal(await ids(port.readStream("s-1", { from: 2, to: 4 })), ["e2", "e3", "e4"], "from 2 to 4");
      equal(await ids(port.readStream("s-1", { from: 6 })), [], "from beyond the end");
      equal(await ids(port.readStream("s-1", { from: 4, to: 2 })), [], "from after to");
      equal(
        await ids(port.readStream("s-1", { from: -1, to: 99 })),
        ["e1", "e2", "e3", "e4", "e5"],
        "more than there is",
      );
    },

    "all streams read in one order, from a position on, filtered": async ({ port }) => {
      await port.append("a-1", [event("1"), event("2", null, "Other")], { expectedVersion: "none" });
      await port.append("b-1", [event("3")], { expectedVersion: "none" });
      const { position } = await port.append("a-2", [event("4")], { expectedVersion: "none" });
      await port.append("a-1", [event("5")], { expectedVersion: 2 });
      equal(await ids(port.readAll()), ["1", "2", "3", "4", "5"], "all events");
      equal(await ids(port.readAll({ after: position })), ["5"], "after a position");
      equal(await ids(port.readAll({ streamPrefix: "a-" })), ["1", "2", "4", "5"], "by prefix");
      equal(await ids(port.readAll({ types: ["Other", "Unknown"] })), ["2"], "by type");
      equal(await ids(port.readAll({ types: [] })), [], "of no type");
      equal(await ids(port.readAll({ limit: 2 })), ["1", "2"], "with a limit");
      equal(await ids(port.readAll({ limit: 0 })), [], "with a limit of 0");
      equal(await ids(port.readAll({ streamPrefix: "a-", types: ["Noted"], limit: 2 })), ["1", "4"], "all filters");
      const seen: string[] = [];
      let after = 0;
      for (;;) {
        const page = await collect(port.readAll({ after, limit: 2 }));
        if (page.length === 0) break;
        seen.push(...page.map((each) => each.id));
        after = page.at(-1)!.position;
      }
      equal(seen, ["1", "2", "3", "4", "5"], "page by page");
    },

    "of writers racing on one stream exactly one wins": async ({ port, other }) => {
      for (const round of range(10)) {
        const writers = range(6).map((writer) =>
          (writer % 2 === 0 ? port : other).append(
            "race",
            [event(`${round}-${writer}-a`), event(`${round}-${writer}-b`)],
            { expectedVersion: 2 * round },
          ),
        );
        const outcomes = await Promise.allSettled(writers);
        const lost = outcomes.filter((outcome) => outcome.status === "rejected");
        equal(lost.length, 5, `losers of round ${round}`);
        for (const { reason } of lost) {
          await failsWith("CONFLICT", () => Promise.reject(reason as Error), `the loser's error in round ${round}`);
        }
        const winner = outcomes.findIndex((outcome) => outcome.status === "fulfilled");
        const tail = await ids(port.readStream("race", { from: 2 * round + 1 }));
        equal(tail, [`${round}-${winner}-a`, `${round}-${winner}-b`], `events of round ${round}`);
      }
    },

    "the same append twice at once is stored once and acknowledged twice": async ({ port, other }) => {
      const append = (store: EventStore) => store.append("s-1", [event("a"), event("b")], { expectedVersion: "none" });
      const results = await Promise.all([append(port), append(other)]);
      equal(results.filter((result) => result.appended).length, 1, "times appended");
      equal(
        results.map((result) => result.version),
        [2, 2],
        "versions",
      );
      equal(await ids(port.readAll()), ["a", "b"], "events");
    },

    "a reader who follows the positions misses nothing under concurrent appends": async ({ port, other }) => {
      const [writers, appends] = [4, 12];
      let running = writers;
      const write = async (writer: number): Promise<void> => {
        for (const i of range(appends)) {
          const batch = range(1 + (i % 3)).map((k) => event(`${writer}-${i}-${k}`));
          await (writer % 2 === 0 ? port : other).append(`s-${writer}`, batch, { expectedVersion: "any" });
        }
        running--;
      };
      const seen: string[] = [];
      const follow = async (): Promise<void> => {
        let after = 0;
        for (;;) {
          const last = running === 0;
          for await (const each of port.readAll({ after, limit: 7 })) {
            holds(each.position > after, "positions rise");
            after = each.position;
            seen.push(each.id);
          }
          if (last && (await collect(port.readAll({ after, limit: 1 }))).length === 0) return;
        }
      };
      await Promise.all([follow(), ...range(writers).map(write)]);
      equal(seen, await ids(port.readAll()), "what the reader saw");
      equal(seen.length, writers * appends * 2, "how much the reader saw");
    },

    "a batch of thousands and a large event are stored": async ({ port }) => {
      const many = range(3000).map((i) => event(`e${i}`, { i }));
      const result = await port.append("big", many, { expectedVersion: "none" });
      equal(result.version, 3000, "version after a big batch");
      const read = await collect(port.readStream("big"));
      equal(
        read.map((each) => each.version),
        range(3000).map((i) => i + 1),
        "versions of a big batch",
      );
      equal(
        read.map((each) => each.data),
        many.map((each) => each.data),
        "data of a big batch",
      );
      const text = "x".repeat(1_000_000);
      await port.append("large", [event("large", { text })], { expectedVersion: "none" });
      const [large] = await collect(port.readStream("large"));
      holds((large!.data as { readonly text: string }).text === text, "a text of a million characters reads back");
    },

    "texts of all scripts survive": async ({ port }) => {
      const texts = [
        "Ünïcode",
        "中文",
        "🙂👩‍👩‍👧",
        "עברית",
        'quote " and \\ and \n',
        "%_'; --",
        "é",
        "e\u0301",
        "\u{10ffff}",
      ];
      // inside data JSON can escape what a database's text can't hold
      const data = { texts, nul: "a\0b", half: "\ud83d", "key 🙂": "\u2028" };
      for (const text of texts) {
        await port.append(text, [event(`id ${text}`, data, text)], { expectedVersion: "none" });
      }
      for (const text of texts) {
        const [read] = await collect(port.readStream(text));
        equal([read!.stream, read!.id, read!.type], [text, `id ${text}`, text], "names");
        equal(read!.data, data, "data");
        equal(await ids(port.readAll({ types: [text] })), [`id ${text}`], "by type");
        equal(await ids(port.readAll({ streamPrefix: text })), [`id ${text}`], "by prefix");
      }
    },

    "what was handed in or out can be changed without changing the store": async ({ port }) => {
      const data = { list: [1], nested: { a: 1 } };
      const events = [event("a", data)];
      await port.append("s-1", events, { expectedVersion: "none" });
      data.list.push(2);
      events.push(event("b"));
      const state = { sum: 1 };
      await port.saveSnapshot({ stream: "s-1", version: 1, schemaVersion: 1, time: "2024-01-31T00:00:00Z", state });
      state.sum = 2;
      for (const [what, read] of [
        ["stream", () => collect(port.readStream("s-1"))],
        ["all", () => collect(port.readAll())],
      ] as const) {
        const [first] = await read();
        (first as { data: unknown; stream: string }).stream = "changed";
        (first!.data as { nested: { a: number } }).nested.a = 3;
        const again = await read();
        equal(
          again.map((each) => [each.stream, each.data]),
          [["s-1", { list: [1], nested: { a: 1 } }]],
          what,
        );
      }
      const snapshot = await port.loadSnapshot<{ sum: number }>("s-1");
      snapshot!.state.sum = 3;
      equal((await port.loadSnapshot("s-1"))!.state, { sum: 1 }, "snapshot");
    },

    "the latest snapshot is kept": async ({ port }) => {
      const snapshot = (version: number, state: unknown, stream = "s-1") => ({
        stream,
        version,
        schemaVersion: 2,
        time: "2024-01-31T00:00:00.000Z",
        state,
      });
      await port.saveSnapshot(snapshot(5, { cash: "5" }));
      await port.saveSnapshot(snapshot(1, null, "s-2"));
      equal(await port.loadSnapshot("s-1"), snapshot(5, { cash: "5" }), "first");
      await port.saveSnapshot(snapshot(9, ["nine"]));
      await port.saveSnapshot(snapshot(7, "late"));
      equal(await port.loadSnapshot("s-1"), snapshot(9, ["nine"]), "after a newer and an older one");
      await port.saveSnapshot(snapshot(9, "again"));
      equal(await port.loadSnapshot("s-1"), snapshot(9, "again"), "after another one of the same version");
      equal(await port.loadSnapshot("s-2"), snapshot(1, null, "s-2"), "of the other stream");
      await failsWith("INVALID_INPUT", () => port.saveSnapshot(snapshot(10, { x: NaN })), "a state that is not JSON");
      await failsWith("INVALID_INPUT", () => port.saveSnapshot(snapshot(1, null, "")), "a stream without a name");
    },

    "streams are listed by prefix, in order of code points": async ({ port }) => {
      const names = ["p-1", "p-10", "p-2", "p_x", "P-1", "p-\uffff", "p-🙂", "q"];
      for (const name of names) await port.append(name, [event(name)], { expectedVersion: "none" });
      await port.append("p-2", [event("again")], { expectedVersion: 1 });
      const expected = [
        ["p-1", 1],
        ["p-10", 1],
        ["p-2", 2],
        ["p-\uffff", 1],
        ["p-🙂", 1],
      ];
      const found = await collect(port.streams("p-"));
      equal(
        found.map(({ stream, version }) => [stream, version]),
        expected,
        "streams",
      );
      equal((await collect(port.streams(""))).length, names.length, "number of all streams");
      equal(await collect(port.streams("%")), [], "a prefix is not a pattern");
    },

    "a reader may stop early, and write while it reads": async ({ port }) => {
      await port.append(
        "s-1",
        range(10).map((i) => event(`e${i}`)),
        { expectedVersion: "none" },
      );
      for await (const each of port.readAll()) if (each.version === 2) break;
      for await (const each of port.readStream("s-1")) {
        await port.append("copy", [event(`copy of ${each.id}`)], { expectedVersion: each.version - 1 });
      }
      equal(await port.version("copy"), 10, "version of the copy");
    },
  });
}
