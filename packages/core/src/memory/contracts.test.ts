import { describe, test } from "vitest";
import { cacheContract } from "../testing/cache-contract.ts";
import type { ContractCase } from "../testing/contract.ts";
import { eventBusContract } from "../testing/event-bus-contract.ts";
import { eventStoreContract } from "../testing/event-store-contract.ts";
import { featureStoreContract } from "../testing/feature-store-contract.ts";
import { jobQueueContract } from "../testing/job-queue-contract.ts";
import { keyValueStoreContract } from "../testing/key-value-store-contract.ts";
import { marketDataRepositoryContract } from "../testing/market-data-repository-contract.ts";
import { modelRegistryContract } from "../testing/model-registry-contract.ts";
import { portfolioRepositoryContract } from "../testing/portfolio-repository-contract.ts";
import { workerPoolContract } from "../testing/worker-pool-contract.ts";
import { EventSourcedPortfolioRepository } from "./event-sourced-portfolio-repository.ts";
import { InProcessPool } from "./in-process-pool.ts";
import { MemoryCache } from "./memory-cache.ts";
import { MemoryEventBus } from "./memory-event-bus.ts";
import { MemoryEventStore } from "./memory-event-store.ts";
import { MemoryFeatureStore } from "./memory-feature-store.ts";
import { MemoryJobQueue } from "./memory-job-queue.ts";
import { MemoryKeyValueStore } from "./memory-key-value-store.ts";
import { MemoryMarketDataRepository } from "./memory-market-data-repository.ts";
import { MemoryModelRegistry } from "./memory-model-registry.ts";

function keeps(contract: string, cases: readonly ContractCase[]): void {
  describe(`memory keeps the contract of ${contract}`, () => {
    for (const { name, run } of cases) test(name, run);
  });
}

const errors = new WeakMap<MemoryEventBus, string[]>();

function bus(): MemoryEventBus {
  const messages: string[] = [];
  const created = new MemoryEventBus({ onError: (error) => void messages.push(String(error)) });
  errors.set(created, messages);
  return created;
}

keeps("EventStore", eventStoreContract({ create: () => new MemoryEventStore() }));
keeps("KeyValueStore", keyValueStoreContract({ create: () => new MemoryKeyValueStore() }));
keeps("MarketDataRepository", marketDataRepositoryContract({ create: () => new MemoryMarketDataRepository() }));
keeps("FeatureStore", featureStoreContract({ create: () => new MemoryFeatureStore() }));
keeps("ModelRegistry", modelRegistryContract({ create: () => new MemoryModelRegistry() }));
keeps("Cache", cacheContract({ create: ({ clock }) => new MemoryCache({ clock }) }));
keeps("JobQueue", jobQueueContract({ create: ({ clock }) => new MemoryJobQueue({ clock }) }));
keeps(
  "EventBus",
  eventBusContract<MemoryEventBus>({
    create: bus,
    settled: (each) => each.settled(),
    errors: (each) => errors.get(each) ?? [],
  }),
);
keeps(
  "PortfolioRepository",
  portfolioRepositoryContract({ create: () => new EventSourcedPortfolioRepository(new MemoryEventStore()) }),
);
keeps("WorkerPool, one place", workerPoolContract({ create: () => new InProcessPool() }));
keeps("WorkerPool, three places", workerPoolContract({ create: () => new InProcessPool({ size: 3 }) }));
