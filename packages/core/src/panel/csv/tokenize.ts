import { csvError, type CsvOptions } from "./csv-options.ts";

/** The records of a CSV text: trimmed fields, and the 1-based line on which each record begins. */
export interface CsvTable {
  readonly records: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

const QUOTE = 34;
const LF = 10;
const CR = 13;
const delimiters = [",", ";", "\t", "|"] as const;

/**
 * Splits CSV text (RFC 4180): quoted fields with doubled quotes and line breaks, LF or CRLF or CR, byte order mark.
 * Lines without any text are passed over. Numbers and dates may be quoted, so fields are trimmed either way.
 *
 * @throws `INVALID_INPUT` with the line of a quote that is never closed, or of text after a closing one
 *
 * @example
 * ```ts
 * import { tokenizeCsv } from "@plimsoll/core";
 *
 * const { records, lines } = tokenizeCsv('a,"b, c"\n\n1,2', {});
 * console.log(records, lines); // [ [ 'a', 'b, c' ], [ '1', '2' ] ] [ 1, 3 ]
 * ```
 */
export function tokenizeCsv(text: string, options: CsvOptions): CsvTable {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const delimiter = (options.delimiter ?? guessDelimiter(text, start)).charCodeAt(0);
  const records: string[][] = [];
  const lines: number[] = [];
  let fields: string[] = [];
  let line = 1;
  let firstLine = 1;
  let at = start;
  while (at < text.length) {
    let field: string;
    const opening = skipBlanks(text, at, delimiter);
    if (text.charCodeAt(opening) === QUOTE) {
      const quoted = readQuoted(text, opening, line, options);
      const closing = skipBlanks(text, quoted.end, delimiter);
      line += quoted.breaks;
      if (closing < text.length && !isEnd(text.charCodeAt(closing), delimiter)) {
        throw csvError(
          options,
          { line },
          `text after the closing quote of a field: double the quotes inside it, or remove them`,
          text.slice(closing, closing + 20),
        );
      }
      field = quoted.field;
      at = closing;
    } else {
      let end = at;
      while (end < text.length && !isEnd(text.charCodeAt(end), delimiter)) end += 1;
      field = text.slice(at, end);
      at = end;
    }
    fields.push(field.trim());
    const stop = text.charCodeAt(at);
    const trailing = stop === delimiter && at + 1 === text.length;
    if (trailing) fields.push("");
    if (stop !== delimiter || trailing) {
      if (fields.length > 1 || fields[0] !== "") {
        records.push(fields);
        lines.push(firstLine);
      }
      fields = [];
      if (stop === CR && text.charCodeAt(at + 1) === LF) at += 1;
      line += 1;
      firstLine = line;
    }
    at += 1;
  }
  return { records, lines };
}

function isEnd(code: number, delimiter: number): boolean {
  return code === delimiter || code === LF || code === CR;
}

function skipBlanks(text: string, from: number, delimiter: number): number {
  let at = from;
  while ((text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) && text.charCodeAt(at) !== delimiter) at += 1;
  return at;
}

function readQuoted(
  text: string,
  opening: number,
  line: number,
  options: CsvOptions,
): { readonly field: string; readonly end: number; readonly breaks: number } {
  let closing = text.indexOf('"', opening + 1);
  while (closing !== -1 && text.charCodeAt(closing + 1) === QUOTE) closing = text.indexOf('"', closing + 2);
  if (closing === -1) {
    throw csvError(
      options,
      { line },
      "a quoted field is never closed: add the closing quote",
      text.slice(opening, opening + 20),
    );
  }
  const raw = text.slice(opening + 1, closing);
  const breaks = raw.match(/\r\n|\n|\r/g)?.length ?? 0;
  return { field: raw.replaceAll('""', '"'), end: closing + 1, breaks };
}

/** The delimiter that occurs most often in the first line with text, outside quotes. */
function guessDelimiter(text: string, start: number): string {
  const header = /[^\r\n]*\S[^\r\n]*/.exec(text.slice(start, start + 65_536))?.[0] ?? "";
  const bare = header.replace(/"[^"]*"/g, "");
  let best: string = ",";
  let most = 0;
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}
