import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PGlite, PGliteOptions } from "@electric-sql/pglite";
import { invalidInput, PlimsollError } from "@plimsoll/core";
import { Connection } from "./connection.ts";
import { lockFolder, type FolderLock } from "./folder-lock.ts";
import { migrate } from "./migrations.ts";
import { PgliteStores } from "./pglite-stores.ts";

/** How a database is opened. */
export interface PgliteOpenOptions {
  /**
   * Whose data to work with; tenants share the folder and see nothing of each other.
   * @defaultValue "default"
   */
  readonly tenant?: string | undefined;
  /**
   * What a new database starts from: an archive that `PgliteStores.archive` made. Faster than starting from nothing,
   * and the way to restore a backup. A folder that already holds a database refuses it.
   */
  readonly archive?: Blob | undefined;
}

/**
 * Opens the embedded database: events, state and bars in a folder, without a server.
 *
 * The folder is made if need be; making a database in it takes a few seconds, opening it again a fraction of one. A lock
 * file keeps other processes out while it is open; that of a process that died is taken over, and what was acknowledged
 * before it died is there.
 *
 * @param folder - where the data lives, or `"memory://"` for a database that ends with the process
 * @throws `UNAVAILABLE` when another process has the folder open (the message names folder and pid), it was written by a
 * newer version, or the database can't be read
 * @throws `INVALID_INPUT` for a folder whose `database` is something else, an archive for a folder in use, or an empty tenant
 *
 * @example
 * ```ts
 * import { openPglite } from "@plimsoll/adapter-pglite";
 *
 * const stores = await openPglite("memory://");
 * await stores.keyValues.set("settings", { currency: "EUR" });
 * console.log((await stores.keyValues.get("settings"))?.value); // { currency: 'EUR' }
 * await stores.close();
 * ```
 */
export async function openPglite(folder: string, options: PgliteOpenOptions = {}): Promise<PgliteStores> {
  const { tenant = "default", archive } = options;
  if (folder === "") throw invalidInput("folder", 'folder: expected a path or "memory://", was an empty string');
  if (tenant === "") throw invalidInput("tenant", "tenant: expected a name, was an empty string");
  if (folder === "memory://") return openIn(undefined, folder, tenant, archive);
  const path = resolve(folder);
  await mkdir(path, { recursive: true });
  const lock = await lockFolder(join(path, "plimsoll.lock"));
  try {
    return await openFolder(path, tenant, archive, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openFolder(
  path: string,
  tenant: string,
  archive: Blob | undefined,
  lock: FolderLock,
): Promise<PgliteStores> {
  const database = join(path, "database");
  // stands while the database is being made: what a process left that died over it is of no use, and held nothing yet
  const unfinished = join(path, "plimsoll.unfinished");
  if (existsSync(unfinished)) await rm(database, { recursive: true, force: true });
  if (existsSync(join(database, "PG_VERSION"))) {
    if (archive !== undefined) {
      throw invalidInput("archive", `${path} already holds a database: restore the archive into a new folder`);
    }
    return openIn(database, path, tenant, undefined, lock);
  }
  if (existsSync(database) && (await readdir(database)).length > 0) {
    throw invalidInput("folder", `${database} holds something that is not a database: choose another folder`);
  }
  await writeFile(unfinished, "");
  const stores = await openIn(database, path, tenant, archive, lock);
  await rm(unfinished);
  return stores;
}

async function openIn(
  database: string | undefined,
  resource: string,
  tenant: string,
  archive: Blob | undefined,
  lock?: FolderLock,
): Promise<PgliteStores> {
  const pglite = await start(database, resource, archive);
  try {
    await migrate(pglite, resource);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  const connection = new Connection(pglite, resource, lock);
  return new PgliteStores(connection, tenant);
}

async function start(database: string | undefined, resource: string, archive: Blob | undefined): Promise<PGlite> {
  // 10 MB of WASM: loaded when a database is opened, not when the package is imported
  const { PGlite, types } = await import("@electric-sql/pglite");
  const text = (value: string): string => value;
  const options: PGliteOptions = {
    ...(database === undefined ? {} : { dataDir: database }),
    ...(archive === undefined ? {} : { loadDataDir: archive }),
    // a `Date` for a day is wrong in half of the world's time zones
    parsers: {
      [types.DATE]: text,
      [types.TIMESTAMP]: text,
      [types.TIMESTAMPTZ]: text,
      [types.NUMERIC]: text,
      [types.INT8]: Number,
    },
  };
  try {
    return await PGlite.create(options);
  } catch (error) {
    throw new PlimsollError(
      "UNAVAILABLE",
      `the database in ${resource} can't be opened (${error instanceof Error ? error.message : String(error)}): restore it from an archive`,
      { resource },
      { cause: error },
    );
  }
}
