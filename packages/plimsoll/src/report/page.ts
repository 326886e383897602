import { createHash } from "node:crypto";
import { chartStyles, renderChart, renderTable } from "@plimsoll/plot";
import { pageStyles } from "./page-styles.ts";
import type { KeyFigure, Report, ReportBlock, ReportSection } from "./report.ts";

/** Charts are drawn twice and the style sheet shows one: text that is scaled down to a phone can't be read. */
const CHART_WIDTH = { wide: 760, narrow: 358 } as const;

/** The load line: the mark on a hull that shows how much she can safely carry. */
const MARK =
  '<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.5" aria-hidden="true"><circle cx="16" cy="16" r="9"/><path d="M2 16h28"/></svg>';

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Prose: an ISO date stays on one line. */
function prose(text: string): string {
  return escapeHtml(text).replace(/\b(\d{4})-(\d{2})-(\d{2})\b/g, "$1\u2011$2\u2011$3");
}

function figures(list: readonly KeyFigure[]): string {
  if (list.length === 0) return "";
  const cells = list.map(({ label, value, note }) => {
    const aside = note === undefined ? "" : `<dd class="aside">${prose(note)}</dd>`;
    return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>${aside}</div>`;
  });
  return `<dl class="figures">${cells.join("")}</dl>`;
}

function block(content: ReportBlock): string {
  switch (content.kind) {
    case "text":
      return `<p>${prose(content.text)}</p>`;
    case "figures":
      return figures(content.figures);
    case "table":
      return renderTable(content.table);
    case "chart": {
      const drawings = Object.entries(CHART_WIDTH).map(
        ([size, width]) => `<div class="${size}">${renderChart(content.chart, { width, context: "page" })}</div>`,
      );
      const caption = `<figcaption>${prose(content.caption)}</figcaption>`;
      return `<figure><h3>${escapeHtml(content.chart.title)}</h3>${drawings.join("")}${caption}</figure>`;
    }
  }
}

function section({ id, title, summary, blocks }: ReportSection): string {
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>`,
    `<p class="summary">${prose(summary)}</p>`,
    ...blocks.map((content) => block(content)),
    "</section>",
  ].join("\n");
}

/**
 * A report as one HTML page that needs nothing else: no script, no request, and a content security policy that forbids
 * both. Light and dark follow the reader's setting; charts are drawn for a desk and for a phone.
 */
export function renderPage(report: Report): string {
  const styles = `${chartStyles}\n${pageStyles}`;
  const hash = createHash("sha256").update(styles, "utf8").digest("base64");
  const contents = report.sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(report.title)}</title>
<style>${styles}</style>
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<div class="frame">
<header>
<div class="brand">${MARK}<span>Plimsoll</span></div>
<h1>${escapeHtml(report.title)}</h1>
<p class="subtitle">${prose(report.subtitle)}</p>
${figures(report.figures)}
</header>
<div class="columns">
<nav aria-label="Contents"><ol>${contents.join("")}</ol></nav>
<main id="report">
${report.sections.map((content) => section(content)).join("\n")}
<footer>${report.colophon.map((line) => `<p>${prose(line)}</p>`).join("\n")}</footer>
</main>
</div>
</div>
</body>
</html>
`;
}
