import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { PlimsollError } from "@plimsoll/core";

/** Who holds a lock. */
interface Holder {
  /** Tells this holding from every other one. */
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system tells it; `null` where it doesn't. A pid alone is reused sooner or later. */
  readonly processStart: string | null;
}

/** A lock that this process holds. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path`, which only one process can hold; that of a process that has died is taken over.
 *
 * A file comes into being complete, by a hard link to a file that is complete already, and only one of several such
 * links succeeds. Who finds the file of a dead process takes a lock on replacing just that file (its token is in the
 * name), by the same rule; so two that find it at once can't both replace it.
 *
 * @throws `UNAVAILABLE` naming folder and pid while another process holds it
 */
export async function lockFolder(path: string): Promise<FolderLock> {
  const mine: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    processStart: processStart(process.pid),
  };
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    await acquire(path, draft, mine);
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      // somebody may have removed the file by hand, and another process taken the folder since
      if ((await read(path))?.token === mine.token) await rm(path);
    },
  };
}

async function acquire(path: string, draft: string, mine: Holder): Promise<void> {
  while (!(await tryLink(draft, path))) {
    const holder = await read(path);
    if (holder === undefined) continue;
    if (isAlive(holder)) throw heldBy(holder, path);
    const successor = await lockFolder(`${path}.${holder.token}.taking-over`);
    try {
      if ((await read(path))?.token !== holder.token) continue;
      await writeFile(`${draft}.new`, JSON.stringify(mine));
      await rename(`${draft}.new`, path);
      return;
    } finally {
      await successor.release();
    }
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function read(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch (error) {
    throw new PlimsollError(
      "UNAVAILABLE",
      `${path} is not a lock file of this program: remove it if nothing uses ${dirname(path)}`,
      { resource: path },
      { cause: error },
    );
  }
}

function isAlive({ pid, host, processStart: start }: Holder): boolean {
  // nobody can look into another machine
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
  const now = processStart(pid);
  return start === null || now === null || start === now;
}

/** When a process began: the boot and the clock ticks since, where `/proc` tells (Linux). */
function processStart(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // field 22; the second field, the name in parentheses, may hold blanks
    return `${boot}/${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return null;
  }
}

function heldBy(holder: Holder, path: string): PlimsollError<"UNAVAILABLE"> {
  const folder = dirname(path);
  const message =
    holder.host === hostname()
      ? `${folder} is in use by process ${holder.pid}: close it there first`
      : `${folder} is in use by process ${holder.pid} on ${holder.host}: close it there first, or remove ${path} if that machine is gone`;
  return new PlimsollError("UNAVAILABLE", message, { resource: folder });
}
