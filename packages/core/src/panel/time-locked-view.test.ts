import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PricePanel } from "./price-panel.ts";
import { TimeLockedView } from "./time-locked-view.ts";

const dates = ["2024-01-02", "2024-01-03", "2024-01-05", "2024-01-08"];
const panel = PricePanel.fromColumns({ dates, columns: { A: [1, 2, 3, 4], B: [5, 6, 7, 8] } });

describe("TimeLockedView", () => {
  test("reveals rows by number and by date, in panels of the same kind", () => {
    const view = TimeLockedView.of(panel);
    expect([view.panel.rows, view.remaining, view.panel.kind]).toEqual([0, 4, "price"]);
    expect(view.advance().toJSON()).toEqual({ dates: dates.slice(0, 1), assets: ["A", "B"], values: [[1, 5]] });
    expect(view.advanceTo("2024-01-04").dates).toEqual(dates.slice(0, 2));
    expect(view.advanceTo("2024-01-04")).toBe(view.panel);
    expect(view.advance(0)).toBe(view.panel);
    expect(view.advance(10).toJSON()).toEqual(panel.toJSON());
    expect(view.remaining).toBe(0);
    const log = TimeLockedView.of(panel.logReturns());
    expect(log.advance(2).method).toBe("log");
  });

  test("time does not run backwards", () => {
    const view = TimeLockedView.of(panel);
    view.advanceTo("2024-01-05");
    expect(() => view.advanceTo("2024-01-04")).toThrow(
      "date: 2024-01-04 is before 2024-01-05, which is revealed: make a new view to go back",
    );
    expect(() => view.advance(-1)).toThrow("time does not run backwards");
    expect(() => view.advance(0.5)).toThrow("rows: expected a whole number >= 0, was 0.5");
  });

  test("no memory that a panel leads to holds a row of the future", () => {
    const view = TimeLockedView.of(panel);
    const first = view.advance(2);
    const reachable = (): number[] =>
      [
        first.values.buffer,
        first.index.buffer,
        first.between(dates[0]).values.buffer,
        first.simpleReturns().index.buffer,
      ].flatMap((buffer) => [...new Float64Array(buffer)]);
    const future = [3, 4, 7, 8, panel.index[2]!, panel.index[3]!];
    expect(reachable().filter((value) => future.includes(value))).toEqual([]);
    expect(PricePanel.parse(structuredClone(first)).toJSON()).toEqual(first.toJSON());
    expect(Object.values(first).every((value) => value !== panel)).toBe(true);
  });

  test("all steps share one memory of the view's own, and writing to it does not reach the source", () => {
    const view = TimeLockedView.of(panel);
    const first = view.advance();
    const second = view.advance();
    expect(first.values.buffer).toBe(second.values.buffer);
    expect(first.values.buffer).not.toBe(panel.values.buffer);
    first.values[0] = 99;
    new Float64Array(first.values.buffer).fill(77, 4);
    expect(panel.at(0, "A")).toBe(1);
    expect([...view.advance().row(2)]).toEqual([3, 7]);
  });

  test("what is shown does not depend on the future", () => {
    const cells = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(cells, cells, fc.integer({ min: 0, max: 4 }), (values, others, now) => {
        const build = (later: number[]): PricePanel =>
          PricePanel.of({
            dates,
            assets: ["A", "B"],
            values: Float64Array.from(values, (value, i) => (i < 2 * now ? value : later[i]!)),
          });
        const show = (source: PricePanel): unknown => {
          const seen = TimeLockedView.of(source).advance(now);
          return [seen.toJSON(), [...new Float64Array(seen.values.buffer)], [...new Float64Array(seen.index.buffer)]];
        };
        expect(show(build(others))).toEqual(show(build(values)));
      }),
    );
  });
});
