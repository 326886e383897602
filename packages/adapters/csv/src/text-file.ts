import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { invalidInput, throwIfAborted } from "@plimsoll/core";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: check the path",
  ENOTDIR: "there is no such file: a part of the path is not a folder",
  EISDIR: "it is a folder: name a file in it",
  EACCES: "reading it is not permitted: change its permissions",
};

/**
 * The text of a file, which must be UTF-8.
 * @throws `INVALID_INPUT` naming the path and the remedy, when it can't be read or is in another encoding
 */
export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  throwIfAborted(signal, `reading ${path}`);
  let bytes: Buffer;
  try {
    bytes = await readFile(path, { signal });
  } catch (error) {
    throwIfAborted(signal, `reading ${path}`);
    throw unreadable(path, error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const received = bytes[0] === 0xff || bytes[0] === 0xfe ? "UTF-16" : "another encoding";
    throw invalidInput("path", `${path}: the text is not UTF-8 but ${received}: save the file as UTF-8`, {
      file: path,
      expected: "UTF-8",
      received,
    });
  }
}

/** The `INVALID_INPUT` for a path that the file system refuses; any other error is returned as it is. */
export function unreadable(path: string, error: unknown): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
  if (reason === undefined) return error;
  return invalidInput("path", `${path}: ${reason} (${resolve(path)})`, { file: path });
}

/**
 * Writes a file as a whole or not at all: into a temporary file beside it, which then takes its place. Missing folders
 * are made.
 *
 * @throws `INVALID_INPUT` when the path is a folder or may not be written
 */
export async function writeTextAtomically(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(draft, "wx");
    try {
      await file.writeFile(text, "utf8");
      // otherwise a power failure could leave the new name on an empty file
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    // the first error is the one that tells
    await rm(draft, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") throw invalidInput("path", `${path}: it is a folder: name a file in it`, { file: path });
    if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOTDIR" || code === "EEXIST") {
      throw invalidInput("path", `${path}: it can't be written there (${code}): choose another path`, { file: path });
    }
    throw error;
  }
}
