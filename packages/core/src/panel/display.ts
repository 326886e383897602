import { formatDate } from "./axis.ts";
import type { PanelFrame } from "./frame.ts";

/** What of a panel is shown. */
export interface DisplayedPanel extends PanelFrame {
  readonly kind: "price" | "return";
}

const shownRows = 10;
const shownColumns = 8;

/** One line that says what a panel holds. */
export function describePanel(panel: DisplayedPanel): string {
  const name = panel.kind === "price" ? "PricePanel" : "ReturnPanel";
  const rows = panel.index.length;
  const extent = rows === 0 ? "" : `, ${dateText(panel, 0)} to ${dateText(panel, rows - 1)}`;
  return `${name} ${rows} x ${panel.assets.length}${extent}`;
}

/** The panel as an HTML table: the first and the last rows, the first assets. */
export function panelToHtml(panel: DisplayedPanel): string {
  const assets = panel.assets.slice(0, shownColumns);
  const columns = panel.assets.length;
  const more = columns > shownColumns ? "<th>...</th>" : "";
  const rows: string[] = [];
  for (let row = 0; row < panel.index.length; row += 1) {
    const skipped = panel.index.length - shownRows;
    if (skipped > 0 && row === shownRows / 2) {
      rows.push(`<tr><td colspan="${assets.length + 1 + (more === "" ? 0 : 1)}">... ${skipped} rows ...</td></tr>`);
      row += skipped;
    }
    const cells = assets.map((_, column) => `<td>${cellText(panel.values[row * columns + column]!)}</td>`);
    rows.push(`<tr><th>${dateText(panel, row)}</th>${cells.join("")}${more === "" ? "" : "<td>...</td>"}</tr>`);
  }
  const heads = assets.map((asset) => `<th>${escapeHtml(asset)}</th>`).join("");
  return `<table><caption>${describePanel(panel)}</caption><thead><tr><th>date</th>${heads}${more}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function dateText(panel: DisplayedPanel, row: number): string {
  return formatDate(panel.axis, panel.index[row]!);
}

function cellText(value: number): string {
  return Number.isNaN(value) ? "" : String(Number(value.toPrecision(6)));
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
