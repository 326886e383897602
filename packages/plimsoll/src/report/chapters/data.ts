import { checkQuality, clean, type PricePanel, type QualityFinding, type Repair, type TableSpec } from "@plimsoll/core";
import type { Frequency } from "../frequency.ts";
import type { CommonHistory } from "../history.ts";
import type { ReportSection } from "../report.ts";
import type { StudyInput } from "../study-input.ts";

/** What is doubtful in the prices, and the prices that the study goes on with. */
export interface DataFinding {
  readonly findings: readonly QualityFinding[];
  readonly prices: PricePanel;
  /** Prices taken out because they are not positive. */
  readonly repairs: readonly Repair[];
}

/** Looks for what is wrong; only prices that can't be are taken out, whatever is merely doubtful is reported and kept. */
export function checkData(prices: PricePanel): DataFinding {
  const { panel, repairs } = clean(prices, { rules: [{ kind: "remove-non-positive" }] });
  return { findings: checkQuality(prices), prices: panel, repairs };
}

/** Findings told one by one; the rest is counted. */
const SHOWN_PER_KIND = 1;

function findingsTable(findings: readonly QualityFinding[]): TableSpec {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return {
    title: "What the checks found",
    columns: [
      { key: "check", label: "Check" },
      { key: "severity", label: "Severity" },
      { key: "count", label: "Findings", format: "integer" },
      { key: "example", label: "The first" },
    ],
    rows: kinds.map((kind) => {
      const own = findings.filter((finding) => finding.kind === kind);
      return {
        check: kind.replaceAll("-", " "),
        severity: own[0]!.severity,
        count: own.length,
        example: own
          .slice(0, SHOWN_PER_KIND)
          .map(({ message }) => message)
          .join("; "),
      };
    }),
    note: "Doubtful prices are kept: a crash looks like an error to any rule. Prices that are zero or negative are treated as missing.",
  };
}

export function dataSection(
  { prices, source, index, remark }: StudyInput,
  frequency: Frequency,
  { findings, repairs }: DataFinding,
  history: CommonHistory,
): ReportSection {
  const { histories, excluded, shortest } = history;
  const common = history.prices;
  const limits = shortest === undefined ? "" : ` ${shortest} has the shortest history and sets that limit.`;
  const left =
    excluded.length === 0
      ? ""
      : ` Left out of the estimates, because with ${excluded.length === 1 ? "it" : "them"} too few dates would remain: ${excluded.join(", ")}.`;
  const removed = repairs.length === 0 ? "" : ` ${repairs.length} prices that are not positive were taken out.`;
  const beside =
    index === undefined
      ? ""
      : ` ${index.name} (${index.source}): ${index.prices.rows} prices from ${index.prices.date(0)} to ${index.prices.date(index.prices.rows - 1)}.`;
  return {
    id: "data",
    title: "The data",
    summary: `${source} holds ${frequency.name} prices of ${prices.columns} assets on ${prices.rows} dates, from ${prices.date(0)} to ${prices.date(prices.rows - 1)}.${beside}`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: "text" as const, text: remark }]),
      {
        kind: "text",
        text: `Short histories: no price is invented and none is carried forward. Estimates use the ${common.rows} dates, from ${common.date(0)} to ${common.date(common.rows - 1)}, on which every asset has a price.${limits}${left} Walking forward has a rule of its own: at each date it holds the assets that have a full window of prices behind them, so an asset enters when it has a history and not before.${removed}`,
      },
      {
        kind: "table",
        table: {
          title: "Histories",
          columns: [
            { key: "asset", label: "Asset" },
            { key: "first", label: "First price", format: "date" },
            { key: "last", label: "Last price", format: "date" },
            { key: "prices", label: "Prices", format: "integer" },
            { key: "coverage", label: "Of all dates", format: "percent", digits: 0 },
          ],
          rows: histories.map((one) => ({ ...one })),
        },
      },
      findings.length === 0
        ? {
            kind: "text",
            text: "The checks for gaps, stale prices, outliers, unadjusted splits, prices that are not positive and non-trading days found nothing.",
          }
        : { kind: "table", table: findingsTable(findings) },
    ],
  };
}
