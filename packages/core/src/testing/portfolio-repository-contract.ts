import type { NewEvent } from "../ports/event-store.ts";
import type { PortfolioRepository, SnapshotCodec } from "../ports/portfolio-repository.ts";
import { collect, equal, failsWith } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

/** A stand-in for an aggregate: the amounts added so far. */
interface Sum {
  readonly amounts: readonly number[];
}

const initial: Sum = { amounts: [] };

const evolve = (state: Sum, event: { readonly data: number }): Sum => ({ amounts: [...state.amounts, event.data] });

const added = (id: string, amount: number, day = 1): NewEvent => ({
  id,
  type: "Added",
  schemaVersion: 1,
  time: `2024-01-0${day}T00:00:00Z`,
  correlationId: "c",
  causationId: "c",
  data: amount,
});

const codec: SnapshotCodec<Sum> = {
  schemaVersion: 1,
  encode: (state) => state.amounts.join("+"),
  // a trace of the snapshot, to tell whether it was used
  decode: (json) => ({ amounts: [-1, ...(json as string).split("+").map(Number)] }),
};

/** The contract of `PortfolioRepository`: an adapter passes all cases, or is wrong. */
export function portfolioRepositoryContract(subject: ContractSubject<PortfolioRepository>): readonly ContractCase[] {
  return casesOf(subject, {
    "an unknown stream loads as the initial state": async ({ port }) => {
      equal(await port.load("s-1", evolve, initial), { state: initial, version: 0 }, "state");
      equal(await port.load("s-1", evolve, initial, { snapshots: codec }), { state: initial, version: 0 }, "state");
    },

    "the stored events evolve into the state that was saved": async ({ port, other }) => {
      const saved = await port.save("s-1", [added("a", 1), added("b", 2)], { expectedVersion: "none" });
      equal([saved.version, saved.appended], [2, true], "first save");
      await port.save("s-1", [added("c", 3)], { expectedVersion: 2 });
      await port.save("s-2", [added("d", 4)], { expectedVersion: 0 });
      equal(await other.load("s-1", evolve, initial), { state: { amounts: [1, 2, 3] }, version: 3 }, "state");
      equal(
        await collect(port.list("s-")),
        [
          { stream: "s-1", version: 3 },
          { stream: "s-2", version: 1 },
        ],
        "streams",
      );
    },

    "of two who loaded the same version the second fails and may decide anew": async ({ port, other }) => {
      await port.save("s-1", [added("a", 1)], { expectedVersion: "none" });
      const [mine, theirs] = await Promise.all([port, other].map((each) => each.load("s-1", evolve, initial)));
      await other.save("s-1", [added("b", 2)], { expectedVersion: theirs!.version });
      const save = () => port.save("s-1", [added("c", 3)], { expectedVersion: mine!.version });
      await failsWith("CONFLICT", save, "save at an old version");
      const { version } = await port.load("s-1", evolve, initial);
      await port.save("s-1", [added("c", 3)], { expectedVersion: version });
      equal((await port.load("s-1", evolve, initial)).state.amounts, [1, 2, 3], "amounts");
    },

    "saving twice is a retry": async ({ port }) => {
      const save = () => port.save("s-1", [added("a", 1)], { expectedVersion: 0 });
      equal([(await save()).appended, (await save()).appended], [true, false], "appended");
      equal((await port.load("s-1", evolve, initial)).version, 1, "version");
    },

    "the past loads by version and by time": async ({ port }) => {
      const events = [1, 2, 3, 4].map((day) => added(`e${day}`, day, day));
      await port.save("s-1", events, { expectedVersion: "none" });
      const at = async (options: { toVersion?: number; toTime?: string }) => {
        const plain = await port.load("s-1", evolve, initial, options);
        equal(plain.version, plain.state.amounts.length, "version");
        return plain.state.amounts;
      };
      equal(await at({ toVersion: 2 }), [1, 2], "to version 2");
      equal(await at({ toVersion: 0 }), [], "to version 0");
      equal(await at({ toTime: "2024-01-03T00:00:00Z" }), [1, 2, 3], "to a time");
      equal(await at({ toTime: "2024-01-03T00:30:00+01:00" }), [1, 2], "to a time in another zone");
      equal(await at({ toTime: "2023-12-31T00:00:00Z" }), [], "to a time before");
      equal(await at({ toVersion: 3, toTime: "2024-01-02T00:00:00Z" }), [1, 2], "to both");
      equal(await at({ toTime: "2024-01-03" }), [1, 2, 3], "to a whole day");
      equal(await at({ toTime: "2023-12-31" }), [], "to a day before");
      const load = () => port.load("s-1", evolve, initial, { toTime: "2024-01-03T00:00:00" });
      await failsWith("INVALID_INPUT", load, "a time without zone");
    },

    "a snapshot saves reading, where it fits": async ({ port }) => {
      await port.save("s-1", [added("a", 1, 1), added("b", 2, 2)], { expectedVersion: "none" });
      const loaded = await port.load("s-1", evolve, initial);
      await port.saveSnapshot("s-1", loaded, codec, "2024-02-01T00:00:00Z");
      await port.save("s-1", [added("c", 3, 3)], { expectedVersion: 2 });
      const amounts = async (options: { toVersion?: number; toTime?: string; schemaVersion?: number }) => {
        const { schemaVersion = 1, ...rest } = options;
        const snapshots = { ...codec, schemaVersion };
        return (await port.load("s-1", evolve, initial, { ...rest, snapshots })).state.amounts;
      };
      equal(await amounts({}), [-1, 1, 2, 3], "from the snapshot");
      equal(await amounts({ toVersion: 2 }), [-1, 1, 2], "to the snapshot's version");
      equal(await amounts({ toVersion: 1 }), [1], "to before the snapshot");
      equal(await amounts({ toTime: "2024-01-02T00:00:00Z" }), [-1, 1, 2], "to the time of the snapshot's last event");
      equal(await amounts({ toTime: "2024-01-01T00:00:00Z" }), [1], "to a time before the snapshot's last event");
      equal(await amounts({ schemaVersion: 2 }), [1, 2, 3], "with a codec of another shape");
      equal((await port.load("s-1", evolve, initial)).state.amounts, [1, 2, 3], "without a codec");
    },
  });
}
