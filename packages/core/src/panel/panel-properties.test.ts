import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cumulateReturns } from "./cumulate.ts";
import { formatDay } from "./calendar-day.ts";
import { PricePanel } from "./price-panel.ts";
import type { Period } from "./resample.ts";

const missing = Number.NaN;

interface PanelShape {
  /** Share of missing prices, in eighths. */
  readonly missing: number;
  readonly minimumRows: number;
}

/** Panels of up to 40 rows and 4 assets, with steps of 1 to 20 days (or hours) between rows. */
function panels(shape: Partial<PanelShape> = {}): fc.Arbitrary<PricePanel> {
  const price = fc.oneof(
    { weight: shape.missing ?? 2, arbitrary: fc.constant(missing) },
    { weight: 8, arbitrary: fc.double({ min: 1, max: 1000, noNaN: true }) },
  );
  return fc
    .record({
      axis: fc.constantFrom("day" as const, "instant" as const),
      start: fc.integer({ min: -20_000, max: 30_000 }),
      steps: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: shape.minimumRows ?? 1, maxLength: 40 }),
      columns: fc.integer({ min: 1, max: 4 }),
    })
    .chain(({ axis, start, steps, columns }) => {
      const scale = axis === "day" ? 1 : 3_600_000;
      let now = start;
      const index = Float64Array.from(steps, (step) => (now += step) * scale);
      const cells = index.length * columns;
      const assets = ["A", "B", "C", "D"].slice(0, columns);
      return fc
        .array(price, { minLength: cells, maxLength: cells })
        .map((values) => PricePanel.of({ dates: { axis, index }, assets, values: Float64Array.from(values) }));
    });
}

const period = fc.constantFrom<Period>("day", "week", "month", "quarter", "year");

describe("properties of panels", () => {
  test("JSON and back is the same panel, for prices and returns", () => {
    fc.assert(
      fc.property(panels(), (panel) => {
        const back = PricePanel.parse(JSON.parse(JSON.stringify(panel)));
        expect(back).toEqual(panel);
        expect(back.dates).toEqual(panel.dates);
        expect(PricePanel.parse(structuredClone(panel))).toEqual(panel);
      }),
    );
  });

  test("CSV, records and columns give the same panel", () => {
    fc.assert(
      fc.property(panels({ missing: 0 }), (panel) => {
        const rows = panel.dates.map((date, row) => [date, ...panel.row(row)].join(","));
        const records = panel.dates.flatMap((date, row) =>
          panel.assets.map((asset) => ({ date, asset, value: panel.at(row, asset) })),
        );
        const long = records.map(({ date, asset, value }) => `${asset},${date},${value}`);
        expect(PricePanel.fromCsv([["date", ...panel.assets].join(","), ...rows].join("\n"))).toEqual(panel);
        expect(PricePanel.fromCsv(["symbol,date,price", ...long].join("\r\n"))).toEqual(panel);
        expect(PricePanel.fromRecords(records)).toEqual(panel);
        const columns = Object.fromEntries(panel.assets.map((asset) => [asset, panel.column(asset)]));
        expect(PricePanel.fromColumns({ dates: panel.dates, columns })).toEqual(panel);
      }),
    );
  });

  test("returns of a longer period compound to the same total", () => {
    fc.assert(
      fc.property(panels({ missing: 0, minimumRows: 2 }), period, (panel, every) => {
        for (const returns of [panel.simpleReturns(), panel.logReturns()]) {
          const total = (part: typeof returns): number[] =>
            panel.assets.map((asset) =>
              part
                .column(asset)
                .reduce((sum, value) => sum + (part.method === "simple" ? Math.log1p(value) : value), 0),
            );
          const expected = total(returns);
          total(returns.resample(every)).forEach((value, column) => expect(value).toBeCloseTo(expected[column]!, 10));
        }
      }),
    );
  });

  test("returns of resampled prices are the resampled returns", () => {
    fc.assert(
      fc.property(panels({ missing: 0, minimumRows: 2 }), period, (panel, every) => {
        const prices = panel.resample(every).simpleReturns();
        const returns = panel.simpleReturns().resample(every);
        // the first period of returns begins at the first price rather than at the last price of a period before
        const tail = returns.between(prices.dates[0] ?? "9999-12-31");
        expect(tail.dates).toEqual(prices.dates);
        tail.values.forEach((value, cell) => expect((1 + value) / (1 + prices.values[cell]!)).toBeCloseTo(1, 9));
      }),
    );
  });

  test("resampled prices are prices of the panel, one row for each period", () => {
    fc.assert(
      fc.property(panels(), period, (panel, every) => {
        const last = panel.resample(every);
        const ends = panel.resample(every, { label: "end" });
        const starts = panel.resample(every, { label: "start" });
        expect([ends.rows, starts.rows]).toEqual([last.rows, last.rows]);
        last.dates.forEach((date, row) => {
          expect(starts.dates[row]! <= date && date <= ends.dates[row]!).toBe(true);
          const inside = panel.between(starts.dates[row], ends.dates[row]);
          panel.assets.forEach((asset) => {
            const known = inside.column(asset).filter((price) => !Number.isNaN(price));
            expect(last.at(row, asset)).toBe(known.at(-1) ?? missing);
          });
        });
      }),
    );
  });

  test("asOf never sees later rows: another future gives the same past", () => {
    fc.assert(
      fc.property(panels(), fc.nat(), fc.double({ min: 0.5, max: 2, noNaN: true }), (panel, at, factor) => {
        const row = at % panel.rows;
        const date = panel.date(row);
        const changed = PricePanel.of({
          dates: panel,
          assets: panel.assets,
          values: panel.values.map((price, cell) =>
            cell < (row + 1) * panel.columns ? price : Number.isNaN(price) ? factor : price * factor,
          ),
        });
        const see = (source: PricePanel): unknown => {
          const past = source.asOf(date);
          return [
            past.toJSON(),
            past.resample("month").toJSON(),
            past.simpleReturns().toJSON(),
            [...new Float64Array(past.values.buffer)],
            [...new Float64Array(past.index.buffer)],
          ];
        };
        expect(see(changed)).toEqual(see(panel));
        expect(panel.asOf(date).rows).toBe(row + 1);
      }),
    );
  });

  test("align keeps every value at its date", () => {
    fc.assert(
      fc.property(
        panels(),
        panels(),
        fc.constantFrom("inner" as const, "outer" as const, "left" as const),
        (a, b, join) => {
          fc.pre(a.axis === b.axis);
          const aligned = a.align([b], { join });
          const dates = {
            inner: a.dates.filter((date) => b.dates.includes(date)),
            outer: [...new Set([...a.dates, ...b.dates])].sort(),
            left: [...a.dates],
          }[join];
          aligned.forEach((panel, i) => {
            const source = i === 0 ? a : b;
            expect([...panel.index]).toEqual([...Float64Array.from(panel.index).sort()]);
            expect([...panel.dates].sort()).toEqual([...dates].sort());
            panel.dates.forEach((date, row) => {
              const from = source.dates.indexOf(date);
              expect([...panel.row(row)]).toEqual(
                from === -1 ? panel.assets.map(() => missing) : [...source.row(from)],
              );
            });
          });
        },
      ),
    );
  });

  test("forward fill changes only missing prices, to the last one at most limit rows before", () => {
    fc.assert(
      fc.property(panels({ missing: 12 }), fc.integer({ min: 1, max: 5 }), (panel, limit) => {
        const filled = panel.forwardFill({ limit });
        panel.assets.forEach((asset) => {
          const before = panel.column(asset);
          filled.column(asset).forEach((price, row) => {
            const window = before.slice(Math.max(0, row - limit), row + 1).filter((value) => !Number.isNaN(value));
            expect(price).toBe(window.at(-1) ?? missing);
          });
        });
        expect(filled.forwardFill({ limit: 40 }).forwardFill({ limit })).toEqual(filled.forwardFill({ limit: 40 }));
      }),
    );
  });

  test("returns, then cumulated, restore the prices", () => {
    fc.assert(
      fc.property(panels(), fc.boolean(), (panel, log) => {
        const complete = PricePanel.of({
          dates: panel,
          assets: panel.assets,
          values: panel.values.map((price, cell) => (cell < panel.columns && Number.isNaN(price) ? 1 : price)),
        });
        const returns = log
          ? complete.logReturns({ missing: "bridge" })
          : complete.simpleReturns({ missing: "bridge" });
        const initial = Object.fromEntries(panel.assets.map((asset) => [asset, complete.at(0, asset)]));
        const restored = cumulateReturns(returns, { initial, initialDate: complete.date(0), missing: "skip" });
        expect(restored.dates).toEqual(complete.dates);
        restored.values.forEach((price, cell) => {
          const expected = complete.values[cell]!;
          expect(Number.isNaN(price)).toBe(Number.isNaN(expected));
          expect(Number.isNaN(price) ? 0 : Math.abs(price / expected - 1)).toBeLessThan(1e-10);
        });
      }),
    );
  });

  test("dropped rows and assets are exactly those that lack values", () => {
    fc.assert(
      fc.property(
        panels({ missing: 6 }),
        fc.integer({ min: 0, max: 10 }),
        fc.constantFrom("any" as const, "all" as const, "none" as const),
        (panel, minimumObservations, rows) => {
          const kept = panel.dropMissing({ rows, minimumObservations });
          const assets = panel.assets.filter(
            (asset) => panel.column(asset).filter((price) => !Number.isNaN(price)).length >= minimumObservations,
          );
          expect(kept.assets).toEqual(assets);
          const rest = panel.select(assets);
          const dates = rest.dates.filter((_, row) => {
            const lacking = [...rest.row(row)].filter((price) => Number.isNaN(price)).length;
            return assets.length === 0 || rows === "none" || (rows === "any" ? lacking === 0 : lacking < assets.length);
          });
          expect(kept.dates).toEqual(dates);
          kept.dates.forEach((date, row) =>
            expect([...kept.row(row)]).toEqual([...rest.row(rest.dates.indexOf(date))]),
          );
        },
      ),
    );
  });

  test("between is the filter by date", () => {
    fc.assert(
      fc.property(panels(), fc.integer({ min: -20_000, max: 30_500 }), fc.nat({ max: 400 }), (panel, start, length) => {
        const [from, to] = [formatDay(start), formatDay(start + length)];
        const inside = panel.dates.filter((date) => date.slice(0, 10) >= from && date.slice(0, 10) <= to);
        expect(panel.between(from, to).dates).toEqual(inside);
      }),
    );
  });
});
