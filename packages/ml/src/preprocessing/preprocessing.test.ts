import { ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "./fixtures/scikit-learn.json" with { type: "json" };
import { type Cell, fitPreprocessing, Preprocessing, type PreprocessingStep } from "./index.ts";
import { stepKinds } from "./steps/table.ts";

const holes = (rows: readonly (readonly (number | null)[])[]): number[][] =>
  rows.map((row) => row.map((value) => value ?? Number.NaN));
const training = holes(golden.training);
const rowsOf = ({ values, columns }: { readonly values: Float64Array; readonly columns: number }): number[][] =>
  Array.from({ length: values.length / columns }, (_, t) => [...values.subarray(t * columns, (t + 1) * columns)]);

/** Rounded, so that rows can be compared with missing values in their places. */
const rounded = (rows: number[][]): number[][] =>
  rows.map((row) => row.map((value) => Math.round(value * 1e11) / 1e11));

function expectRows(found: number[][], expected: number[][]): void {
  expect(rounded(found)).toEqual(rounded(expected));
}

describe("against scikit-learn", () => {
  const cases: readonly [keyof typeof golden.expected, PreprocessingStep][] = [
    ["z-score", { kind: "standardise", ddof: 0 }],
    ["min-max", { kind: "standardise", method: "min-max" }],
    ["robust", { kind: "standardise", method: "robust" }],
    ["mean", { kind: "impute", method: "mean" }],
    ["median", { kind: "impute", method: "median" }],
    ["most-frequent", { kind: "impute", method: "most-frequent" }],
    ["winsorise", { kind: "winsorise", lower: 0.1, upper: 0.9 }],
  ];
  test.each(cases)("%s equals scikit-learn on rows it has not seen", (name, step) => {
    const fitted = fitPreprocessing(training, [step]);
    expectRows(rowsOf(fitted.transform(holes(golden.test))), holes(golden.expected[name]));
  });

  test("one-hot and ordinal encoding equal scikit-learn, an unknown category among the rows", () => {
    const train = golden.sectors.map((sector) => [sector]);
    const later = golden.testSectors.map((sector) => [sector]);
    const oneHot = fitPreprocessing(train, [{ kind: "encode", unknown: "ignore" }], { columns: ["sector"] });
    expect(oneHot.outputs).toEqual(["sector=bank", "sector=energy", "sector=tech"]);
    expectRows(rowsOf(oneHot.transform(later)), holes(golden.expected["one-hot"]));
    const ordinal = fitPreprocessing(train, [{ kind: "encode", method: "ordinal", unknown: "ignore" }]);
    expectRows(rowsOf(ordinal.transform(later)), holes(golden.expected.ordinal));
  });
});

describe("standardise", () => {
  test("a constant column is an error that names it, or 0 by choice", () => {
    const rows = [
      [1, 0.1],
      [2, 0.1],
      [4, 0.1],
    ];
    expect(() => fitPreprocessing(rows, [{ kind: "standardise" }], { columns: ["size", "flat"] })).toThrow(
      'column "flat" has no spread',
    );
    const zero = fitPreprocessing(rows, [{ kind: "standardise", constant: "zero" }]);
    expect(rowsOf(zero.transform([[7 / 3, 9]]))).toEqual([[0, 0]]);
  });

  test("within dates each cross-section has mean 0 and standard deviation 1", () => {
    const rows = [[1], [10], [3], [20], [5], [60], [NaN]];
    const dates = ["a", "b", "a", "b", "a", "b", "b"];
    const step = { kind: "standardise", scope: "cross-section" } as const;
    const { values } = fitPreprocessing(rows, [step], { dates }).transform(rows, { dates });
    expect([values[0], values[2], values[4], values[6]]).toEqual([-1, 0, 1, NaN]);
    expect(values[1]! + values[3]! + values[5]!).toBeCloseTo(0, 12);
    expect(() => fitPreprocessing(rows, [step])).toThrow("pass `dates`");
  });
});

describe("rank", () => {
  test("within a date ties share their middle rank, and missing values count for nothing", () => {
    const rows = [[5], [1], [5], [NaN], [9], [7]];
    const dates = [1, 1, 1, 1, 1, 2];
    const fit = (output: "uniform" | "signed" | "normal", minimum = 1) =>
      fitPreprocessing(rows, [{ kind: "rank", scope: "cross-section", output, minimum }], { dates }).transform(rows, {
        dates,
      }).values;
    expect([...fit("uniform")]).toEqual([0.5, 0.125, 0.5, NaN, 0.875, 0.5]);
    expect([...fit("signed", 2)]).toEqual([0, -0.75, 0, NaN, 0.75, NaN]);
    expect(fit("normal")[4]).toBeCloseTo(1.1503493803760079, 12);
  });

  test("expanding ranks know the past only and go on from the training rows, by entity", () => {
    const step = { kind: "rank", scope: "expanding" } as const;
    const entities = ["A", "B", "A", "B"];
    const fitted = fitPreprocessing([[1], [9], [3], [7]], [step], { entities });
    expect([...fitted.transform([[1], [9], [3], [7]], { entities, position: "training" }).values]).toEqual([
      0.5, 0.5, 0.75, 0.25,
    ]);
    // A: 2 among 1, 3, 2; B: 10 among 7, 9, 10; C has no past
    const later = fitted.transform([[2], [10], [4]], { entities: ["A", "B", "C"] });
    expect([...later.values]).toEqual([0.5, 5 / 6, 0.5]);
  });

  test("among the training rows a value beyond them keeps clear of 0 and 1", () => {
    const fitted = fitPreprocessing([[1], [2], [3], [4]], [{ kind: "rank", scope: "training", output: "uniform" }]);
    expect([...fitted.transform([[-9], [2], [2.5], [99]]).values]).toEqual([0.125, 0.375, 0.5, 0.875]);
  });

  test("the expanding rank of a row ignores the rows after it", () => {
    const step = { kind: "rank", scope: "expanding", output: "normal" } as const;
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 2, maxLength: 40 }), fc.nat(), number, (values, place, other) => {
        const cut = 1 + (place % (values.length - 1));
        const fitted = fitPreprocessing([[0], [1]], [step]);
        const all = fitted.transform(values).values.slice(0, cut);
        const changed = values.map((value, t) => (t < cut ? value : other));
        expect(fitted.transform(changed).values.slice(0, cut)).toEqual(all);
      }),
    );
  });
});

describe("winsorise", () => {
  test("limits come from the training rows, or from the date", () => {
    const rows = [[0], [1], [2], [3], [100]];
    const wide = fitPreprocessing(rows, [{ kind: "winsorise", method: "median-deviation", width: 2 }]);
    expect(wide.transform([[50], [-50]]).values[0]).toBeCloseTo(2 + 2 * 1.4826022185056018, 12);
    const dates = [1, 1, 1, 1, 1];
    const within = fitPreprocessing(rows, [{ kind: "winsorise", scope: "cross-section", upper: 0.75 }], { dates });
    expect(within.transform([[0], [1], [2], [3], [4]], { dates }).values[4]).toBe(3);
    expect(() => fitPreprocessing(rows, [{ kind: "winsorise", lower: 0.6, upper: 0.4 }])).toThrow("lower below upper");
  });
});

describe("impute", () => {
  test("forward fill carries the last value of each entity on from the training rows", () => {
    const step = { kind: "impute", method: "forward-fill" } as const;
    const fitted = fitPreprocessing([[1], [NaN], [2], [5]], [step], { entities: ["A", "B", "A", "B"] });
    const later = fitted.transform([[NaN], [NaN], [8], [NaN], [NaN]], { entities: ["A", "B", "A", "A", "C"] });
    expect([...later.values]).toEqual([2, 5, 8, 8, NaN]);
    const first = fitted.transform([[NaN], [3]], { position: "training" });
    expect([...first.values]).toEqual([NaN, 3]);
    const covered = fitPreprocessing([[NaN], [1], [2]], [{ ...step, fallback: "median" }]);
    expect([...covered.transform([[NaN], [1]], { position: "training" }).values]).toEqual([1.5, 1]);
  });

  test("text is filled with the commonest category, and filled numbers can be marked", () => {
    const rows: Cell[][] = [
      ["x", 1],
      [null, NaN],
      ["y", 3],
      ["y", null],
    ];
    const fitted = fitPreprocessing(
      rows,
      [
        { kind: "impute", method: "most-frequent", columns: ["group"] },
        { kind: "impute", method: "mean", indicator: "add" },
        { kind: "encode" },
      ],
      { columns: ["group", "size"] },
    );
    expect(fitted.outputs).toEqual(["group=x", "group=y", "size", "size-missing"]);
    expect(rowsOf(fitted.transform([[null, null]]))).toEqual([[0, 1, 2, 1]]);
  });

  test("a column without any value can't be learned from", () => {
    expect(() => fitPreprocessing([[NaN], [NaN]], [{ kind: "impute", method: "median" }])).toThrow(
      'column "x0" has 0 values in the training rows',
    );
  });
});

describe("encode", () => {
  const rows: Cell[][] = [["b"], ["a"], ["b"], [null]];
  test("an unknown category is an error that names it, nothing, or a category of its own", () => {
    expect(() => fitPreprocessing(rows, [{ kind: "encode" }]).transform([["z"]])).toThrow('category "z" was not in');
    const other = fitPreprocessing(rows, [{ kind: "encode", unknown: "other", missing: "category" }]);
    expect(other.outputs).toEqual(["x0=a", "x0=b", "x0=other", "x0=missing"]);
    expect(rowsOf(other.transform([["z"], [null], ["b"]]))).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 1],
      [0, 1, 0, 0],
    ]);
    const ignored = fitPreprocessing(rows, [{ kind: "encode", unknown: "ignore", missing: "zero", drop: "first" }]);
    expect(rowsOf(ignored.transform([["z"], [null], ["b"], ["a"]]))).toEqual([[0], [0], [1], [0]]);
  });

  test("rare categories are set aside, orders can be given, numbers can be categories", () => {
    const rare = fitPreprocessing(rows, [{ kind: "encode", minimumCount: 2, unknown: "other" }]);
    expect(rare.outputs).toEqual(["x0=b", "x0=other"]);
    expect(rowsOf(rare.transform([["a"], ["b"]]))).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(() => fitPreprocessing(rows, [{ kind: "encode", minimumCount: 2 }])).toThrow('unknown: "ignore" or "other"');
    const order = fitPreprocessing(
      [["low"], ["high"]],
      [{ kind: "encode", method: "ordinal", categories: { x0: ["low", "middle", "high"] } }],
    );
    expect([...order.transform([["high"], ["middle"], [null]]).values]).toEqual([2, 1, NaN]);
    const coded = fitPreprocessing([[10], [9], [10]], [{ kind: "encode", columns: ["x0"] }]);
    expect(coded.outputs).toEqual(["x0=9", "x0=10"]);
  });

  test("categories left as text are an error that says what to do", () => {
    expect(() => fitPreprocessing([["a"], ["b"]], [])).toThrow("add an encode step");
    expect(() => fitPreprocessing([["a"], [1]], [])).toThrow("holds text and, in row 1, the number 1");
  });
});

const pipeline: readonly PreprocessingStep[] = [
  { kind: "impute", method: "forward-fill", fallback: "median" },
  { kind: "winsorise", lower: 0.05, upper: 0.95 },
  { kind: "rank", scope: "expanding", columns: ["b"] },
  { kind: "standardise", method: "robust", constant: "zero" },
];

describe("a pipeline", () => {
  const value = fc.oneof({ weight: 5, arbitrary: fc.double({ min: -9, max: 9, noNaN: true }) }, fc.constant(NaN));
  const rows = fc
    .array(fc.tuple(value, value), { minLength: 4, maxLength: 30 })
    .filter((all) => [0, 1].every((j) => all.filter((row) => !Number.isNaN(row[j]!)).length > 2));

  test("is learned from the training rows alone: other rows change nothing", () => {
    fc.assert(
      fc.property(rows, rows, (train, later) => {
        const fitted = fitPreprocessing(train, pipeline, { columns: ["a", "b"] });
        const before = JSON.stringify(fitted);
        const first = fitted.transform(later).values;
        fitted.transform(later.map(([a, b]) => [b * 3, a]));
        expect(JSON.stringify(fitted)).toBe(before);
        expect(fitted.transform(later).values).toEqual(first);
      }),
    );
  });

  test("survives JSON without loss and gives identical rows", () => {
    fc.assert(
      fc.property(rows, rows, (train, later) => {
        const fitted = fitPreprocessing(train, pipeline, { columns: ["a", "b"] });
        const restored = Preprocessing.fromJSON(JSON.parse(JSON.stringify(fitted)));
        expect(restored.transform(later)).toEqual(fitted.transform(later));
        expect(restored.toJSON()).toEqual(fitted.toJSON());
      }),
    );
  });

  test("a transformed row ignores the rows after it", () => {
    fc.assert(
      fc.property(rows, rows, fc.nat(), (train, later, place) => {
        const cut = 1 + (place % (later.length - 1));
        const fitted = fitPreprocessing(train, pipeline, { columns: ["a", "b"] });
        const changed = later.map((row, t) => (t < cut ? row : [7, -7]));
        expect(fitted.transform(changed).values.slice(0, 2 * cut)).toEqual(
          fitted.transform(later).values.slice(0, 2 * cut),
        );
      }),
    );
  });

  test("takes panels, flat arrays and series, and feeds models", () => {
    const panel = ReturnPanel.of({
      dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
      assets: ["A", "B"],
      values: [
        [1, 4],
        [2, 5],
        [3, 9],
      ],
    });
    const fitted = fitPreprocessing(panel, [{ kind: "standardise", method: "min-max" }]);
    expect(fitted.inputs).toEqual(["A", "B"]);
    expect(rowsOf(fitted.transform(panel))).toEqual([
      [0, 0],
      [0.5, 0.2],
      [1, 1],
    ]);
    expect(fitted.transform(panel.toJSON()).values).toEqual(fitted.transform(panel).values);
    expect([...fitPreprocessing([1, 2, 3], [{ kind: "standardise" }]).transform([2, 4]).values]).toEqual([0, 2]);
    expect(fitted.transform([]).rows).toBe(0);
  });

  test("bad input is a typed error that names culprit and remedy", () => {
    const fit = (steps: unknown, columns?: string[]) => () =>
      fitPreprocessing([[1], [2]], steps as PreprocessingStep[], { columns });
    expect(fit([{ kind: "normalise" }])).toThrow("steps.0.kind");
    expect(fit([{ kind: "standardise", columns: ["y"] }])).toThrow('there is no column "y" here, there are "x0"');
    expect(fit([], ["a", "b"])).toThrow("X has 1 columns, there are 2 names");
    expect(fit([{ kind: "impute", method: "constant" }])).toThrow("needs a value");
    expect(() => fitPreprocessing([], [])).toThrow("there are no training rows");
    expect(() => fitPreprocessing([[1], [Infinity]], [])).toThrow("is Infinity");
    const fitted = fitPreprocessing([[1], [2]], [{ kind: "standardise" }]);
    expect(() => fitted.transform([[1, 2]])).toThrow("X has 2 columns");
    expect(() => fitted.transform([[1]], { dates: [1, 2] })).toThrow("dates has 2 values");
    expect(() => fitted.transform([["a"]])).toThrow("the column held numbers in training");
    expect(() => fitted.transform({ assets: ["other"], values: [[1]] })).toThrow('is "other", in training it was "x0"');
    const text = fitPreprocessing([["a"], ["b"]], [{ kind: "encode" }]);
    expect(() => text.transform(Float64Array.of(1))).toThrow("pass rows that hold text");
    expect(() => Preprocessing.fromJSON({ kind: "preprocessing" })).toThrow("not preprocessing");
  });

  test("every kind of step says what it does and reads back its own schema", () => {
    for (const [kind, entry] of Object.entries(stepKinds)) {
      expect(entry.kind).toBe(kind);
      expect(entry.summary.length).toBeGreaterThan(20);
    }
  });
});
