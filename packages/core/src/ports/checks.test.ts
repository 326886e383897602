import { expect, test } from "vitest";
import { collect } from "../testing/assertions.ts";
import { checkName } from "./check-name.ts";
import { parseInstant } from "./instant.ts";
import { keyConflict } from "./key-conflict.ts";
import { notServed } from "./market-data-source.ts";

test("names are texts that every database can hold", () => {
  for (const name of ["a", "🙂", " ", "\n"]) checkName(name, "name");
  for (const name of ["", "a\0b", "\ud83d", "\udc00x"]) {
    expect(() => checkName(name, "stream")).toThrow("stream: expected a non-empty text, was ");
  }
  expect(() => checkName(5 as never, "stream")).toThrow("was number");
});

test("moments need a zone", () => {
  expect(parseInstant("2024-01-31T14:30Z", "time")).toBe(Date.UTC(2024, 0, 31, 14, 30));
  expect(parseInstant("2024-01-31T14:30:00.5-05:00", "time")).toBe(Date.UTC(2024, 0, 31, 19, 30, 0, 500));
  for (const time of ["2024-01-31", "2024-01-31T14:30:00", "2024-13-31T14:30:00Z", "now", ""]) {
    expect(() => parseInstant(time, "knownAt")).toThrow("knownAt: expected an ISO 8601 time with zone");
  }
});

test("a key conflict says what is there and what was expected", () => {
  expect(keyConflict("a", 3, 0).message).toBe(
    'key "a" does not exist, but the writer expected that it is at version 3: read it again and decide anew',
  );
  expect(keyConflict("a", "none", 2).message).toContain(
    "is at version 2, but the writer expected that it does not exist",
  );
});

test("a source says what it does not serve when it is read", async () => {
  const stream = notServed("csv", "quotes");
  await expect(collect(stream)).rejects.toMatchObject({ code: "UNSUPPORTED", details: { feature: "quotes" } });
});
