import { csvError, type CsvOptions, type CsvPlace, readCsvDates } from "@plimsoll/core";

const split =
  /^(.+?)(?:T|[,;]? +|[,;])(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?) *([AaPp][Mm])? *(Z|[+-]\d{2}:?\d{2}|[A-Za-z]{2,5})?$/;
// Interactive Brokers: 20240131;140500
const compact = /^(\d{8})[;, ](\d{2})(\d{2})(\d{2})$/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))? *([AaPp][Mm])? *(Z|[+-]\d{2}:?\d{2}|[A-Za-z]{2,5})?$/;
const shortYear = /^(\d{1,2}[/-]\d{1,2}[/-])(\d{2})$/;

interface TimeText {
  readonly date: string;
  readonly time: string;
}

function partsOf(at: string, time: string): TimeText {
  // Schwab: "02/01/2024 as of 01/31/2024"
  const text = at.replace(/ as of .*$/i, "");
  const packed = compact.exec(text);
  if (packed !== null) return { date: packed[1]!, time: `${packed[2]}:${packed[3]}:${packed[4]}` };
  const match = split.exec(text);
  const [date, own] =
    match === null ? [text, ""] : [match[1]!, text.slice(match[1]!.length).replace(/^(?:T|[,; ]+)/, "")];
  const short = shortYear.exec(date);
  const year = short === null ? "" : Number(short[2]) < 70 ? `20${short[2]}` : `19${short[2]}`;
  return { date: short === null ? date : `${short[1]}${year}`, time: own === "" ? time : own };
}

function clockOf(text: string, zones: Readonly<Record<string, string>>, options: CsvOptions, place: CsvPlace): string {
  const match = clock.exec(text);
  const refuse = (message: string): never => {
    throw csvError(options, place, message, text);
  };
  if (match === null) return refuse(`"${text}" is not a time of day: write it as 14:05:00 or 2:05:00 PM`);
  const [, hours = "", minutes = "", seconds = "00", half = "", zone = ""] = match;
  let hour = Number(hours);
  if (half !== "") {
    if (hour < 1 || hour > 12) refuse(`"${text}" is not a time of day: before AM or PM stands an hour from 1 to 12`);
    hour = (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) >= 60) refuse(`"${text}" is not a time of day`);
  const named = /^[A-Za-z]{2,5}$/.test(zone);
  const offset = named ? zones[zone] : zone;
  if (offset === undefined) {
    return refuse(
      `the zone "${zone}" has several meanings: name its offset by the option zones, such as { ${zone}: "-05:00" }`,
    );
  }
  if (!/^(?:|Z|[+-]\d{2}:?\d{2})$/.test(offset)) {
    return refuse(`the option zones gives "${offset}" for ${zone}: expected an offset such as -05:00`);
  }
  return `T${String(hour).padStart(2, "0")}:${minutes}:${seconds}${offset}`;
}

/** The rows' dates, or dates and times, in ISO; a time without a zone is left without one. */
export function readBrokerTimes(
  rows: readonly { readonly at: string; readonly time: string; readonly line: number }[],
  columns: { readonly at: string; readonly time: string },
  zones: Readonly<Record<string, string>>,
  options: CsvOptions,
): readonly string[] {
  if (rows.length === 0) return [];
  const texts = rows.map(({ at, time }) => partsOf(at, time));
  const { values } = readCsvDates(
    texts.map(({ date }) => date),
    rows.map(({ line }) => line),
    columns.at,
    options,
  );
  return texts.map(({ time }, index) => {
    const day = new Date(values[index]! * 86_400_000).toISOString().slice(0, 10);
    if (time === "") return day;
    const column = rows[index]!.time === time ? columns.time : columns.at;
    return day + clockOf(time, { Z: "Z", UTC: "Z", GMT: "Z", ...zones }, options, { line: rows[index]!.line, column });
  });
}
