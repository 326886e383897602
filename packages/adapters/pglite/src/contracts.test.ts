import { afterAll, beforeAll, describe, test } from "vitest";
import {
  eventStoreContract,
  keyValueStoreContract,
  marketDataRepositoryContract,
  portfolioRepositoryContract,
  type ContractCase,
  type ContractSubject,
} from "@plimsoll/core/testing";
import { openPglite } from "./open-pglite.ts";
import type { PgliteStores } from "./pglite-stores.ts";

let stores: PgliteStores;
let tenants = 0;

// one database for all cases, each case a tenant of its own
beforeAll(async () => {
  stores = await openPglite("memory://");
}, 60_000);
afterAll(() => stores.close());

function keeps<Port extends object>(
  contract: string,
  port: (stores: PgliteStores) => Port,
  casesOf: (subject: ContractSubject<Port>) => readonly ContractCase[],
): void {
  const tenantOf = new WeakMap<Port, string>();
  const cases = casesOf({
    create: () => {
      const tenant = `tenant ${++tenants}`;
      const created = port(stores.forTenant(tenant));
      tenantOf.set(created, tenant);
      return created;
    },
    connect: (created) => port(stores.forTenant(tenantOf.get(created)!)),
  });
  describe(`pglite keeps the contract of ${contract}`, () => {
    for (const { name, run } of cases) test(name, run);
  });
}

keeps("EventStore", ({ events }) => events, eventStoreContract);
keeps("PortfolioRepository", ({ portfolios }) => portfolios, portfolioRepositoryContract);
keeps("KeyValueStore", ({ keyValues }) => keyValues, keyValueStoreContract);
keeps("MarketDataRepository", ({ marketData }) => marketData, marketDataRepositoryContract);
