import { join } from "node:path";
import { writeTextAtomically } from "@plimsoll/adapter-csv";
import { throwIfAborted } from "@plimsoll/core";
import { renderPage } from "../report/page.ts";
import { frequencyOf } from "../report/frequency.ts";
import { commonHistory } from "../report/history.ts";
import { study } from "../report/study.ts";
import type { StudyInput } from "../report/study-input.ts";
import type { CommandContext } from "./command.ts";
import type { Progress } from "./progress.ts";
import { throughStore } from "./store-prices.ts";
import { version } from "./version.ts";

/** Where the main job leaves what it made. */
export interface MainJobTarget {
  /** Folder of `report.html`. */
  readonly folder: string;
  /** Folder of the embedded database, if prices are to be kept. */
  readonly store: string | undefined;
}

/** From prices to the page: store, study, write. Shows each step, and the certificates at the end. */
export async function mainJob(
  input: StudyInput,
  { folder, store }: MainJobTarget,
  progress: Progress,
  context: CommandContext,
): Promise<void> {
  // a history too short to study is refused before anything is kept of it
  commonHistory(input.prices);
  const stored = store === undefined ? input : await keep(input, store, progress);
  const { report, portfolios } = await study(stored, {
    signal: context.signal,
    step: (label, body, outcome) => progress.step(label, body, outcome),
  });
  const path = join(folder, "report.html");
  await progress.step(
    "write the page",
    async () => {
      const page = renderPage({ ...report, colophon: [...report.colophon, `Made by plimsoll ${version()}.`] });
      throwIfAborted(context.signal, "writing the page");
      await writeTextAtomically(path, page);
      return page.length;
    },
    (size) => `${Math.round(size / 1024)} kB`,
  );
  context.stdout.write(`\n${certificates(portfolios)}\n${path}\ndone in ${progress.elapsed}\n`);
}

/** The prices as the embedded database gives them back: from here on the study reads what was stored. */
async function keep(input: StudyInput, store: string, progress: Progress): Promise<StudyInput> {
  const { prices, source, index } = input;
  const sources = [
    { source, prices, frequency: frequencyOf(prices, source) },
    ...(index === undefined
      ? []
      : [{ source: index.source, prices: index.prices, frequency: frequencyOf(index.prices, index.source) }]),
  ];
  const stored = await progress.step(
    "store them",
    () => throughStore(store, sources, new Date().toISOString()),
    ({ added }) => `${added} new prices in the embedded database`,
    // making a database takes seconds; one that is left unfinished is made anew the next time
    "abandon",
  );
  const [own, beside] = stored.prices;
  return { ...input, prices: own!, ...(index === undefined ? {} : { index: { ...index, prices: beside! } }) };
}

/** One line for each portfolio. */
function certificates(portfolios: Awaited<ReturnType<typeof study>>["portfolios"]): string {
  const number = (value: number | null): string =>
    value === null ? "none" : value === 0 ? "0" : value.toExponential(1);
  const width = Math.max(...portfolios.map(({ name }) => name.length));
  return portfolios
    .map(({ name, solution, refusal }) => {
      if (solution === undefined) return `  ${name.padEnd(width)}  none: ${refusal ?? "unknown"}`;
      const { primalResidual, dualResidual, gap, boundIs } = solution.certificate;
      return `  ${name.padEnd(width)}  ${solution.status}: primal residual ${number(primalResidual)}, dual residual ${number(dualResidual)}, gap ${number(gap)} (bound ${boundIs})`;
    })
    .join("\n");
}
