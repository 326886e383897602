import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { parseFrenchCsv } from "./french-csv.ts";

const monthly = `This file was created by CMPT_ME_BEME_RETS using the 202401 CRSP database.
The 1-month TBill return is from Ibbotson and Associates, Inc.

,Mkt-RF,SMB,HML,RF
202311,    8.84,   -0.02,    1.64,    0.44
202312,    4.87,    6.34,    4.93,    0.43
202401,    0.71,  -99.99,   -2.38,    0.47

 Annual Factors: January-December
,Mkt-RF,SMB,HML,RF
  2022,  -21.60,   -6.82,   25.81,    1.43
  2023,   21.69,   -3.23,  -13.60,    4.95

Copyright 2024 Kenneth R. French
`;

const portfolios = `Some text

  Average Value Weighted Returns -- Monthly
,Lo 30,Hi 30
202401, 1.00, -999
202402, 2.00, 3.00

  Number of Firms in Portfolios
,Lo 30,Hi 30
202401, 812, 96
202402, 810, 97
`;

describe("parseFrenchCsv", () => {
  test("monthly and annual factors: fractions, last days, missing values", () => {
    const [months, years] = parseFrenchCsv(monthly);
    expect([months?.frequency, months?.title, years?.frequency, years?.title]).toEqual([
      "month",
      "",
      "year",
      "Annual Factors: January-December",
    ]);
    expect(months?.panel.dates).toEqual(["2023-11-30", "2023-12-31", "2024-01-31"]);
    expect(months?.panel.at(0, "Mkt-RF")).toBe(0.0884);
    expect(months?.panel.at(2, "SMB")).toBeNaN();
    expect(years?.panel.dates).toEqual(["2022-12-31", "2023-12-31"]);
    expect(years?.panel.at(0, "HML")).toBe(0.2581);
  });

  test("portfolio files: several tables, counts stay as they are", () => {
    const tables = parseFrenchCsv(portfolios);
    expect(tables.map(({ title, unit }) => `${title}: ${unit}`)).toEqual([
      "Average Value Weighted Returns -- Monthly: fraction",
      "Number of Firms in Portfolios: raw",
    ]);
    expect(tables[0]?.panel.at(0, "Hi 30")).toBeNaN();
    expect(tables[1]?.panel.at(0, "Lo 30")).toBe(812);
  });

  test("bad files are refused with file and line", () => {
    expect(() => parseFrenchCsv("nothing here")).toThrow(/no table found/);
    expect(() => parseFrenchCsv(",A,B\n202401,1\n", { file: "x.csv" })).toThrow(/line 2: expected 2 values, was 1/);
    expect(() => parseFrenchCsv(",A\n202413,1\n")).toThrow(/line 2: expected a date/);
    expect(() => parseFrenchCsv(",A\n202412,x\n")).toThrow(/number for A/);
    expect(() => parseFrenchCsv(",A\n202412,1\n2024,1\n")).toThrow(/line 3: expected a date of 6 digits/);
    expect(() => parseFrenchCsv(",A\n20240230,1\n")).toThrow(/line 2/);
  });

  referenceTest("the five daily factors since 1963 and momentum since 1926", () => {
    const read = (file: string): string => gunzipSync(readFileSync(referenceFile(file))).toString("utf8");
    const [five] = parseFrenchCsv(read("french/F-F_Research_Data_5_Factors_2x3_daily.csv.gz"));
    expect(five?.panel.assets).toEqual(["Mkt-RF", "SMB", "HML", "RMW", "CMA", "RF"]);
    expect([five?.panel.dates[0], five?.panel.at(0, "Mkt-RF"), five?.title]).toEqual(["1963-07-01", -0.0067, ""]);
    const [momentum] = parseFrenchCsv(read("french/F-F_Momentum_Factor_daily.csv.gz"));
    expect([momentum?.panel.dates[0], momentum?.panel.at(0, "Mom")]).toEqual(["1926-11-03", 0.0054]);
    // Black Monday of the golden stress table
    const crash = five!.panel.dates.indexOf("1987-10-19");
    expect(five!.panel.at(crash, "Mkt-RF") + five!.panel.at(crash, "RF")).toBeCloseTo(-0.1741, 4);
  });
});
