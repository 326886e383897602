import type { CellFormat } from "@plimsoll/core";

/** Names and numbers are written the same way in every runtime, so no `Intl` here. */
const MINUS = "−";

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `-1234.5` with 2 digits becomes `−1,234.50`; a value that rounds to zero carries no sign. */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : `${MINUS}∞`;
  const [whole, fraction] = Math.abs(value).toFixed(digits).split(".");
  const text = fraction === undefined ? group(whole!) : `${group(whole!)}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** `0.1234` with 1 digit becomes `12.3%`. */
export function formatPercent(value: number, digits: number): string {
  return `${formatNumber(100 * value, digits)}%`;
}

function formatScientific(value: number, digits: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = Math.abs(value).toExponential(digits).split("e");
  const power = Number(exponent);
  return `${value < 0 ? MINUS : ""}${mantissa}e${power < 0 ? MINUS + String(-power) : String(power)}`;
}

/**
 * A cell as text, as {@link renderTable} writes it: grouped thousands, a true minus sign, fractions as per cent.
 *
 * @param value - text as it is; a number is written by `format`; `null` becomes an en dash
 * @param format - how numbers are written
 * @param digits - digits after the decimal point; `integer`, `text` and `date` ignore it
 *
 * @example
 * ```ts
 * import { formatCell } from "@plimsoll/plot";
 *
 * console.log(formatCell(-0.1234, "percent", 1), formatCell(1234567, "integer"), formatCell(null));
 * // −12.3% 1,234,567 –
 * ```
 */
export function formatCell(value: string | number | null, format: CellFormat = "text", digits = 2): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  switch (format) {
    case "integer":
      return formatNumber(value, 0);
    case "number":
    case "currency":
      return formatNumber(value, digits);
    case "percent":
      return formatPercent(value, digits);
    case "scientific":
      return formatScientific(value, digits);
    default:
      return String(value);
  }
}

/** Fewest digits after the point (at most 6) that write every one of `values` exactly, so that ticks don't lie. */
export function digitsFor(values: readonly number[]): number {
  for (let digits = 0; digits < 6; digits++) {
    const scale = 10 ** digits;
    if (
      values.every((value) => Math.abs(Math.round(value * scale) - value * scale) <= 1e-6 * Math.abs(value * scale))
    ) {
      return digits;
    }
  }
  return 6;
}
