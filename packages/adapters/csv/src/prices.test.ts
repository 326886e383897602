import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { PricePanel } from "@plimsoll/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { readPrices, writePrices } from "./prices.ts";
import { writeTextAtomically } from "./text-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-csv-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const panel = PricePanel.of({
  dates: ["2024-01-30", "2024-01-31"],
  assets: ["VTI", 'say "hi", B'],
  values: [
    [241.25, null],
    [1e-7, 72.5],
  ],
});

describe("readPrices", () => {
  test("reads a file, blanks as missing, also with a byte order mark", async () => {
    const path = join(folder, "prices.csv");
    await writeFile(path, "\uFEFFdate,VTI,BND\r\n2024-01-30,241.0,72.5\r\n2024-01-31,,72.4\r\n");
    const prices = await readPrices(path);
    expect(prices.toJSON()).toEqual({
      dates: ["2024-01-30", "2024-01-31"],
      assets: ["VTI", "BND"],
      values: [
        [241, 72.5],
        [null, 72.4],
      ],
    });
    expect((await readPrices(path, { assets: ["BND"] })).assets).toEqual(["BND"]);
  });

  test("names the path and the remedy when there is no such file", async () => {
    const path = join(folder, "missing.csv");
    await expect(readPrices(path)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: `${path}: there is no such file: check the path (${path})`,
      details: { argument: "path", file: path },
    });
    await expect(readPrices(folder)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("it is a folder: name a file in it") as string,
    });
    await writeFile(path, "");
    await expect(readPrices(join(path, "deeper.csv"))).rejects.toThrow("a part of the path is not a folder");
  });

  test("names file and line of what it can't read", async () => {
    const path = join(folder, "prices.csv");
    const day = (i: number): string => new Date(Date.UTC(2024, 0, i)).toISOString().slice(0, 10);
    const lines = ["date,VTI", ...Array.from({ length: 200 }, (_, i) => `${day(i)},${i === 115 ? "n.n." : "1"}`)];
    await writeFile(path, lines.join("\n"));
    await expect(readPrices(path)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(/prices\.csv, line 117, column "VTI": "n\.n\." is not a number/) as string,
      details: { file: path, line: 117 },
    });
    await writeFile(path, "");
    await expect(readPrices(path, { file: "upload.csv" })).rejects.toThrow("upload.csv: the file is empty");
  });

  test("refuses other encodings by name", async () => {
    const path = join(folder, "prices.csv");
    await writeFile(path, Buffer.from("date,Ü\n2024-01-30,1\n", "latin1"));
    await expect(readPrices(path)).rejects.toThrow("is not UTF-8 but another encoding: save the file as UTF-8");
    await writeFile(path, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("date,A\n", "utf16le")]));
    await expect(readPrices(path)).rejects.toThrow("is not UTF-8 but UTF-16");
  });

  test("stops at a signal", async () => {
    const path = join(folder, "prices.csv");
    await writeFile(path, "date,A\n2024-01-30,1\n");
    await expect(readPrices(path, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
    const controller = new AbortController();
    const reading = readPrices(path, { signal: controller.signal });
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: "ABORTED", details: { phase: `reading ${path}` } });
  });

  referenceTest("reads 20 stocks over 7126 days", async () => {
    const prices = await readPrices(referenceFile("optimize/pypfopt/stock_prices.csv"));
    expect([prices.rows, prices.columns, prices.dates[0]]).toEqual([7126, 20, "1989-12-29"]);
  });
});

describe("writePrices", () => {
  test("writes what readPrices reads, in folders that it makes", async () => {
    const path = join(folder, "a", "b", "prices.csv");
    await writePrices(path, panel);
    expect(await readFile(path, "utf8")).toBe('date,VTI,"say ""hi"", B"\n2024-01-30,241.25,\n2024-01-31,1e-7,72.5\n');
    expect((await readPrices(path)).toJSON()).toEqual(panel.toJSON());
    await writePrices(path, panel, { delimiter: ";" });
    expect((await readPrices(path)).toJSON()).toEqual(panel.toJSON());
  });

  test("every panel comes back to the last bit", async () => {
    const path = join(folder, "prices.csv");
    const value = fc.option(fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }));
    const panels = fc
      .record({
        days: fc.uniqueArray(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 8 }),
        assets: fc.uniqueArray(fc.stringMatching(/^[A-Z^][A-Z0-9.,;"-]{0,5}[A-Z0-9]$/), { minLength: 1, maxLength: 4 }),
        instants: fc.boolean(),
        cells: fc.array(value, { minLength: 32, maxLength: 32 }),
      })
      .map(({ days, assets, instants, cells }) =>
        PricePanel.of({
          dates: {
            axis: instants ? "instant" : "day",
            index: Float64Array.from(days, (day) => (instants ? day * 86_400_123 : day)).sort(),
          },
          assets,
          values: days.map((_, row) => assets.map((_, column) => cells[row * 4 + column]!)),
        }),
      );
    await fc.assert(
      fc.asyncProperty(panels, fc.constantFrom(",", ";", "\t", "|"), async (panel, delimiter) => {
        await writePrices(path, panel, { delimiter });
        const read = await readPrices(path, { layout: "wide", delimiter, emptyColumns: "keep" });
        expect([read.axis, read.index, read.assets, read.values]).toEqual([
          panel.axis,
          panel.index,
          panel.assets,
          panel.values,
        ]);
      }),
    );
  });
});

describe("writeTextAtomically", () => {
  test("replaces a file as a whole and leaves nothing beside it", async () => {
    const path = join(folder, "out.txt");
    await writeTextAtomically(path, "old");
    await writeTextAtomically(path, "new");
    expect([await readFile(path, "utf8"), await readdir(folder)]).toEqual(["new", ["out.txt"]]);
  });

  test("a write that fails leaves the old file and nothing beside it", async () => {
    const path = join(folder, "out.txt");
    await writeTextAtomically(path, "old");
    await mkdir(join(folder, "taken"));
    await expect(writeTextAtomically(join(folder, "taken"), "x")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("it is a folder") as string,
    });
    await expect(writeTextAtomically(join(path, "below"), "x")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("choose another path") as string,
    });
    await expect(writeTextAtomically(join(folder, "nul\0"), "x")).rejects.toThrow("null bytes");
    expect([await readFile(path, "utf8"), (await readdir(folder)).length]).toEqual(["old", 2]);
  });
});
