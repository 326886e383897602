import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { runCommandLine } from "./run.ts";

/** What a run of the command line left behind. */
interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, with the files given; `run` runs the command line in it. */
interface Workshop {
  readonly folder: string;
  readonly run: (words: readonly string[], signal?: AbortSignal, onLook?: (look: number) => void) => Promise<Run>;
  /** Names of all files below the folder, but for those it began with. */
  readonly written: () => Promise<string[]>;
  readonly remove: () => Promise<void>;
}

async function workshop(files: Readonly<Record<string, string>>): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return {
    folder,
    async run(words, signal = new AbortController().signal, onLook = () => undefined) {
      let stdout = "";
      let stderr = "";
      let looks = 0;
      const code = await runCommandLine(words, {
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: (text) => (stderr += text) },
        signal,
        directory: folder,
        now: () => {
          looks++;
          onLook(looks);
          return 5 * looks;
        },
      });
      return { code, stdout, stderr };
    },
    async written() {
      const names = await readdir(folder, { recursive: true });
      return names.filter((name) => !Object.hasOwn(files, name)).sort();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Monthly prices of `assets` that move with a market and on their own, the same on every run. */
function monthlyCsv(
  assets: readonly string[],
  months: number,
  blankBefore: Readonly<Record<string, number>> = {},
): string {
  const wave = (t: number, k: number): number =>
    Math.sin(t * (0.9 + 0.37 * k) + k) * 0.04 + Math.sin(t * 2.3 + 1.7 * k * k) * 0.03;
  const prices = assets.map((_, j) => 20 + 10 * j);
  const lines = [`date,${assets.join(",")}`];
  for (let t = 0; t < months; t++) {
    const date = new Date(Date.UTC(2010, t + 1, 0)).toISOString().slice(0, 10);
    const market = Math.sin(t * 1.3) * 0.03 + (t % 40 > 33 ? -0.06 : 0.012);
    const cells = assets.map((asset, j) => {
      prices[j]! *= 1 + market * (0.6 + 0.15 * j) + wave(t, j) + 0.002 * j;
      return t < (blankBefore[asset] ?? 0) ? "" : prices[j]!.toFixed(4);
    });
    lines.push(`${date},${cells.join(",")}`);
  }
  return `${lines.join("\n")}\n`;
}

const good = monthlyCsv(["AAA", "BBB", "CCC", "DDD"], 90, { DDD: 30 });
const lines = good.trimEnd().split("\n");
const changed = (line: number, change: (text: string) => string): string =>
  `${lines.map((text, i) => (i === line - 1 ? change(text) : text)).join("\n")}\n`;
const column = (keep: number): string =>
  `${lines
    .map((text) =>
      text
        .split(",")
        .slice(0, keep + 1)
        .join(","),
    )
    .join("\n")}\n`;

const files = {
  "good.csv": good,
  "index.csv": monthlyCsv(["INDEX"], 90),
  "empty.csv": "",
  "header.csv": `${lines[0]!}\n`,
  "text.csv": changed(47, (text) => text.replace(/[^,]+$/, "n/m")),
  "order.csv": `${[...lines.slice(0, 30), lines[31]!, lines[30]!, ...lines.slice(32)].join("\n")}\n`,
  "twice.csv": changed(1, () => "date,AAA,BBB,AAA,DDD"),
  "one.csv": column(1),
  "blank.csv": `${lines.map((text, i) => (i === 0 ? text : text.replace(/,[^,]*$/, ","))).join("\n")}\n`,
  "short.csv": `${lines.slice(0, 1).concat(lines.slice(60, 72)).join("\n")}\n`,
  "ragged.csv": changed(12, (text) => `${text},1`),
};

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop(files);
});
afterAll(async () => {
  await shop.remove();
});

describe("bad input ends with exit code 2, one line that names file, line and remedy, and nothing written", () => {
  const cases: readonly (readonly [name: string, words: readonly string[], message: RegExp])[] = [
    ["a missing file", ["nope.csv"], /nope\.csv: there is no such file: check the path/],
    ["a folder", ["."], /it is a folder: name a file in it/],
    ["an empty file", ["empty.csv"], /empty\.csv: the file is empty: write a header/],
    ["a header alone", ["header.csv"], /header\.csv, line 1: .*no prices: add one line/],
    ["a text in a number column", ["text.csv"], /text\.csv, line 47, column "DDD": "n\/m" is not a number: correct it/],
    ["dates out of order", ["order.csv"], /order\.csv, line 32.*2012-/],
    ["an asset twice", ["twice.csv"], /twice\.csv, line 1.*AAA/],
    ["one asset only", ["one.csv"], /one\.csv, line 1: "AAA" is the only asset: add a column/],
    ["a column without any price", ["blank.csv"], /blank\.csv, line 1, column "DDD": .*remove the column/],
    ["a line with too many fields", ["ragged.csv"], /ragged\.csv, line 12/],
    ["too short a history", ["short.csv"], /share 12 dates, 25 are needed: give a longer history/],
    ["no file", [], /name a file with prices/],
    ["two files", ["good.csv", "index.csv"], /also "index\.csv"/],
    ["an unknown option", ["good.csv", "--bogus"], /--bogus.*plimsoll report --help/],
    ["a rate that is no number", ["good.csv", "--risk-free", "two"], /--risk-free "two": expected a number/],
    [
      "a number of assets that is not whole",
      ["good.csv", "--max-assets", "2.5"],
      /--max-assets "2\.5": expected a whole number/,
    ],
    ["a benchmark with several columns", ["good.csv", "-b", "good.csv"], /good\.csv#AAA/],
    ["a benchmark column that is not there", ["good.csv", "-b", "good.csv#ZZZ"], /ZZZ/],
    ["a benchmark file that is not there", ["good.csv", "-b", "none.csv"], /none\.csv: there is no such file/],
  ];
  test.each(cases)("%s", async (_, words, message) => {
    const { code, stderr } = await shop.run(["report", ...words]);
    expect(stderr).toMatch(/^plimsoll: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(await shop.written()).toEqual([]);
  });

  test("the stack is shown after --debug", async () => {
    const { code, stderr } = await shop.run(["report", "nope.csv", "--debug"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\n\s+at /);
  });

  test("an unknown command", async () => {
    const { code, stderr } = await shop.run(["reprot"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no command "reprot": use report, demo/)]);
  });
});

describe("a report", () => {
  test("is one page with every chapter and chart, and the certificates are shown", async () => {
    const { code, stdout, stderr } = await shop.run([
      "report",
      "good.csv",
      "--no-store",
      "-b",
      "index.csv",
      "-o",
      "made",
      "--title",
      "Mine",
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(await shop.written()).toEqual(["made", "made/report.html"]);
    expect(stdout).toMatch(/Minimum variance {2}optimal: primal residual .*bound verified/);
    expect(stdout).toMatch(/report\.html\ndone in \d+ ms\n$/);
    const page = await readFile(join(shop.folder, "made", "report.html"), "utf8");
    expect(page).toContain("<h1>Mine</h1>");
    for (const chapter of ["data", "portfolios", "frontier", "risk", "regimes", "walk-forward"]) {
      expect(page).toContain(`<h2 id="${chapter}">`);
    }
    for (const kind of ["equity", "drawdown", "weights", "frontier", "regimes"]) {
      expect(page.match(new RegExp(`plimsoll-chart plimsoll-${kind}`, "g"))!.length % 2).toBe(0);
    }
    expect(page).toContain("DDD has the shortest history and sets that limit.");
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  });

  test("is the same for the same input", async () => {
    const pages: string[] = [];
    for (const folder of ["once", "again"]) {
      await shop.run(["report", "good.csv", "--no-store", "-o", folder]);
      pages.push(await readFile(join(shop.folder, folder, "report.html"), "utf8"));
    }
    expect(pages[0]).toBe(pages[1]);
  });

  test("takes a column of the prices as benchmark", async () => {
    const { code, stdout } = await shop.run(["report", "good.csv", "--no-store", "-b", "AAA", "-o", "column"]);
    expect(code).toBe(0);
    expect(stdout).toContain("3 assets, 90 dates");
  });

  test("says so where no portfolio earns more than the risk-free rate", async () => {
    const { code, stdout } = await shop.run(["report", "good.csv", "--no-store", "--risk-free", "0.5", "-o", "rich"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Maximum Sharpe .*none: no feasible portfolio earns more than the risk-free rate/);
  });

  test(
    "keeps the prices in an embedded database unless told not to, and so does the demo",
    { timeout: 60_000 },
    async () => {
      const plain = await shop.run(["report", "good.csv", "--no-store", "-o", "plain"]);
      const stored = await shop.run(["report", "good.csv", "-o", "stored", "--store", "demo/store"]);
      const both = await shop.run(["report", "good.csv", "--store", "demo/store", "--no-store"]);
      expect([both.code, both.stderr]).toEqual([
        2,
        "plimsoll: --store and --no-store contradict each other: give one of them\n",
      ]);
      expect([plain.code, stored.code, stored.stderr]).toEqual([0, 0, ""]);
      expect(stored.stdout).toContain("330 new prices in the embedded database");
      const read = (folder: string): Promise<string> => readFile(join(shop.folder, folder, "report.html"), "utf8");
      expect(await read("stored")).toBe(await read("plain"));

      // another source in the same database
      const demo = await shop.run(["demo", "--out", "demo"]);
      expect([demo.code, demo.stderr]).toEqual([0, ""]);
      expect(demo.stdout).toContain("5 stocks, 123 months; S&P 500, 5105 days");
      expect(demo.stdout).toContain("5665 new prices in the embedded database");
      expect(demo.stdout.match(/ optimal: /g)).toHaveLength(4);
      const page = await read("demo");
      expect(page).toContain("GOOG has the shortest history and sets that limit.");
      expect(page).toContain("no price is invented and none is carried forward");
      expect(page).toContain('<td class="number">68</td><td class="number">55%</td>');
    },
  );
});

describe("a report on real prices", () => {
  referenceTest(
    "takes 20 stocks over 7126 days with leading blanks",
    async () => {
      const prices = referenceFile("optimize/pypfopt/stock_prices.csv");
      const { code, stdout, stderr } = await shop.run(["report", prices, "--no-store", "-o", "twenty"]);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("20 assets, 7126 dates");
      expect(stdout.match(/ optimal: .*bound verified/g)).toHaveLength(4);
      const page = await readFile(join(shop.folder, "twenty", "report.html"), "utf8");
      // the page keeps a date on one line by hyphens that don't break
      expect(page.replaceAll("\u2011", "-")).toContain("896 dates, from 2014-09-19 to 2018-04-11");
    },
    60_000,
  );
});

describe("Ctrl-C", () => {
  /** Interrupts at the `turn`-th look at the clock, which is to say during a step. */
  test.each([1, 4, 8, 12, 15])(
    "at the %ith look at the clock ends with code 130 and nothing half-written",
    async (turn) => {
      const interruption = new AbortController();
      const folder = `stopped-${turn}`;
      const { code, stderr } = await shop.run(
        ["report", "good.csv", "--no-store", "-o", folder],
        interruption.signal,
        (look) => {
          if (look === turn) interruption.abort();
        },
      );
      expect([code, stderr]).toEqual([130, "plimsoll: stopped before the report was written\n"]);
      expect((await shop.written()).filter((name) => name.startsWith(folder) && !name.endsWith(folder))).toEqual([]);
    },
  );

  test(
    "on the program itself ends it with code 130, though a database is being made",
    { timeout: 60_000 },
    async () => {
      const root = fileURLToPath(new URL("../../../..", import.meta.url));
      const program = fileURLToPath(new URL("../cli.ts", import.meta.url));
      const folder = join(shop.folder, "killed");
      const words = ["report", join(shop.folder, "good.csv"), "-o", folder];
      const node = ["--conditions=@plimsoll/source", "--import", "tsx", program];
      const child = spawn(process.execPath, [...node, ...words], { cwd: root });
      let stderr = "";
      child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
      child.stdout.on("data", (text: Buffer) => {
        if (text.toString().includes("store them")) child.kill("SIGINT");
      });
      const [code] = (await once(child, "close")) as [number | null];
      expect([code, stderr]).toEqual([130, "plimsoll: stopped before the report was written\n"]);
      expect((await shop.written()).filter((name) => name.startsWith("killed") && name.endsWith(".html"))).toEqual([]);
    },
  );

  test("leaves the report of an earlier run as it was", async () => {
    await mkdir(join(shop.folder, "kept-report"));
    await writeFile(join(shop.folder, "kept-report", "report.html"), "earlier");
    const { code } = await shop.run(["report", "good.csv", "--no-store", "-o", "kept-report"], AbortSignal.abort());
    expect(code).toBe(130);
    expect(await readFile(join(shop.folder, "kept-report", "report.html"), "utf8")).toBe("earlier");
  });
});

test("an out folder that can't be written is exit code 2 and names the remedy", async () => {
  const { code, stderr } = await shop.run(["report", "good.csv", "--no-store", "-o", "good.csv"]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^plimsoll: .*good\.csv.*can't be written there.*choose another path/),
  ]);
});

describe("help and version", () => {
  test.each([[["--help"]], [["-h"]], [["help"]]])("%s lists the commands", async (words) => {
    const { code, stdout } = await shop.run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/report .*\n.*demo /);
  });

  test.each([[["report", "--help"]], [["help", "report"]]])("%s explains every option", async (words) => {
    const { code, stdout } = await shop.run(words);
    expect(code).toBe(0);
    for (const option of [
      "--benchmark",
      "--out",
      "--title",
      "--risk-free",
      "--max-assets",
      "--seed",
      "--debug",
      "--help",
    ]) {
      expect(stdout).toContain(option);
    }
  });

  test("--version is that of the package", async () => {
    expect(await shop.run(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test("no command at all is an error that shows the help", async () => {
    expect(await shop.run([])).toMatchObject({ code: 2, stderr: expect.stringContaining("Commands:") });
  });
});
