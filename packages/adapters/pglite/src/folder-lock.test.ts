import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./folder-lock.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-lock-"));
  path = join(folder, "plimsoll.lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The pid of a process that has just ended. */
const deadPid = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

const leave = (holder: object): Promise<void> =>
  writeFile(path, JSON.stringify({ token: "old", pid: deadPid(), host: hostname(), processStart: null, ...holder }));

test("a lock is held until it is released", async () => {
  const lock = await lockFolder(path);
  await expect(lockFolder(path)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: `${folder} is in use by process ${process.pid}: close it there first`,
  });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockFolder(path)).release();
});

test("of many that ask at once one gets it", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(path)));
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  expect(await readdir(folder)).toEqual(["plimsoll.lock"]);
});

test("of many that find the lock of a dead process one takes it over", async () => {
  const pid = deadPid();
  for (let round = 0; round < 20; round++) {
    await leave({ token: `old-${round}`, pid });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(path)));
    const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(won).toHaveLength(1);
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: process.pid });
    expect(await readdir(folder)).toEqual(["plimsoll.lock"]);
    await won[0]!.value.release();
  }
});

test("a process that died while it took over does not block the next one", async () => {
  await leave({});
  await writeFile(
    `${path}.old.taking-over`,
    JSON.stringify({ token: "older", pid: deadPid(), host: hostname(), processStart: null }),
  );
  await (await lockFolder(path)).release();
  expect(await readdir(folder)).toEqual([]);
});

test.runIf(process.platform === "linux")("a pid that another process has now does not hold the lock", async () => {
  await leave({ pid: process.pid, processStart: "another boot/1" });
  await (await lockFolder(path)).release();
  expect(await readdir(folder)).toEqual([]);
});

test("a process of another user and one on another machine hold the lock", async () => {
  await leave({ pid: 1 });
  await expect(lockFolder(path)).rejects.toThrow("in use by process 1");
  await leave({ host: "elsewhere" });
  await expect(lockFolder(path)).rejects.toThrow(/on elsewhere: close it there first, or remove .*plimsoll.lock/);
});

test("a file that is no lock is not touched", async () => {
  await writeFile(path, "my notes");
  await expect(lockFolder(path)).rejects.toMatchObject({ code: "UNAVAILABLE", details: { resource: path } });
  expect(await readFile(path, "utf8")).toBe("my notes");
});

test("a lock that somebody replaced is not removed", async () => {
  const lock = await lockFolder(path);
  await leave({ token: "theirs" });
  await lock.release();
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ token: "theirs" });
  await rm(path);
  await lock.release();
});

test("a folder that does not exist is an error", async () => {
  await expect(lockFolder(join(folder, "missing", "lock"))).rejects.toThrow("ENOENT");
});
