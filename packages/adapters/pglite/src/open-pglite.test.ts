import { spawn, type ChildProcess } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { barsOf, type NewEvent } from "@plimsoll/core";
import { collect } from "@plimsoll/core/testing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openPglite } from "./open-pglite.ts";

let root: string;
let archive: Blob;
let template: string;
const children: ChildProcess[] = [];

// making a database takes seconds: it is made once, and copied where a test needs one of its own
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "plimsoll-pglite-"));
  template = join(root, "template");
  const stores = await openPglite(template);
  await stores.keyValues.set("made", "once");
  archive = await stores.archive();
  await stores.close();
}, 60_000);

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

afterAll(() => rm(root, { recursive: true, force: true }));

let folders = 0;

async function databaseFolder(): Promise<string> {
  const folder = join(root, `folder-${++folders}`);
  await cp(template, folder, { recursive: true });
  return folder;
}

const event = (id: string): NewEvent => ({
  id,
  type: "Noted",
  schemaVersion: 1,
  time: "2024-01-31T00:00:00.000Z",
  correlationId: "c",
  causationId: "c",
  data: { id },
});

/** Starts a process that opens `folder` and runs `body`; `lines` gives what it prints. */
function inAnotherProcess(folder: string, body: string): { child: ChildProcess; lines: AsyncIterator<string> } {
  const script = `
    import { writeSync } from "node:fs";
    import { openPglite } from "./src/open-pglite.ts";
    const print = (text) => writeSync(1, text + "\\n");
    const stores = await openPglite(${JSON.stringify(folder)}).catch((error) => {
      print(error.code + " " + error.message);
      process.exit(1);
    });
    ${body}
  `;
  const flags = ["--import", "tsx", "--conditions=@plimsoll/source", "--input-type=module", "-e", script];
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const child = spawn(process.execPath, flags, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines = (async function* (): AsyncIterator<string> {
    let text = "";
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      text += chunk.toString();
      const complete = text.split("\n");
      text = complete.pop()!;
      yield* complete;
    }
  })();
  return { child, lines };
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });

test("events, snapshots, key-values and bars are there after closing and opening again, and not in between", async () => {
  const folder = await databaseFolder();
  const bars = barsOf("VTI", "day", [{ time: "2024-01-02", close: 234.8 }]);
  const first = await openPglite(folder);
  await first.events.append("s-1", [event("a"), event("b")], { expectedVersion: "none" });
  const snapshot = { stream: "s-1", version: 2, schemaVersion: 1, time: "2024-01-31T00:00:00Z", state: { n: 2 } };
  await first.events.saveSnapshot(snapshot);
  const version = await first.keyValues.set("k", { a: [1] });
  await first.marketData.saveBars([bars], { knownAt: "2024-01-03T00:00:00Z" });
  await first.close();
  await first.close();

  const second = await openPglite(folder);
  const read = await collect(second.events.readStream("s-1"));
  expect(read.map(({ id, version }) => [id, version])).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
  expect(await second.events.loadSnapshot("s-1")).toEqual(snapshot);
  expect(await second.keyValues.get("k")).toEqual({ key: "k", value: { a: [1] }, version });
  expect(await second.marketData.readBars({ asset: "VTI" })).toEqual(bars);
  const next = await second.events.append("s-1", [event("c")], { expectedVersion: 2 });
  expect(next.position).toBeGreaterThan(read[1]!.position);
  expect(await second.keyValues.set("k", 2)).toBeGreaterThan(version);
  await second[Symbol.asyncDispose]();

  const closed = { code: "UNAVAILABLE", message: expect.stringContaining("is closed: open it again") as string };
  await expect(second.keyValues.get("k")).rejects.toMatchObject(closed);
  await expect(second.events.append("s", [event("d")], { expectedVersion: "any" })).rejects.toMatchObject(closed);
  await expect(second.archive()).rejects.toMatchObject(closed);
});

test("tenants of one database see nothing of each other", async () => {
  const mine = await openPglite("memory://", { archive, tenant: "mine" });
  const theirs = mine.forTenant("theirs");
  const bars = barsOf("VTI", "day", [{ time: "2024-01-02", close: 234.8 }]);
  for (const stores of [mine, theirs]) {
    await stores.events.append("s-1", [event("a")], { expectedVersion: "none" });
    await stores.keyValues.set("k", stores.tenant, { expectedVersion: "none" });
  }
  await theirs.marketData.saveBars([bars], { knownAt: "2024-01-03T00:00:00Z" });
  expect(await collect(mine.events.readAll())).toHaveLength(1);
  expect((await mine.keyValues.get("k"))?.value).toBe("mine");
  expect(await mine.marketData.assets()).toEqual([]);
  expect(await mine.keyValues.get("made")).toBeUndefined();
  expect(() => mine.forTenant("")).toThrow("tenant: expected a name");
  await mine.close();
});

test("of processes that open one folder at once one gets it, the others are told folder and pid", async () => {
  const folder = await databaseFolder();
  const body = `print("open"); setInterval(() => {}, 1000);`;
  const rivals = [1, 2].map(() => inAnotherProcess(folder, body));
  const outcomes = await Promise.all(rivals.map(async ({ lines }) => (await lines.next()).value as string));
  const winner = rivals[outcomes.indexOf("open")]!.child;
  const message = `${folder} is in use by process ${winner.pid}: close it there first`;
  expect(outcomes.sort((a, b) => a.length - b.length)).toEqual(["open", `UNAVAILABLE ${message}`]);
  await expect(openPglite(folder)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message,
    details: { resource: folder },
  });
  winner.kill("SIGKILL");
  await ended(winner);
  const stores = await openPglite(folder);
  await expect(openPglite(folder)).rejects.toThrow(`in use by process ${process.pid}`);
  await stores.close();
}, 60_000);

test("a process killed while it appends loses nothing acknowledged and leaves nothing half-written", async () => {
  const folder = await databaseFolder();
  const batch = 200;
  for (const kills of [1, 2]) {
    const body = `
      const time = "2024-01-31T00:00:00.000Z";
      const common = { type: "Noted", schemaVersion: 1, time, correlationId: "c", causationId: "c" };
      let version = await stores.events.version("s-1");
      print("start " + version);
      for (;;) {
        const events = Array.from({ length: ${batch} }, (_, i) => ({ ...common, id: "e" + (version + i), data: version + i }));
        version = (await stores.events.append("s-1", events, { expectedVersion: version })).version;
        print("acknowledged " + version);
      }
    `;
    const { child, lines } = inAnotherProcess(folder, body);
    let acknowledged = Number(((await lines.next()).value as string).replace("start ", ""));
    let appends = 0;
    // goes on to the end of what was printed: that all counts as acknowledged
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      acknowledged = Number(line.value.replace("acknowledged ", ""));
      if (++appends === 3 * kills) child.kill("SIGKILL");
    }
    await ended(child);

    const stores = await openPglite(folder);
    const events = await collect(stores.events.readStream("s-1"));
    expect(events.length).toBeGreaterThanOrEqual(acknowledged);
    // at most the one append that was under way
    expect(events.length).toBeLessThanOrEqual(acknowledged + batch);
    expect(events.length % batch).toBe(0);
    expect(events.every((each, i) => each.version === i + 1 && each.data === i && each.id === `e${i}`)).toBe(true);
    await stores.close();
  }
}, 60_000);

test("a database that was not finished is made anew", async () => {
  const folder = join(root, "unfinished");
  await mkdir(join(folder, "database", "base"), { recursive: true });
  await writeFile(join(folder, "database", "PG_VERSION"), "18");
  await writeFile(join(folder, "plimsoll.unfinished"), "");
  const stores = await openPglite(folder, { archive });
  expect((await stores.keyValues.get("made"))?.value).toBe("once");
  expect(await readdir(folder)).toEqual(["database", "plimsoll.lock"]);
  await stores.close();
}, 60_000);

test("a folder that can't be used is refused, and is free again", async () => {
  await expect(openPglite(template, { archive })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    message: `${template} already holds a database: restore the archive into a new folder`,
  });
  expect(await readdir(template)).toEqual(["database"]);
  const foreign = join(root, "foreign");
  await mkdir(join(foreign, "database"), { recursive: true });
  await writeFile(join(foreign, "database", "photos.txt"), "mine");
  await expect(openPglite(foreign)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  expect(await readFile(join(foreign, "database", "photos.txt"), "utf8")).toBe("mine");
  expect(await readdir(foreign)).toEqual(["database"]);
  await expect(openPglite("")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  await expect(openPglite("memory://", { tenant: "" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

test("a database of a newer version, or one whose files are damaged, is UNAVAILABLE and says what to do", async () => {
  const newer = await databaseFolder();
  const raw = await PGlite.create(join(newer, "database"));
  await raw.query("insert into plimsoll_migrations (version, name) values (99, 'future')");
  await raw.query(
    `insert into events
       (tenant, stream, version, id, type, schema_version, time, correlation_id, causation_id, data)
     values ('t', 's', 1, 'a', 'Noted', 1, '', '', '', '1')`,
  );
  for (const sql of ["update events set type = 'x'", "delete from events", "truncate events"]) {
    await expect(raw.query(sql)).rejects.toThrow("only ever appended to");
  }
  await raw.close();
  await expect(openPglite(newer)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("newer version of @plimsoll/adapter-pglite (schema 99") as string,
  });
  expect(await readdir(newer)).toEqual(["database"]);

  const damaged = await databaseFolder();
  await rm(join(damaged, "database", "global"), { recursive: true });
  await expect(openPglite(damaged)).rejects.toMatchObject({ code: "UNAVAILABLE", details: { resource: damaged } });
  expect(await readdir(damaged)).toEqual(["database"]);
}, 60_000);
