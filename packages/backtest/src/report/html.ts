import { chartStyles, renderChart, renderTable } from "@plimsoll/plot";
import type { BacktestResult } from "./result.ts";

const pageStyles = [
  "body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText;color-scheme:light dark}",
  ".plimsoll-table{overflow-x:auto}",
  "table{border-collapse:collapse;margin:1.5rem 0 .25rem}",
  "caption{text-align:left;font-weight:600}",
  "th,td{padding:.2rem .8rem .2rem 0;text-align:left;font-weight:400;border-bottom:1px solid GrayText}",
  ".number{text-align:right;font-variant-numeric:tabular-nums}",
  ".note{font-size:.85rem}",
].join("\n");

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A result as one self-contained HTML page: charts as inline SVG, then tables; no script, nothing loaded. */
export function backtestHtml(result: BacktestResult): string {
  const title = `Backtest: ${escapeHtml(result.strategy)}`;
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${title}</title><style>${chartStyles}\n${pageStyles}</style></head><body><main>`,
    `<h1>${title}</h1>`,
    `<p>${result.dates[0]} to ${result.dates.at(-1)}, ${result.dates.length} rows.</p>`,
    ...result.charts.map(
      (chart) => `<section><h2>${escapeHtml(chart.title)}</h2>${renderChart(chart, { context: "page" })}</section>`,
    ),
    ...result.tables.map(renderTable),
    "</main></body></html>",
    "",
  ].join("\n");
}
