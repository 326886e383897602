import { PlimsollError } from "@plimsoll/core";
import type { PGlite } from "@electric-sql/pglite";
import type { FolderLock } from "./folder-lock.ts";

/** Runs one SQL statement. */
export interface Queryable {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** An open database: what the stores share. */
export class Connection implements Queryable {
  readonly #database: PGlite;
  readonly #resource: string;
  readonly #lock: FolderLock | undefined;
  #closing: Promise<void> | undefined;

  constructor(database: PGlite, resource: string, lock?: FolderLock) {
    this.#database = database;
    this.#resource = resource;
    this.#lock = lock;
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    this.#demandOpen();
    return (await this.#database.query<Row>(sql, [...parameters])).rows;
  }

  /** Runs `body` with nothing in between, all or nothing. */
  async transaction<Output>(body: (queryable: Queryable) => Promise<Output>): Promise<Output> {
    this.#demandOpen();
    return this.#database.transaction((transaction) =>
      body({
        query: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
          (await transaction.query<Row>(sql, [...parameters])).rows,
      }),
    );
  }

  /** The whole database as a compressed archive. */
  async archive(): Promise<Blob> {
    this.#demandOpen();
    return this.#database.dumpDataDir("gzip");
  }

  /** Finishes what is under way, then closes, and gives the folder free. */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#database.close();
    } finally {
      await this.#lock?.release();
    }
  }

  #demandOpen(): void {
    if (this.#closing === undefined) return;
    throw new PlimsollError("UNAVAILABLE", `the database in ${this.#resource} is closed: open it again`, {
      resource: this.#resource,
    });
  }
}
