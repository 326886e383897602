import {
  EventSourcedPortfolioRepository,
  invalidInput,
  type EventStore,
  type KeyValueStore,
  type MarketDataRepository,
  type PortfolioRepository,
} from "@plimsoll/core";
import type { Connection } from "./connection.ts";
import { PgliteEventStore } from "./pglite-event-store.ts";
import { PgliteKeyValueStore } from "./pglite-key-value-store.ts";
import { PgliteMarketDataRepository } from "./pglite-market-data-repository.ts";

/** The stores of one tenant in an open database; made by `openPglite`. */
export class PgliteStores implements AsyncDisposable {
  readonly tenant: string;
  readonly events: EventStore;
  readonly portfolios: PortfolioRepository;
  readonly keyValues: KeyValueStore;
  readonly marketData: MarketDataRepository;
  readonly #connection: Connection;

  constructor(connection: Connection, tenant: string) {
    this.#connection = connection;
    this.tenant = tenant;
    this.events = new PgliteEventStore(connection, tenant);
    this.portfolios = new EventSourcedPortfolioRepository(this.events);
    this.keyValues = new PgliteKeyValueStore(connection, tenant);
    this.marketData = new PgliteMarketDataRepository(connection, tenant);
  }

  /** The stores of another tenant in the same database; closing either closes both. */
  forTenant(tenant: string): PgliteStores {
    if (tenant === "") throw invalidInput("tenant", "tenant: expected a name, was an empty string");
    return new PgliteStores(this.#connection, tenant);
  }

  /** The whole database, all tenants, as a compressed archive: a backup, or what `openPglite` starts a new one from. */
  archive(): Promise<Blob> {
    return this.#connection.archive();
  }

  /** Finishes what is under way, closes the database and gives the folder free. Closing twice does nothing. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
