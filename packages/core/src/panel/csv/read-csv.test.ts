import { describe, expect, test } from "vitest";
import { PlimsollError } from "../../errors.ts";
import { PricePanel } from "../price-panel.ts";
import { ReturnPanel } from "../return-panel.ts";
import type { CsvOptions } from "./csv-options.ts";

function read(text: string, options: CsvOptions = {}): unknown {
  return PricePanel.fromCsv(text, options).toJSON();
}

/** The error of reading `text` as a file named prices.csv. */
function errorOf(text: string, options: CsvOptions = {}): PlimsollError<"INVALID_INPUT"> {
  try {
    PricePanel.fromCsv(text, { file: "prices.csv", ...options });
  } catch (error) {
    if (PlimsollError.is(error, "INVALID_INPUT")) return error;
    throw error;
  }
  throw new Error("the text was read");
}

const two = {
  dates: ["2024-01-02", "2024-01-03"],
  assets: ["A", "B"],
  values: [
    [1, null],
    [2, 1234.5],
  ],
};

describe("wide files", () => {
  test("dates, then one column for each asset; blanks and NA are missing", () => {
    expect(read("date,A,B\n2024-01-02,1,\n2024-01-03,2,1234.5\n")).toEqual(two);
    for (const na of ["NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "-", ".", " "]) {
      expect(read(`date,A,B\n2024-01-02,1,${na}\n2024-01-03,2,1234.5`)).toEqual(two);
    }
    expect(read("date,A,B\n2024-01-02,1,n.n.\n2024-01-03,2,1234.5", { missing: ["n.n."] })).toEqual(two);
  });

  test("byte order mark, CRLF, CR, quotes, blank lines, blanks around fields, no name over the dates", () => {
    expect(read('\uFEFF"date","A","B"\r\n"2024-01-02", 1 ,\r\n\r\n2024-01-03,"2","1,234.5"\r\n')).toEqual(two);
    expect(read(",A,B\r2024-01-02,1,\r2024-01-03,2,1234.5")).toEqual(two);
    expect(read('date,"A ""x"" \n1"\n2024-01-02,1')).toEqual({
      dates: ["2024-01-02"],
      assets: ['A "x" \n1'],
      values: [[1]],
    });
  });

  test("other delimiters are seen from the header or named", () => {
    expect(read("date;A;B\n2024-01-02;1;\n2024-01-03;2;1.234,5", { decimal: "," })).toEqual(two);
    expect(read("date\tA\tB\n2024-01-02\t1\t\n2024-01-03\t2\t1234.5")).toEqual(two);
    expect(read("date|A|B\n2024-01-02|1|\n2024-01-03|2|1,234.5")).toEqual(two);
    expect(read('date;"A,1,2,3,4"\n2024-01-02;5')).toMatchObject({ assets: ["A,1,2,3,4"] });
    expect(read("date;A,B\n2024-01-02;5", { delimiter: ";" })).toMatchObject({ assets: ["A,B"] });
  });

  test("one asset is enough", () => {
    expect(read("date,A\n2024-01-02,1")).toEqual({ dates: ["2024-01-02"], assets: ["A"], values: [[1]] });
  });

  test("chosen assets, a named date column: the other columns may hold anything", () => {
    expect(read("name,day,B,A\nx,2024-01-02,3,1", { dateColumn: "day", assets: ["A", "B"] })).toEqual({
      dates: ["2024-01-02"],
      assets: ["A", "B"],
      values: [[1, 3]],
    });
  });

  test("order any sorts the rows", () => {
    expect(read("date,A,B\n2024-01-03,2,1234.5\n2024-01-02,1,", { order: "any" })).toEqual(two);
    expect(errorOf("date,A\n2024-01-03,2\n2024-01-02,1\n2024-01-03,4", { order: "any" }).message).toBe(
      'prices.csv, line 4, column "date": 2024-01-03 is already the date of line 2: keep one row for each date',
    );
  });

  test("returns are read alike", () => {
    const returns = ReturnPanel.fromCsv("date,A\n2024-01-02,0.01", { method: "log" });
    expect([returns.method, returns.at(0, "A")]).toEqual(["log", 0.01]);
  });
});

describe("long files", () => {
  const long = {
    dates: ["2024-01-02", "2024-01-03"],
    assets: ["B", "A"],
    values: [
      [null, 1],
      [5, 2],
    ],
  };

  test("seen from the header: a date column and an asset column", () => {
    expect(read("symbol,date,price\nB,2024-01-03,5\nA,2024-01-02,1\nA,2024-01-03,2")).toEqual(long);
    expect(read("Date;Ticker;Volume;Close\n2024-01-03;B;9;5\n2024-01-02;A;9;1\n2024-01-03;A;9;2")).toEqual(long);
    expect(read("timestamp,asset,anything\n2024-01-03,B,5\n2024-01-02,A,1\n2024-01-03,A,2")).toEqual(long);
  });

  test("columns by option, chosen assets, any order", () => {
    const text = "when,who,open,what\n2024-01-03,A,x,2\n2024-01-02,A,x,1\n2024-01-03,B,x,5\n2024-01-03,C,x,7";
    const options = { layout: "long", dateColumn: "when", assetColumn: "who", valueColumn: "what" } as const;
    expect(read(text, { ...options, assets: ["B", "A"], order: "any" })).toEqual(long);
    expect(errorOf(text, options).message).toBe(
      'prices.csv, line 3: 2024-01-02 of A comes after 2024-01-03 (line 2): sort the file by date, oldest first, or set the option order to "any"',
    );
    expect(errorOf(text, { ...options, assets: ["D"] }).message).toBe(
      'prices.csv, column "who": no line for asset "D": correct the option assets',
    );
  });

  test("what is wrong is named by line", () => {
    const header = "date,symbol,price\n";
    expect(errorOf(`${header}2024-01-02,A,1\n2024-01-02,A,2`).message).toBe(
      "prices.csv, line 3: A on 2024-01-02 already stands in line 2: keep one of them",
    );
    expect(errorOf(`${header}2024-01-02,A`).message).toBe(
      "prices.csv, line 2: expected at least 3 fields, was 2: add the missing ones",
    );
    expect(errorOf(`${header}2024-01-02,,1`).message).toBe(
      'prices.csv, line 2, column "symbol": the name of the asset is blank: write it',
    );
    expect(errorOf(`${header}2024-01-02,A,x`).message).toContain('line 2, column "price": "x" is not a number');
    expect(errorOf("date,symbol,open,high\n2024-01-02,A,1,2").message).toContain(
      "no column is called price, close, value: name one by the option valueColumn",
    );
    expect(errorOf("date,symbol,price,close\n2024-01-02,A,1,2").message).toContain(
      "several columns are called price, close, value",
    );
    expect(errorOf("date,symbol,price\n2024-01-02,A,1", { valueColumn: "bid" }).message).toBe(
      'prices.csv, line 1: no column "bid": the header has date, symbol, price',
    );
    expect(errorOf(`${header}2024-01-02,A,NA`).message).toContain('column "A": "A" has no value on any date');
  });

  test("a wide file may hold an asset called like a column of long ones, if the layout is named", () => {
    expect(read("date,ASSET\n2024-01-02,1", { layout: "wide" })).toMatchObject({ assets: ["ASSET"] });
  });
});

describe("dates", () => {
  const days = (dates: readonly string[], options: CsvOptions = {}): readonly string[] =>
    PricePanel.fromCsv(`date,A\n${dates.map((date) => `"${date}",1`).join("\n")}`, options).dates;

  test("the usual forms", () => {
    const expected = ["2000-01-02", "2000-01-13"];
    for (const written of [
      ["2000-01-02", "2000-01-13"],
      ["2000/1/2", "2000/1/13"],
      ["20000102", "20000113"],
      ["1/2/2000", "1/13/2000"],
      ["2/1/2000", "13/1/2000"],
      ["02-01-2000", "13-01-2000"],
      ["2.1.2000", "13.01.2000"],
      ["Jan 2 2000", "January 13, 2000"],
      ["2 Jan 2000", "13-jan-2000"],
      ["Jan. 2, 2000", "13 Jan. 2000"],
      ["2000-01-02 00:00:00", "2000-01-13T00:00"],
    ]) {
      expect(days(written), written[0]).toEqual(expected);
    }
    expect(days(["Sept 1 2000", "Sep 2 2000", "1 December 2000"])).toEqual(["2000-09-01", "2000-09-02", "2000-12-01"]);
  });

  test("instants with zone", () => {
    expect(days(["2000-01-02T10:00:00+01:00", "2000-01-02T10:30:00Z"])).toEqual([
      "2000-01-02T09:00:00Z",
      "2000-01-02T10:30:00Z",
    ]);
  });

  test("month and day that could be exchanged must be named", () => {
    expect(errorOf("date,A\n1/2/2000,1\n1/3/2000,2").message).toBe(
      'prices.csv, line 2, column "date": "1/2/2000" may be month/day/year or day/month/year, and no date in the file settles it: name the form by the option dateFormat, "m/d/y" or "d/m/y"',
    );
    expect(days(["1/2/2000", "1/3/2000"], { dateFormat: "m/d/y" })).toEqual(["2000-01-02", "2000-01-03"]);
    expect(days(["1/2/2000", "1/3/2000"], { dateFormat: "d/m/y" })).toEqual(["2000-02-01", "2000-03-01"]);
  });

  test("a date that is none, or in another form than the others, is named by line", () => {
    const messageOf = (dates: string, options: CsvOptions = {}): string =>
      errorOf(
        `date,A\n${dates
          .split("; ")
          .map((date) => `"${date}",1`)
          .join("\n")}`,
        options,
      ).message;
    expect(messageOf("yesterday")).toBe(
      'prices.csv, line 2, column "date": "yesterday" is not a date: write it as 2024-01-31, or name the column of dates by the option dateColumn',
    );
    expect(messageOf("1/2/99")).toContain("is not a date");
    expect(messageOf("2024-01-02; 2023-02-30")).toContain('line 3, column "date": "2023-02-30" is not an ISO date');
    expect(messageOf("2024-01-02; 1/3/2024")).toContain('"1/3/2024" is not an ISO date');
    expect(messageOf("1/13/2024; 14/1/2024")).toContain('"14/1/2024" is not a date of the form m/d/y');
    expect(messageOf("1/2/2024; x; 1/13/2024")).toContain('"x" is not a date of the form m/d/y');
    expect(messageOf("20240231")).toContain('"20240231" is not a date of the form yyyymmdd');
    expect(messageOf("31.04.2024")).toContain("of the form d.m.y");
    expect(messageOf("Foo 1 2000")).toContain("of the form month d y");
    expect(messageOf("Jan 1 2000; 2000")).toContain('"2000" is not a date of the form month d y');
    expect(messageOf("2024-01-02", { dateFormat: "d.m.y" })).toContain("of the form d.m.y");
    expect(messageOf("2024-01-02T10:00:00")).toContain("is not a day, or else a date and time with its zone");
    expect(messageOf("2024-01-02 00:00:00; 2024-01-03T00:00:00Z")).toContain("is not a day");
    expect(messageOf("2024-01-02 00:00:00; 2024-01-03T25:00:00")).toContain("is not a day");
    expect(messageOf("2024-01-02T00:00:00Z; 2024-01-03T00:00:00")).toContain(
      "is not an ISO date and time with its zone",
    );
    expect(messageOf("2024-01-02T00:00:00Z; 2024-01-03")).toContain("is not an ISO date and time with its zone");
  });
});

describe("what is wrong is named by file, line, column and remedy", () => {
  test("a text in a number column at line 117", () => {
    const lines = Array.from(
      { length: 200 },
      (_, i) => `${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)},${i === 115 ? "n.n." : i},1`,
    );
    const error = errorOf(`date,A,B\n${lines.join("\n")}`);
    expect(error.message).toBe(
      'prices.csv, line 117, column "A": "n.n." is not a number: correct it, or leave the cell blank if the value is missing',
    );
    expect(error.details).toEqual({ argument: "A", received: "n.n.", file: "prices.csv", line: 117 });
  });

  test("line numbers count line breaks within quotes", () => {
    expect(errorOf('date,"A\r\n1",B\r\n2024-01-02,"\n",x').details.line).toBe(3);
  });

  test("empty, or a header only", () => {
    expect(errorOf("").message).toBe(
      "prices.csv: the file is empty: write a header with date and asset names, then one line for each date",
    );
    expect(errorOf("\uFEFF \r\n\n").message).toContain("the file is empty");
    expect(errorOf("date,A\n").message).toBe(
      "prices.csv, line 1: the file has a header but no prices: add one line for each date",
    );
    expect(() => PricePanel.fromCsv("")).toThrow("CSV: the file is empty");
  });

  test("dates out of order and repeated", () => {
    expect(errorOf("date,A\n2024-01-03,1\n2024-01-02,2").message).toBe(
      'prices.csv, line 3, column "date": 2024-01-02 comes after 2024-01-03: sort the file by date, oldest first, or set the option order to "any"',
    );
    expect(errorOf("date,A\n2024-01-03,1\n2024-01-03,2").message).toBe(
      'prices.csv, line 3, column "date": 2024-01-03 is already the date of line 2: keep one row for each date',
    );
  });

  test("repeated and blank tickers, only dates", () => {
    expect(errorOf("date,A,B,A\n2024-01-03,1,2,3").message).toBe(
      'prices.csv, line 1, column "A": the name stands over columns 2 and 4: rename or remove one of them',
    );
    expect(errorOf("date,A,\n2024-01-03,1,").message).toBe(
      "prices.csv, line 1: column 3 has no name: name it in the header, or remove it (and a delimiter at the end of lines)",
    );
    expect(errorOf("date\n2024-01-03").message).toContain("only a column of dates, and none of prices");
    expect(errorOf("date,A\n2024-01-03,1", { assets: ["B"] }).message).toContain(
      'no column "B": the header has date, A',
    );
    expect(errorOf("date,A\n2024-01-03,1", { assets: [] }).message).toContain("the option assets is empty");
    expect(() => PricePanel.fromCsv("date,A\n2024-01-03,1", { assets: ["A", "A"] })).toThrow(
      '"A" is already the name of column 0',
    );
  });

  test("assets without any value are refused, kept or dropped", () => {
    const text = "date,A,B\n2024-01-02,1,\n2024-01-03,2,NA";
    expect(errorOf(text).message).toBe(
      'prices.csv, line 1, column "B": "B" has no value on any date: remove the column, or set the option emptyColumns to "drop"',
    );
    expect(read(text, { emptyColumns: "keep" })).toMatchObject({ assets: ["A", "B"] });
    expect(read(text, { emptyColumns: "drop" })).toMatchObject({ assets: ["A"], values: [[1], [2]] });
  });

  test("lines with too few or too many fields", () => {
    expect(errorOf("date,A\n2024-01-02,1\n2024-01-03").message).toBe(
      "prices.csv, line 3: expected 2 fields as in the header, was 1: add the missing ones or quote fields that contain the delimiter",
    );
    expect(errorOf("date,A\n2024-01-02,1,234").message).toContain("expected 2 fields as in the header, was 3");
  });

  test("quotes that are never closed, and text after a closing quote", () => {
    expect(errorOf('date,A\n2024-01-02,"1\n').message).toBe(
      "prices.csv, line 2: a quoted field is never closed: add the closing quote",
    );
    expect(errorOf('date,A\n2024-01-02,"1"2').message).toContain("line 2: text after the closing quote of a field");
  });
});
