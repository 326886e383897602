import { describe, expect, test } from "vitest";
import { chooseStates } from "./choose-states.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";

const known = GaussianHmm.fromParameters({
  startProbabilities: [1, 0],
  transition: [
    [0.96, 0.04],
    [0.07, 0.93],
  ],
  means: [[0.1], [-0.3]],
  covariances: [[[0.5]], [[6]]],
});
const X = known.simulate(1, 700);
const options = { law: "gaussian", seed: 1, restarts: 3, tolerance: 1e-8, candidates: [1, 2, 3] } as const;

describe("chooseStates", () => {
  test.each(["bic", "icl"] as const)("finds the planted number of states by %s", (criterion) => {
    const choice = chooseStates(X, { ...options, criterion });
    expect(choice.states).toBe(2);
    expect(choice.model.states).toBe(2);
    const least = Math.min(...choice.table.map((row) => row[criterion]));
    expect(choice.table[1]![criterion]).toBe(least);
    expect(choice.table.map(({ crossValidation }) => crossValidation)).toEqual([null, null, null]);
  });

  test("the table holds the criteria of the fits themselves", () => {
    const { table } = chooseStates(X, { ...options, criterion: "aic" });
    const model = GaussianHmm.fit(X, { states: 3, seed: 1, restarts: 3, tolerance: 1e-8 });
    const { logLikelihood, aic, bic, icl, parameterCount } = model;
    expect(table[2]).toMatchObject({ states: 3, logLikelihood, aic, bic, icl, parameterCount });
  });

  test("walk-forward scores rows by fits on the rows before their block", () => {
    const { table, states } = chooseStates(X, {
      ...options,
      candidates: [1, 2],
      criterion: "cross-validation",
      folds: 2,
    });
    expect(states).toBe(2);
    const series = X.values;
    let sum = 0;
    for (const [from, to] of [
      [350, 525],
      [525, 700],
    ] as const) {
      const model = GaussianHmm.fit(series.slice(0, from), { states: 2, seed: 1, restarts: 3, tolerance: 1e-8 });
      sum += model.score(series.slice(0, to), { from });
    }
    const { score, standardError, rows } = table[1]!.crossValidation!;
    expect(score).toBeCloseTo(sum / 350, 10);
    expect(rows).toBe(350);
    expect(standardError).toBeGreaterThan(0.01);
    expect(standardError).toBeLessThan(0.3);
  });

  test("no row after a block moves the score of the block", () => {
    const changed = { columns: 1, values: X.values.map((value, t) => (t >= 525 ? value * 3 + 1 : value)) };
    const first = (rows: typeof X | typeof changed): number => {
      const part = { columns: 1, values: rows.values.slice(0, 525) };
      return chooseStates(part, {
        ...options,
        candidates: [2],
        criterion: "cross-validation",
        folds: 1,
        initialShare: 2 / 3,
      }).table[0]!.crossValidation!.score;
    };
    expect(first(changed)).toBe(first(X));
  });

  test("blocked cross-validation scores a block given the rows around it", () => {
    const { table, states } = chooseStates(X, {
      ...options,
      candidates: [1, 2],
      criterion: "cross-validation",
      scheme: "blocked",
      folds: 3,
    });
    expect(states).toBe(2);
    const bounds = [0, 233, 466, 700];
    const scores = [0, 1, 2].map((fold) => {
      const outside = { columns: 1, values: X.values.slice().fill(Number.NaN, bounds[fold], bounds[fold + 1]) };
      const model = GaussianHmm.fit(outside, { states: 2, seed: 1, restarts: 3, tolerance: 1e-8 });
      return (model.score(X) - model.score(outside)) / (bounds[fold + 1]! - bounds[fold]!);
    });
    expect(table[1]!.crossValidation!.score).toBeCloseTo((scores[0]! + scores[1]! + scores[2]!) / 3, 10);
  });

  test("the one-standard-error rule takes no more states than the best score", () => {
    const shared = { ...options, criterion: "cross-validation", folds: 2 } as const;
    const best = chooseStates(X, shared);
    const sparing = chooseStates(X, { ...shared, rule: "one-standard-error" });
    expect(sparing.states).toBeLessThanOrEqual(best.states);
    expect(sparing.states).toBe(2);
  });

  test("missing rows are not scored", () => {
    const values = X.values.slice();
    values[400] = Number.NaN;
    const { table } = chooseStates(
      { values, columns: 1 },
      { ...options, candidates: [2], criterion: "cross-validation", folds: 1 },
    );
    expect(table[0]!.crossValidation!.rows).toBe(349);
  });

  test.each([
    ["no candidates", { candidates: [], criterion: "bic" }, /at least one/],
    ["an unknown criterion", { criterion: "hqc" }, /was hqc/],
    ["an unknown scheme", { criterion: "cross-validation", scheme: "random" }, /was random/],
    ["more folds than rows", { criterion: "cross-validation", folds: 5000 }, /was 5000/],
    ["one blocked fold", { criterion: "cross-validation", scheme: "blocked", folds: 1 }, /needs 2 folds/],
    ["an initial share of 1", { criterion: "cross-validation", initialShare: 1 }, /between 0 and 1/],
    ["sequences", { criterion: "bic", lengths: [300, 400] }, /one sequence/],
    ["an unknown law", { criterion: "bic", law: "cauchy" }, /was cauchy/],
  ])("refuses %s", (_name, bad, message) => {
    expect(() => chooseStates(X, { ...options, ...bad } as never)).toThrow(message);
  });

  test("stops at an abort", () => {
    expect(() => chooseStates(X, { ...options, criterion: "bic", signal: AbortSignal.abort() })).toThrow(/aborted/);
  });
});
