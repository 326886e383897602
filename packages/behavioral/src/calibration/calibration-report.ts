import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import { detectors } from "../detectors/table.ts";
import { expectationOf, type Generator } from "./generators.ts";
import { naiveTests, type Tally, type TestName } from "./replicate.ts";

/** The band in which a null cell's false-positive rate must lie. */
export const nullBand: readonly [number, number] = [0.03, 0.07];
/** By how much power may fall short of the golden table. */
export const powerSlack = 0.05;
/** Replications a null cell needs before its rate is judged. */
export const requiredReplications = 4000;
/** Rates of fewer accounts than this are shown and not judged: their standard errors are as wide as the band. */
const leastAccounts = 400;

/** Tallies by generator and test. */
export type CalibrationResults = ReadonlyMap<string, ReadonlyMap<TestName, Tally>>;

/** A cell with what it is worth. */
export interface JudgedCell {
  readonly rate: number;
  readonly standardError: number;
  readonly tested: number;
  readonly replications: number;
  readonly verdict: "in band" | "conservative" | "too many" | "power reached" | "power missed" | "shown" | "too few";
}

/** Rates of null cells are among the tested, power is among all replications and counts positive effects. */
export function judge(generator: Generator, bias: BiasKey, tally: Tally): JudgedCell {
  const expectation = expectationOf(generator, bias);
  const { replications, tested, rejected, positive } = tally;
  const size = expectation === "alternative" ? replications : tested;
  const rate = (expectation === "alternative" ? positive : rejected) / size;
  const cell = { rate, standardError: Math.sqrt((rate * (1 - rate)) / size), tested, replications };
  if (expectation === "not-identifiable") return { ...cell, verdict: "shown" };
  if (expectation === "alternative") {
    const wanted = generator.alternative?.[bias] ?? null;
    if (wanted === null) return { ...cell, verdict: "shown" };
    if (size < leastAccounts) return { ...cell, verdict: "too few" };
    return { ...cell, verdict: rate >= wanted - powerSlack ? "power reached" : "power missed" };
  }
  if (size < leastAccounts) return { ...cell, verdict: "too few" };
  if (rate > nullBand[1]) return { ...cell, verdict: "too many" };
  return { ...cell, verdict: rate < nullBand[0] ? "conservative" : "in band" };
}

const percent = (rate: number): string => (100 * rate).toFixed(1);

function rateCell({ rate, standardError }: JudgedCell): string {
  return `${percent(rate)} ± ${percent(standardError)}`;
}

/** The report as Markdown: a table for each detector, then the traps. */
export function calibrationReport(generators: readonly Generator[], results: CalibrationResults): string {
  const lines = [
    "# Calibration of the bias detectors",
    "",
    "Every detector of `@plimsoll/behavioral` against every simulated investor of the matrix in",
    "`packages/behavioral/src/calibration/generators.ts`. Written by `pnpm calibrate:behavioral`; do not edit.",
    "",
    "- **null**: nothing of the bias is planted. The rate is the share of two-sided p-values below 5 % among the accounts",
    "  with enough data to test, in per cent, with its standard error; it must lie in 3 to 7 %. Fewer is *conservative*:",
    "  exact tests, and accounts in which the controls leave nothing to decide.",
    "- **alternative**: the bias is planted. The rate is the power: the share of all accounts with p below 5 % and a",
    "  positive effect; where the table of power has the case, at most 5 points below it.",
    "- **not identifiable**: another trait looks the same to these trades; shown with the reason, not judged.",
    "",
    `A null cell is finished at ${requiredReplications} replications; the column says how many were run. Rates of fewer`,
    `than ${leastAccounts} accounts are shown and not judged ("too few").`,
  ];
  for (const bias of biasKeys) {
    if (detectors[bias] === undefined) continue;
    const rows = generators.flatMap((generator) => {
      const tally = results.get(generator.name)?.get(bias);
      if (tally === undefined || tally.tested === 0) return [];
      const cell = judge(generator, bias, tally);
      const note = [
        generator.alternative?.[bias] == null ? [] : [`table: ${percent(generator.alternative[bias])}`],
        generator.notIdentifiable?.[bias] ?? [],
        cell.verdict === "conservative" ? (generator.conservative?.[bias] ?? []) : [],
      ].flat();
      return [
        `| ${generator.name} | ${expectationOf(generator, bias)} | ${tally.replications} | ${tally.tested} | ${rateCell(cell)} | ${cell.verdict} | ${note.join("; ")} |`,
      ];
    });
    if (rows.length === 0) continue;
    lines.push(
      "",
      `## ${bias}`,
      "",
      `${detectors[bias].method}.`,
      "",
      "| investor | cell | replications | tested | rate, % | | |",
      "| --- | --- | ---: | ---: | ---: | --- | --- |",
      ...rows,
    );
  }
  lines.push(
    "",
    "## The traps",
    "",
    "Odean's proportions and the stratified odds ratio on accounts without a disposition effect: share of two-sided",
    "p-values below 5 %, in per cent. This is why the score rests on neither.",
    "",
    `| investor | replications | ${naiveTests.join(" | ")} | disposition |`,
    "| --- | ---: | ---: | ---: | ---: |",
  );
  for (const generator of generators) {
    if (expectationOf(generator, "disposition") !== "null") continue;
    const tallies = results.get(generator.name);
    const naive = tallies?.get("naive Odean");
    if (tallies === undefined || naive === undefined || naive.tested === 0) continue;
    const cells = [...naiveTests, "disposition" as const].map((test) => {
      const tally = tallies.get(test);
      return tally === undefined || tally.tested === 0 ? "" : percent(tally.rejected / tally.tested);
    });
    lines.push(`| ${generator.name} | ${naive.replications} | ${cells.join(" | ")} |`);
  }
  lines.push("");
  return lines.join("\n");
}
