import { basename, join } from "node:path";
import { invalidInput, type PricePanel } from "@plimsoll/core";
import type { StudyIndex } from "../report/study-input.ts";
import type { Command, CommandInput } from "./command.ts";
import { pathFrom } from "./files.ts";
import { mainJob } from "./main-job.ts";
import { Progress } from "./progress.ts";
import { readIndex, readPrices } from "./read-prices.ts";

function text({ options }: CommandInput, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** A number that the user wrote, within limits. */
function number(
  input: CommandInput,
  name: string,
  rule: { readonly missing: number; readonly least: number; readonly most: number; readonly whole?: boolean },
): number {
  const written = text(input, name);
  if (written === undefined) return rule.missing;
  const value = written.trim() === "" ? NaN : Number(written);
  if (value >= rule.least && value <= rule.most && (rule.whole !== true || Number.isInteger(value))) return value;
  const kind = rule.whole === true ? "a whole number" : "a number";
  throw invalidInput(name, `--${name} "${written}": expected ${kind} from ${rule.least} to ${rule.most}`, {
    expected: `${kind} from ${rule.least} to ${rule.most}`,
    received: written,
  });
}

/** The benchmark: a file of its own, or a column of the prices, which then is no asset. */
async function benchmark(
  reference: string | undefined,
  prices: PricePanel,
  source: string,
  directory: string,
): Promise<{ readonly prices: PricePanel; readonly index?: StudyIndex }> {
  if (reference === undefined) return { prices };
  if (!prices.assets.includes(reference)) return { prices, index: await readIndex(reference, directory) };
  const rest = prices.assets.filter((asset) => asset !== reference);
  if (rest.length < 2) {
    throw invalidInput(
      "benchmark",
      `--benchmark ${reference} leaves ${rest.length} asset in ${source}: two are needed`,
    );
  }
  return { prices: prices.select(rest), index: { name: reference, prices: prices.select([reference]), source } };
}

export const report: Command = {
  name: "report",
  summary: "prices in a CSV file to one page: certified portfolios, risk, regimes, a walk forward",
  usage: "<prices.csv> [options]",
  description: `Reads prices (a column of dates and one for each asset, or date, asset and price in three columns),
checks them, and writes a report that opens in any browser and needs nothing else.`,
  options: {
    benchmark: {
      type: "string",
      short: "b",
      value: "file.csv[#column] | asset",
      help: "series that risk and regimes are measured on",
    },
    out: { type: "string", short: "o", value: "folder", help: 'where report.html goes (default "out")' },
    store: {
      type: "string",
      value: "folder",
      help: 'the embedded database that keeps the prices (default "store" in the output folder)',
    },
    "no-store": { type: "boolean", help: "study the prices without keeping them" },
    title: { type: "string", value: "text", help: "title of the page (default: the name of the file)" },
    "risk-free": { type: "string", value: "rate", help: "annual risk-free rate as a fraction (default 0)" },
    "max-assets": {
      type: "string",
      value: "number",
      help: "how many assets the limited portfolio may hold (default 3)",
    },
    seed: { type: "string", value: "number", help: "seed of everything random (default 7)" },
  },

  async run(input, context) {
    const [path, ...surplus] = input.words;
    if (path === undefined) throw invalidInput("prices", "name a file with prices: plimsoll report prices.csv");
    if (surplus.length > 0)
      throw invalidInput("prices", `one file at a time, but there is also "${surplus[0]!}": merge the files first`);
    const settings = {
      title: text(input, "title") ?? basename(path),
      riskFreeRate: number(input, "risk-free", { missing: 0, least: -0.1, most: 0.5 }),
      maxAssets: number(input, "max-assets", { missing: 3, least: 1, most: 1000, whole: true }),
      seed: number(input, "seed", { missing: 7, least: 0, most: 2 ** 32 - 1, whole: true }),
    };
    const progress = new Progress(context);
    context.stdout.write(`plimsoll report: ${path}\n`);
    const data = await progress.step(
      "read prices",
      async () =>
        benchmark(
          text(input, "benchmark"),
          await readPrices(path, context.directory),
          basename(path),
          context.directory,
        ),
      ({ prices }) => `${prices.columns} assets, ${prices.rows} dates`,
    );
    const folder = pathFrom(context.directory, text(input, "out") ?? "out");
    const store = text(input, "store");
    if (store !== undefined && input.options["no-store"] === true)
      throw invalidInput("store", "--store and --no-store contradict each other: give one of them");
    await mainJob(
      { ...data, source: basename(path), settings },
      {
        folder,
        store:
          input.options["no-store"] === true
            ? undefined
            : store === undefined
              ? join(folder, "store")
              : pathFrom(context.directory, store),
      },
      progress,
      context,
    );
  },
};
