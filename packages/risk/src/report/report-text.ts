import type { CellFormat, TableColumn, TableSpec } from "@plimsoll/core";

type Cell = string | number | null | undefined;

/** A cell as a reader sees it. */
function written(cell: Cell, { format = "text", digits = 2 }: TableColumn): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  const forms: Partial<Record<CellFormat, (value: number) => string>> = {
    percent: (value) => `${(100 * value).toFixed(digits)} %`,
    integer: (value) => value.toFixed(0),
    number: (value) => value.toFixed(digits),
    currency: (value) => value.toFixed(digits),
    scientific: (value) => value.toExponential(digits),
  };
  return (forms[format] ?? String)(cell);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A table as plain text with columns in line. */
export function tableText({ title, columns, rows, note }: TableSpec): string {
  const lines = [columns.map(({ label }) => label), ...rows.map((row) => columns.map((c) => written(row[c.key], c)))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const body = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...body, ...(note === undefined ? [] : [note])].join("\n");
}

/** A table as HTML; numbers stand right, whatever the page's own style. */
export function tableHtml({ title, columns, rows, note }: TableSpec): string {
  const cell = (tag: "th" | "td", text: string, { format = "text" }: TableColumn): string => {
    const side = format === "text" || format === "date" ? "left" : "right";
    return `<${tag} style="text-align:${side}">${escaped(text)}</${tag}>`;
  };
  const head = columns.map((column) => cell("th", column.label, column)).join("");
  const body = rows
    .map((row) => `<tr>${columns.map((column) => cell("td", written(row[column.key], column), column)).join("")}</tr>`)
    .join("");
  const below = note === undefined ? "" : `<p>${escaped(note)}</p>`;
  return `<table><caption>${escaped(title)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${below}`;
}

/** A heading. */
export function headingHtml(title: string): string {
  return `<h2>${escaped(title)}</h2>`;
}
