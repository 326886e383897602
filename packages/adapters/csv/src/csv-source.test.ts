import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { barRecords, MemoryMarketDataRepository, panelFromBars } from "@plimsoll/core";
import { collect } from "@plimsoll/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { csvSource } from "./csv-source.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-csv-"));
  file = join(folder, "prices.csv");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const closes = (bars: Parameters<typeof barRecords>[0]) => barRecords(bars).map(({ time, close }) => [time, close]);

describe("a file of prices", () => {
  beforeEach(() =>
    writeFile(file, "date,VTI,BND,NONE\n2024-01-30,241,,\n2024-01-31,237.1,72.5,\n2024-02-01,239,73,\n"),
  );

  test("gives the closes of each asset asked for, in that order, without the missing", async () => {
    const source = csvSource(file);
    expect([source.name, source.serves, await source.assets()]).toEqual([file, ["bars"], ["VTI", "BND", "NONE"]]);
    const [bnd, vti, none] = await collect(source.bars({ assets: ["BND", "VTI", "NONE"] }));
    expect([bnd!.asset, bnd!.interval, closes(bnd!)]).toEqual([
      "BND",
      "day",
      [
        ["2024-01-31", 72.5],
        ["2024-02-01", 73],
      ],
    ]);
    expect(vti!.close).toEqual(Float64Array.of(241, 237.1, 239));
    expect(none!.index.length).toBe(0);
  });

  test("gives a range, both ends included", async () => {
    const close = async (range: { from?: string; to?: string }) =>
      (await collect(csvSource(file).bars({ assets: ["VTI"], ...range })))[0]!.close;
    expect(await close({ from: "2024-01-31" })).toEqual(Float64Array.of(237.1, 239));
    expect(await close({ to: "2024-01-31" })).toEqual(Float64Array.of(241, 237.1));
    expect(await close({ from: "2024-01-31", to: "2024-01-31" })).toEqual(Float64Array.of(237.1));
    expect(await close({ from: "2025-01-01" })).toEqual(Float64Array.of());
  });

  test("goes through a repository and becomes a panel again", async () => {
    const repository = new MemoryMarketDataRepository();
    await repository.saveBars(await collect(csvSource(file).bars({ assets: ["VTI", "BND"] })), {
      knownAt: "2024-02-02T00:00:00Z",
    });
    const series = await Promise.all(["VTI", "BND"].map((asset) => repository.readBars({ asset })));
    expect(panelFromBars(series).toJSON().values).toEqual([
      [241, null],
      [237.1, 72.5],
      [239, 73],
    ]);
  });

  test("may hold bars of another interval", async () => {
    const source = csvSource(file, { interval: "month" });
    expect((await collect(source.bars({ assets: ["VTI"], interval: "month" })))[0]!.interval).toBe("month");
    expect((await collect(source.bars({ assets: ["VTI"] })))[0]!.interval).toBe("month");
    await expect(collect(source.bars({ assets: ["VTI"], interval: "day" }))).rejects.toMatchObject({
      code: "UNSUPPORTED",
      details: { feature: "day bars" },
    });
    await expect(collect(csvSource(file, { interval: "hour" }).bars({ assets: ["VTI"] }))).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  test("has no asset but those in it, and nothing but bars", async () => {
    const source = csvSource(file);
    await expect(collect(source.bars({ assets: ["VTI", "QQQ"] }))).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `${file} has no "QQQ": it has VTI, BND, NONE`,
    });
    for (const stream of [
      source.quotes({ assets: [] }),
      source.corporateActions({ assets: [] }),
      source.fundamentals({ assets: [] }),
      source.macroSeries({ series: [] }),
    ]) {
      await expect(collect<unknown>(stream)).rejects.toMatchObject({ code: "UNSUPPORTED" });
    }
  });

  test("that is missing or broken says so when it is read", async () => {
    await expect(csvSource(join(folder, "no.csv")).assets()).rejects.toThrow("there is no such file");
    await writeFile(file, "date,VTI\n2024-01-30,abc\n");
    await expect(collect(csvSource(file).bars({ assets: ["VTI"] }))).rejects.toMatchObject({
      code: "INVALID_INPUT",
      details: { file, line: 2 },
    });
  });
});

describe("a folder of one file for each asset", () => {
  test("gives all numbers of a bar, by the names of the columns", async () => {
    await writeFile(
      join(folder, "^GSPC.csv"),
      '"Date","Open","High","Low","Close","Adj Close","Volume","Note"\n2024-01-30,1,4,0.5,2,1.9,100,x\n2024-01-31,,,,,,,y\n2024-02-01,2,,,,,,z\n',
    );
    await writeFile(join(folder, "BRK.B.csv"), "time;px\n2024-01-30T14:30:00Z;7\n");
    await writeFile(join(folder, "notes.txt"), "not a price file");
    const source = csvSource({ folder });
    expect([...(await source.assets())].sort((a, b) => a.localeCompare(b))).toEqual(["^GSPC", "BRK.B"]);
    const [index, share] = await collect(source.bars({ assets: ["^GSPC", "BRK.B"] }));
    const missing = { open: null, high: null, low: null, close: null, volume: null };
    expect(barRecords(index!)).toEqual([
      { time: "2024-01-30", open: 1, high: 4, low: 0.5, close: 2, volume: 100 },
      { ...missing, time: "2024-02-01", open: 2 },
    ]);
    expect(share!.interval).toBe("minute");
    expect(barRecords(share!)).toEqual([{ ...missing, time: "2024-01-30T14:30:00.000Z", close: 7 }]);
  });

  test("reads the date from a column by name", async () => {
    await writeFile(join(folder, "VTI.csv"), "close,day\n241,2024-01-30\n");
    const [bars] = await collect(csvSource({ folder }, { dateColumn: "day" }).bars({ assets: ["VTI"] }));
    expect(closes(bars!)).toEqual([["2024-01-30", 241]]);
  });

  test("names file and remedy where something is wrong", async () => {
    await writeFile(join(folder, "A.csv"), "date,open,high\n2024-01-30,1,2\n");
    await writeFile(join(folder, "B.csv"), "date,close\n2024-01-30,1\n2024-01-29,2\n");
    await writeFile(join(folder, "C.csv"), "");
    await writeFile(join(folder, "D.csv"), "date,close\n2024-01-30,1\n");
    const read = (asset: string, interval?: "hour") =>
      collect(csvSource({ folder }, { interval }).bars({ assets: [asset] }));
    await expect(read("A")).rejects.toThrow('A.csv, line 1: no column "close": the header has date, open, high');
    await expect(read("B")).rejects.toMatchObject({ details: { file: join(folder, "B.csv"), line: 3 } });
    await expect(read("C")).rejects.toThrow("C.csv: the file is empty");
    await expect(read("D", "hour")).rejects.toThrow("D.csv: its days can't be hour bars");
    await expect(read("../A")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(csvSource({ folder: join(folder, "missing") }).assets()).rejects.toThrow("there is no such file");
    const signal = AbortSignal.abort();
    await expect(collect(csvSource({ folder }).bars({ assets: ["D"] }, { signal }))).rejects.toMatchObject({
      code: "ABORTED",
    });
  });

  test("with many assets names some of them, and without any says so", async () => {
    const empty = join(folder, "empty");
    await mkdir(empty);
    await expect(collect(csvSource({ folder: empty }).bars({ assets: ["X"] }))).rejects.toThrow("it has no assets");
    await writeFile(
      file,
      `date,${Array.from({ length: 12 }, (_, i) => `A${i}`).join(",")}\n2024-01-30${",1".repeat(12)}\n`,
    );
    await expect(collect(csvSource(file).bars({ assets: ["X"] }))).rejects.toThrow("A8, A9 and 2 more");
  });
});
