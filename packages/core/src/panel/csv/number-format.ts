const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const groupedByComma = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
const groupedByOther = /^[+-]?[1-9]\d{0,2}([ '’\u00A0\u202F])\d{3}(?:\1\d{3})*(?:\.\d*)?$/;
// a lone group after a comma may as well be three decimals
const eitherWay = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const commaDecimal = /^[+-]?[\d.\s'’]*,\d+(?:[eE][+-]?\d+)?$/;

/**
 * The number that `text` (trimmed, not blank) writes, or NaN when it is none or its meaning is not certain.
 *
 * @param decimal - the decimal mark; where it is not known, `"1,234"` is uncertain
 *
 * @example
 * ```ts
 * import { readCsvNumber } from "@plimsoll/core";
 *
 * console.log(readCsvNumber("1,234.5", undefined), readCsvNumber("1.234,5", ","), readCsvNumber("1,234", undefined)); // 1234.5 1234.5 NaN
 * ```
 */
export function readNumber(text: string, decimal: "." | "," | undefined): number {
  if (decimal === ",") return readEnglish(swapMarks(text), true);
  const number = Number(text);
  if (number - number === 0 && !isRadix(text)) return number;
  return readEnglish(text, decimal === ".");
}

/**
 * Why `text` was refused as a number, with the remedy.
 *
 * @example
 * ```ts
 * import { explainCsvNumber } from "@plimsoll/core";
 *
 * console.log(explainCsvNumber("12,5", undefined)); // "12,5" looks like a number with a decimal comma: read the file with the option decimal ","
 * ```
 */
export function explainNumber(text: string, decimal: "." | "," | undefined): string {
  const shown = `"${text}"`;
  if (decimal === undefined && eitherWay.test(text)) {
    return `${shown} may be a number with thousands or one with a decimal comma: name the mark by the option decimal, "." or ","`;
  }
  if (decimal !== "," && commaDecimal.test(text)) {
    return `${shown} looks like a number with a decimal comma: read the file with the option decimal ","`;
  }
  return `${shown} is not a number: correct it, or leave the cell blank if the value is missing`;
}

function readEnglish(text: string, certain: boolean): number {
  if (plain.test(text)) return finite(Number(text));
  if (groupedByComma.test(text))
    return certain || !eitherWay.test(text) ? finite(Number(text.replaceAll(",", ""))) : Number.NaN;
  return groupedByOther.test(text) ? finite(Number(text.replace(/[ '’\u00A0\u202F]/g, ""))) : Number.NaN;
}

function finite(number: number): number {
  return number - number === 0 ? number : Number.NaN;
}

/** `Number` also takes 0x10, 0b10 and 0o10, which no price file means. */
function isRadix(text: string): boolean {
  return text.charCodeAt(0) === 48 && (text.charCodeAt(1) | 32) > 97 && (text.charCodeAt(1) | 32) !== 101;
}

/** European marks to English ones; a point without grouping is made unreadable rather than a decimal point. */
function swapMarks(text: string): string {
  return text.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
}
