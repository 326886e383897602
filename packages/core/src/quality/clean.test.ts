import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlimsollError } from "../errors.ts";
import { PricePanel } from "../panel/price-panel.ts";
import { clean, CleaningPolicySchema } from "./clean.ts";
import type { CleaningRule } from "./rule-table.ts";

const missing = Number.NaN;
const dates = ["2024-01-04", "2024-01-05", "2024-01-06", "2024-01-08", "2024-01-09"];

function panelOf(columns: Record<string, number[]>): PricePanel {
  return PricePanel.fromColumns({ dates: dates.slice(0, Object.values(columns)[0]!.length), columns });
}

describe("clean", () => {
  test("an empty policy changes nothing", () => {
    const panel = panelOf({ A: [1, 0, missing, 10, -1] });
    expect(clean(panel, { rules: [] })).toEqual({ panel, repairs: [] });
    expect(clean(panel, { rules: [] }).panel).toBe(panel);
  });

  test("rules without anything to repair return the panel itself", () => {
    const panel = PricePanel.fromColumns({ dates: dates.slice(0, 2), columns: { A: [1, 2] } });
    const rules: CleaningRule[] = [
      { kind: "merge-duplicates", keep: "first" },
      { kind: "drop-unreadable" },
      { kind: "remove-non-positive" },
      { kind: "adjust-splits", ratios: [10] },
      { kind: "remove-outliers", threshold: 10 },
      { kind: "remove-stale" },
      { kind: "drop-non-trading-days" },
      { kind: "forward-fill", limit: 2 },
      { kind: "drop-short-histories" },
    ];
    const { panel: cleaned, repairs } = clean(panel, { rules });
    expect(cleaned).toBe(panel);
    expect(repairs).toEqual([]);
  });

  test("remove-non-positive, then forward-fill, in the order given", () => {
    const panel = panelOf({ A: [1, 0, 3], B: [4, missing, 6] });
    const { panel: cleaned, repairs } = clean(panel, {
      rules: [{ kind: "remove-non-positive" }, { kind: "forward-fill", limit: 1 }],
    });
    expect([...cleaned.values]).toEqual([1, 4, 1, 4, 3, 6]);
    expect(repairs).toEqual([
      { rule: "remove-non-positive", asset: "A", date: "2024-01-05", before: 0, after: null, effect: "changed" },
      { rule: "forward-fill", asset: "A", date: "2024-01-05", before: null, after: 1, effect: "changed" },
      { rule: "forward-fill", asset: "B", date: "2024-01-05", before: null, after: 4, effect: "changed" },
    ]);
    expect([...panel.values]).toEqual([1, 4, 0, missing, 3, 6]);
  });

  test("adjust-splits divides the earlier prices", () => {
    const panel = panelOf({ A: [100, missing, 102, 51, 5.1], B: [10, 11, 12, 13, 14] });
    const { panel: cleaned, repairs } = clean(panel, { rules: [{ kind: "adjust-splits", ratios: [2, 10] }] });
    expect([...cleaned.column("A")].map((price) => Math.round(price * 1e9) / 1e9)).toEqual([5, missing, 5.1, 5.1, 5.1]);
    expect([...cleaned.column("B")]).toEqual([10, 11, 12, 13, 14]);
    expect(repairs.map(({ before }) => before)).toEqual([100, 102, 51]);
  });

  test("remove-outliers takes prices that stand out alone, and new levels only if asked", () => {
    const days = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10));
    const prices = days.map(
      (_, i) => 100 * (1 + 0.01 * Math.sin(1 + 2.4 * i)) * (i < 40 ? 1 : 1.8) * (i === 20 ? 7 : 1),
    );
    const panel = PricePanel.fromColumns({ dates: days, columns: { A: prices } });
    const removed = (which?: "all"): string[] =>
      clean(panel, {
        rules: [{ kind: "remove-outliers", threshold: 10, ...(which === undefined ? {} : { which }) }],
      }).repairs.map(({ date }) => date);
    expect(removed()).toEqual([days[20]]);
    expect(removed("all")).toEqual([days[20], days[40]]);
  });

  test("remove-stale keeps the first of equal prices", () => {
    const { panel, repairs } = clean(panelOf({ A: [1, 5, missing, 5, 5] }), {
      rules: [{ kind: "remove-stale", observations: 3 }],
    });
    expect([...panel.column("A")]).toEqual([1, 5, missing, missing, missing]);
    expect(repairs.map(({ date }) => date)).toEqual(["2024-01-08", "2024-01-09"]);
  });

  test("drop-non-trading-days and drop-short-histories report every price that goes", () => {
    const { panel, repairs } = clean(panelOf({ A: [1, 2, 3, 4, 5], B: [missing, missing, missing, 4, 5] }), {
      rules: [
        { kind: "drop-non-trading-days", calendar: { holidays: ["2024-01-09"] } },
        { kind: "drop-short-histories", minimumShare: 0.5 },
      ],
    });
    expect(panel.toJSON()).toEqual({
      dates: ["2024-01-04", "2024-01-05", "2024-01-08"],
      assets: ["A"],
      values: [[1], [2], [4]],
    });
    expect(repairs).toEqual([
      { rule: "drop-non-trading-days", asset: "A", date: "2024-01-06", before: 3, after: null, effect: "removed" },
      { rule: "drop-non-trading-days", asset: "A", date: "2024-01-09", before: 5, after: null, effect: "removed" },
      { rule: "drop-non-trading-days", asset: "B", date: "2024-01-09", before: 5, after: null, effect: "removed" },
      { rule: "drop-short-histories", asset: "B", date: "2024-01-08", before: 4, after: null, effect: "removed" },
    ]);
  });

  test("records: duplicates and unreadable ones need their rules", () => {
    const records = [
      { date: "2024-01-04", asset: "A", value: 1 },
      { date: "2024-01-04", asset: "A", value: 2 },
      { date: "4 January", asset: "A", value: 3 },
      { date: "2024-01-05", asset: null as never, value: Infinity },
    ];
    expect(() => clean(records, { rules: [{ kind: "drop-unreadable" }] })).toThrow(
      '"A" on 2024-01-04 is already in records[0]',
    );
    expect(() => clean(records, { rules: [{ kind: "merge-duplicates", keep: "last" }] })).toThrow("is not an ISO date");
    const cleaned = (keep: "first" | "last"): ReturnType<typeof clean> =>
      clean(records, { rules: [{ kind: "drop-unreadable" }, { kind: "merge-duplicates", keep }] });
    expect([...cleaned("first").panel.values]).toEqual([1]);
    expect([...cleaned("last").panel.values]).toEqual([2]);
    const sound = [{ date: "2024-01-04", asset: "A", value: 0 }];
    expect(clean(sound, { rules: [{ kind: "remove-non-positive" }] }).repairs).toHaveLength(1);
    expect(cleaned("last").repairs).toEqual([
      { rule: "drop-unreadable", asset: "A", date: "4 January", before: 3, after: null, effect: "removed" },
      { rule: "drop-unreadable", asset: "null", date: "2024-01-05", before: null, after: null, effect: "removed" },
      { rule: "merge-duplicates", asset: "A", date: "2024-01-04", before: 1, after: 2, effect: "removed" },
    ]);
  });

  test("a policy is data: it reads back from JSON, and what it does not know is refused", () => {
    const policy = {
      rules: [
        { kind: "forward-fill", limit: 3 },
        { kind: "drop-non-trading-days", calendar: { weekend: [5, 6] } },
      ],
    };
    expect(CleaningPolicySchema.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    expect(() => clean(panelOf({ A: [1] }), { rules: [{ kind: "polish" } as never] })).toThrow(PlimsollError);
    expect(() => clean(panelOf({ A: [1] }), { rules: [{ kind: "forward-fill", limit: 0 }] })).toThrow(
      "policy.rules.0.limit",
    );
  });

  test("the repairs are exactly the difference, whatever the prices and rules", () => {
    const price = fc.oneof(fc.constant(missing), fc.integer({ min: -2, max: 6 }));
    const rule = fc.constantFrom<CleaningRule>(
      { kind: "remove-non-positive" },
      { kind: "remove-stale", observations: 2 },
      { kind: "forward-fill", limit: 2 },
      { kind: "adjust-splits", ratios: [2, 3] },
    );
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 10, maxLength: 10 }),
        fc.array(rule, { maxLength: 4 }),
        (values, rules) => {
          const panel = PricePanel.of({ dates, assets: ["A", "B"], values: Float64Array.from(values) });
          const { panel: cleaned, repairs } = clean(panel, { rules });
          const replayed = panel.values.slice();
          for (const { asset, date, before, after } of repairs) {
            const cell = dates.indexOf(date) * 2 + (asset === "A" ? 0 : 1);
            expect(replayed[cell]).toBe(before ?? missing);
            replayed[cell] = after ?? missing;
          }
          expect(cleaned.values).toEqual(replayed);
        },
      ),
    );
  });
});
