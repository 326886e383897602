import { basename } from "node:path";
import { readPrices as readCsv } from "@plimsoll/adapter-csv";
import { invalidInput, type PricePanel } from "@plimsoll/core";
import type { StudyIndex } from "../report/study-input.ts";
import { pathFrom } from "./files.ts";

/** Prices of at least two assets from a CSV file. */
export async function readPrices(path: string, directory: string): Promise<PricePanel> {
  const prices = await readCsv(pathFrom(directory, path), { file: path });
  if (prices.columns < 2) {
    const only = prices.assets[0]!;
    throw invalidInput("prices", `${path}, line 1: "${only}" is the only asset: add a column for at least one more`, {
      file: path,
      line: 1,
    });
  }
  return prices;
}

/** The series of a `--benchmark`: `index.csv`, or `index.csv#column` where the file has several. */
export async function readIndex(reference: string, directory: string): Promise<StudyIndex> {
  const mark = reference.lastIndexOf("#");
  const path = mark < 0 ? reference : reference.slice(0, mark);
  const column = mark < 0 ? undefined : reference.slice(mark + 1);
  const only = column === undefined ? {} : { assets: [column] };
  const prices = await readCsv(pathFrom(directory, path), { file: path, ...only });
  if (prices.columns > 1) {
    throw invalidInput(
      "benchmark",
      `${path}, line 1: has the columns ${prices.assets.join(", ")}: name one, such as --benchmark "${path}#${prices.assets[0]!}"`,
      { file: path, line: 1 },
    );
  }
  return { name: prices.assets[0]!, prices, source: basename(path) };
}
