import { describe, expect, test } from "vitest";
import { PricePanel } from "./price-panel.ts";
import { ReturnPanel } from "./return-panel.ts";

describe("fromRecords", () => {
  test("records in any order become a panel; assets stand in the order of their first record", () => {
    const panel = PricePanel.fromRecords([
      { date: "2024-01-03", asset: "B", value: 4 },
      { date: "2024-01-02", asset: "A", value: 1 },
      { date: "2024-01-03", asset: "A", value: null },
    ]);
    expect(panel.toJSON()).toEqual({
      dates: ["2024-01-02", "2024-01-03"],
      assets: ["B", "A"],
      values: [
        [null, 1],
        [4, null],
      ],
    });
    expect(ReturnPanel.fromRecords([{ date: "2024-01-02", asset: "A", value: 0.1 }], { method: "log" }).method).toBe(
      "log",
    );
    expect(PricePanel.fromRecords([{ date: "2024-01-02T00:00Z", asset: "A", value: 1 }]).axis).toBe("instant");
  });

  test("repeated, mixed and unreadable records are refused by position", () => {
    const record = { date: "2024-01-02", asset: "A", value: 1 };
    expect(() => PricePanel.fromRecords([record, { ...record, value: 2 }])).toThrow(
      'records[1]: "A" on 2024-01-02 is already in records[0]',
    );
    expect(() => PricePanel.fromRecords([record, { ...record, date: "2024-01-02T00:00Z" }])).toThrow(
      "records[1].date: ",
    );
    expect(() => PricePanel.fromRecords([{ ...record, date: "1/2/2024" }])).toThrow(
      'records[0].date: "1/2/2024" is not an ISO date',
    );
    expect(() => PricePanel.fromRecords([{ ...record, value: Infinity }])).toThrow(
      'expected a finite number or null for "A" on 2024-01-02, was Infinity',
    );
    expect(() => PricePanel.fromRecords([{ ...record, value: "1" as never }])).toThrow("was 1");
    expect(() => PricePanel.fromRecords([{ ...record, asset: "" }])).toThrow("the name is blank");
  });
});

describe("fromColumns", () => {
  test("one array for each asset", () => {
    const dates = ["2024-01-02", "2024-01-03"];
    const panel = PricePanel.fromColumns({ dates, columns: { A: [1, null], B: Float64Array.of(3, 4) } });
    expect(panel.toJSON().values).toEqual([
      [1, 3],
      [null, 4],
    ]);
    const returns = ReturnPanel.fromColumns(
      { dates: { axis: "instant", index: [5] }, columns: { A: [0.1] } },
      { method: "log" },
    );
    expect([returns.axis, returns.method]).toEqual(["instant", "log"]);
    expect(() => PricePanel.fromColumns({ dates, columns: { A: [1] } })).toThrow(
      "columns.A: expected one value for each of the 2 dates, was 1",
    );
    expect(() => PricePanel.fromColumns({ dates, columns: { A: [1, "2" as never] } })).toThrow(
      "columns.A[1]: expected a number or null, was string",
    );
  });
});
