// A contract is worth what it catches: each kind of broken implementation must fail the case that forbids it.
import { expect, test } from "vitest";
import { InProcessPool } from "../memory/in-process-pool.ts";
import { MemoryCache } from "../memory/memory-cache.ts";
import { MemoryEventBus } from "../memory/memory-event-bus.ts";
import { MemoryEventStore } from "../memory/memory-event-store.ts";
import { MemoryFeatureStore } from "../memory/memory-feature-store.ts";
import { MemoryJobQueue } from "../memory/memory-job-queue.ts";
import { MemoryKeyValueStore } from "../memory/memory-key-value-store.ts";
import { MemoryMarketDataRepository } from "../memory/memory-market-data-repository.ts";
import { MemoryModelRegistry } from "../memory/memory-model-registry.ts";
import { EventSourcedPortfolioRepository } from "../memory/event-sourced-portfolio-repository.ts";
import type { EventStore } from "../ports/event-store.ts";
import { cacheContract } from "./cache-contract.ts";
import type { ContractCase } from "./contract.ts";
import { eventBusContract } from "./event-bus-contract.ts";
import { eventStoreContract } from "./event-store-contract.ts";
import { featureStoreContract } from "./feature-store-contract.ts";
import { jobQueueContract } from "./job-queue-contract.ts";
import { keyValueStoreContract } from "./key-value-store-contract.ts";
import { marketDataRepositoryContract } from "./market-data-repository-contract.ts";
import { modelRegistryContract } from "./model-registry-contract.ts";
import { portfolioRepositoryContract } from "./portfolio-repository-contract.ts";
import { workerPoolContract } from "./worker-pool-contract.ts";

/** `port` with some methods replaced. */
function broken<Port extends object>(port: Port, breakage: (whole: Port) => Partial<Port>): Port {
  const replaced = breakage(port);
  return new Proxy(port, {
    get(target, property) {
      if (property in replaced) return replaced[property as keyof Port];
      const member = Reflect.get(target, property, target) as unknown;
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

/** The names of the cases that fail. */
async function failures(cases: readonly ContractCase[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of cases) {
    try {
      await run();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}

const eventStore = (breakage: (store: EventStore) => Partial<EventStore>): readonly ContractCase[] =>
  eventStoreContract({ create: () => broken<EventStore>(new MemoryEventStore(), breakage) });

test("an event store that ignores the expected version is caught", async () => {
  const cases = eventStore((store) => ({
    append: async (stream, events) => store.append(stream, events, { expectedVersion: "any" }),
  }));
  const failed = await failures(cases);
  expect(failed).toContain("an append to another version than expected is a CONFLICT and writes nothing");
  expect(failed).toContain("of writers racing on one stream exactly one wins");
});

test("an event store that checks the version before and not while it writes is caught", async () => {
  const cases = eventStore((store) => ({
    append: async (stream, events, { expectedVersion }) => {
      const version = await store.version(stream);
      const fits = expectedVersion === "any" || version === (expectedVersion === "none" ? 0 : expectedVersion);
      await Promise.resolve();
      return store.append(stream, events, { expectedVersion: fits ? "any" : expectedVersion });
    },
  }));
  expect(await failures(cases)).toContain("of writers racing on one stream exactly one wins");
});

test("an event store that stores a retry again is caught", async () => {
  let copies = 0;
  const cases = eventStore((store) => ({
    append: async (stream, events, options) =>
      store.append(
        stream,
        events.map((event) => ({ ...event, id: `${event.id}#${++copies}` })),
        options,
      ),
  }));
  expect(await failures(cases)).toContain("the same events again are a retry: acknowledged, not stored twice");
});

test("an event store that shows events out of the order of their positions is caught", async () => {
  const cases = eventStore((store) => ({
    async *readAll(options) {
      const all = [];
      for await (const event of store.readAll(options)) all.push(event);
      yield* all.reverse();
    },
  }));
  const failed = await failures(cases);
  expect(failed).toContain("all streams read in one order, from a position on, filtered");
  expect(failed).toContain("a reader who follows the positions misses nothing under concurrent appends");
});

test("an event store that hands out its own objects is caught", async () => {
  const cases = eventStore((store) => {
    const handedOut = new Map<string, Awaited<ReturnType<EventStore["loadSnapshot"]>>>();
    return {
      loadSnapshot: async <State>(stream: string) => {
        if (!handedOut.has(stream)) handedOut.set(stream, await store.loadSnapshot(stream));
        return handedOut.get(stream) as never as Awaited<ReturnType<typeof store.loadSnapshot<State>>>;
      },
    };
  });
  const failed = await failures(cases);
  expect(failed).toContain("what was handed in or out can be changed without changing the store");
  expect(failed).toContain("the latest snapshot is kept");
});

test("a key-value store without versions across deletions is caught", async () => {
  const create = () =>
    broken(new MemoryKeyValueStore(), (store) => ({
      set: async (key, value, options) => {
        await store.set(key, value, options);
        return 1;
      },
    }));
  expect(await failures(keyValueStoreContract({ create }))).toContain(
    "a deleted key is gone, and its versions go on rising",
  );
});

test("a repository that forgets what was known when is caught", async () => {
  const create = () =>
    broken(new MemoryMarketDataRepository(), (repository) => ({
      readBars: async ({ asset, interval, from, to }) => repository.readBars({ asset, interval, from, to }),
    }));
  const failed = await failures(marketDataRepositoryContract({ create }));
  expect(failed).toContain("a correction counts from when it was known");
  expect(failed).not.toContain("bars read by range, both ends included");
});

test("a feature store that looks ahead is caught", async () => {
  const create = () =>
    broken(new MemoryFeatureStore(), (store) => ({
      write: async (values) => store.write(values.map((value) => ({ ...value, knownAt: value.time }))),
    }));
  expect(await failures(featureStoreContract({ create }))).toContain("a value is invisible before it was known");
});

test("a model registry with two champions is caught", async () => {
  const create = () =>
    broken(new MemoryModelRegistry(), (registry) => ({
      list: async (name) => (await registry.list(name)).map((model) => ({ ...model, stage: "champion" as const })),
    }));
  expect(await failures(modelRegistryContract({ create }))).toContain("there is one champion at most");
});

test("a cache that computes for each caller is caught", async () => {
  const cases = cacheContract({
    create: ({ clock }) =>
      broken(new MemoryCache({ clock }), () => ({
        getOrCompute: async (_key, compute) => compute(),
      })),
  });
  expect(await failures(cases)).toContain("a value is computed once");
});

test("a job queue whose leases do not end is caught", async () => {
  const cases = jobQueueContract({
    create: ({ clock }) =>
      broken(new MemoryJobQueue({ clock }), (queue) => ({
        take: async (kinds) => queue.take(kinds, { leaseFor: 1e12 }),
      })),
  });
  expect(await failures(cases)).toContain("a job whose worker is silent goes to another one");
});

test("an event bus that tells only some subscribers is caught", async () => {
  const cases = eventBusContract<MemoryEventBus>({
    create: () => {
      let subscribed = 0;
      return broken(new MemoryEventBus({ onError: () => {} }), (bus) => ({
        subscribe: async (handler, filter) =>
          ++subscribed === 1 ? bus.subscribe(handler, filter) : { close: async () => {} },
      }));
    },
    settled: (bus) => bus.settled(),
    errors: () => [],
  });
  const failed = await failures(cases);
  expect(failed).toContain("every subscriber hears every event, in order");
  expect(failed).toContain("a failing handler is reported and keeps nothing from the others");
});

test("a repository that trusts every snapshot is caught", async () => {
  const create = () =>
    broken(new EventSourcedPortfolioRepository(new MemoryEventStore()), (repository) => ({
      load: async (stream, evolve, initial, options = {}) => {
        const { snapshots } = options;
        return repository.load(stream, evolve, initial, { snapshots });
      },
    }));
  const failed = await failures(portfolioRepositoryContract({ create }));
  expect(failed).toContain("a snapshot saves reading, where it fits");
  expect(failed).toContain("the past loads by version and by time");
});

test("a pool that carries no signal and one that loses codes are caught", async () => {
  const deaf = workerPoolContract({
    create: () =>
      broken(new InProcessPool({ size: 2 }), (pool) => ({
        run: (task, input, { onProgress } = {}) => pool.run(task, input, { onProgress }),
      })),
  });
  // the other cases would wait for a signal that never comes
  const early = deaf.filter(({ name }) => name.startsWith("a signal that has fired"));
  expect(await failures(early)).toEqual(["a signal that has fired keeps a task from starting"]);
  const careless = workerPoolContract({
    create: () =>
      broken(new InProcessPool(), (pool) => ({
        run: async (task, input, options) => {
          try {
            return await pool.run(task, input, options);
          } catch (error) {
            throw new Error(String(error), { cause: error });
          }
        },
      })),
  });
  expect(await failures(careless)).toContain(
    "an expected error comes back with code, message and details, and harms no other task",
  );
});
