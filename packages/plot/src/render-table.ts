import { invalidInput, type TableColumn, type TableSpec } from "@plimsoll/core";
import { formatCell } from "./render/format.ts";
import { escapeXml } from "./render/serialize.ts";

const isNumeric = ({ format = "text" }: TableColumn): boolean => format !== "text" && format !== "date";

function cell(column: TableColumn, value: string | number | null, first: boolean): string {
  const text = escapeXml(formatCell(value, column.format, column.digits));
  if (first) return `<th scope="row"${column.format === "date" ? ' class="date"' : ""}>${text}</th>`;
  if (value === null) {
    const kind = isNumeric(column) ? "number empty" : "empty";
    return `<td class="${kind}"><span aria-label="no value">${text}</span></td>`;
  }
  if (isNumeric(column)) return `<td class="number">${text}</td>`;
  if (column.format === "date") return `<td class="date">${text}</td>`;
  // a date within a sentence stays on one line too
  return `<td>${text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, '<span class="date">$&</span>')}</td>`;
}

/**
 * A table as semantic HTML: caption, column heads, the first column as row heads, inside a region that scrolls by
 * itself where the page is narrower than the table and can be reached by keyboard. It carries no style: classes are
 * `plimsoll-table` (the region), `number`, `date`, `empty` and `note`.
 *
 * @param spec - columns and rows; `null` is an empty cell; a key that a row lacks is an error, not an empty cell
 * @throws PlimsollError `INVALID_INPUT` for no columns, a column key that occurs twice, a row without one of the keys,
 *   a number that is NaN or infinite
 *
 * @example
 * ```ts
 * import { renderTable } from "@plimsoll/plot";
 *
 * const html = renderTable({
 *   title: "Weights",
 *   columns: [{ key: "asset", label: "Asset" }, { key: "weight", label: "Weight", format: "percent", digits: 1 }],
 *   rows: [{ asset: "MSFT", weight: 0.125 }],
 * });
 * console.log(html.includes('<td class="number">12.5%</td>')); // true
 * ```
 */
export function renderTable(spec: TableSpec): string {
  check(spec);
  const { title, columns, rows, note } = spec;
  const head = columns.map(
    (column, j) =>
      `<th scope="col"${j > 0 && isNumeric(column) ? ' class="number"' : ""}>${escapeXml(column.label)}</th>`,
  );
  const body = rows.map(
    (row) => `<tr>${columns.map((column, j) => cell(column, row[column.key]!, j === 0)).join("")}</tr>`,
  );
  return [
    `<div class="plimsoll-table" role="region" aria-label="${escapeXml(title)}" tabindex="0"><table>`,
    `<caption><span>${escapeXml(title)}</span></caption>`,
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${body.join("")}</tbody>`,
    "</table></div>",
    note === undefined ? "" : `<p class="note">${escapeXml(note)}</p>`,
  ].join("");
}

function check({ columns, rows }: TableSpec): void {
  if (columns.length === 0) throw invalidInput("columns", "columns is empty: a table needs at least one column");
  const keys = new Set<string>();
  for (const { key } of columns) {
    if (keys.has(key))
      throw invalidInput("columns", `columns holds the key "${key}" twice: rename one`, { received: key });
    keys.add(key);
  }
  rows.forEach((row, i) => {
    for (const { key } of columns) {
      if (!Object.hasOwn(row, key)) {
        throw invalidInput(`rows[${i}].${key}`, `rows[${i}] has no "${key}": write null for an empty cell`, {
          expected: "text, a number or null",
          received: "nothing",
        });
      }
      const value = row[key]!;
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw invalidInput(`rows[${i}].${key}`, `rows[${i}].${key} is ${value}: write null for an empty cell`, {
          expected: "a finite number",
          received: String(value),
        });
      }
    }
  });
}
