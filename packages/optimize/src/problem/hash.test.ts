import { Matrix } from "ml-matrix";
import { ReturnPanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { hashProblem, optimize, type PortfolioProblem, problemJsonSchema, problemToJson } from "../index.ts";

const rows = [
  [0.04, 0.01],
  [0.01, 0.09],
];
const problem: PortfolioProblem = {
  assets: ["A", "B"],
  mean: [0.05, 0.08],
  covariance: rows,
  objective: { kind: "min-risk", risk: { kind: "variance" } },
  constraints: [{ kind: "bounds", lower: 0, upper: null }],
};

describe("hashProblem", () => {
  test("is the same for any order of keys and any container of numbers", () => {
    const hash = hashProblem(problem);
    const shuffled: PortfolioProblem = {
      constraints: [{ upper: Infinity, kind: "bounds", lower: 0 }],
      objective: { risk: { kind: "variance" }, kind: "min-risk" },
      covariance: Float64Array.from(rows.flat()),
      mean: Float64Array.of(0.05, 0.08),
      assets: ["A", "B"],
    };
    expect(hashProblem(shuffled)).toBe(hash);
    expect(hashProblem({ ...problem, covariance: new Matrix(rows), mean: Matrix.columnVector([0.05, 0.08]) })).toBe(
      hash,
    );
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("changes with any number", () => {
    expect(hashProblem({ ...problem, mean: [0.05, 0.08000000000000002] })).not.toBe(hashProblem(problem));
  });

  test("is fixed across versions: stored hashes stay valid", () => {
    expect(hashProblem(problem)).toBe(
      hashProblem(JSON.parse(JSON.stringify(problemToJson(problem))) as PortfolioProblem),
    );
    expect(hashProblem({ assets: ["A"], objective: { kind: "equal-weight" } })).toBe(
      "1735fc56e11bee1189f96f3de53e30954d771278b9eaf063016503cb5bd2826c",
    );
  });

  test("refuses NaN, which JSON can't hold", () => {
    expect(() => hashProblem({ ...problem, mean: [0.05, Number.NaN] })).toThrow("problem.mean[1] is NaN");
  });
});

describe("problemToJson", () => {
  test("a JSON round trip solves the same, whatever containers the problem came in", async () => {
    const panel = ReturnPanel.of({
      dates: ["2024-01-01", "2024-01-02", "2024-01-03"],
      assets: ["A", "B"],
      values: [
        [0.01, 0.02],
        [-0.01, 0.01],
        [0.02, -0.03],
      ],
    });
    for (const rich of [
      { ...problem, covariance: new Matrix(rows), mean: Float64Array.of(0.05, 0.08) },
      { assets: ["A", "B"], scenarios: panel, objective: { kind: "min-risk" } } as const,
      {
        assets: ["A", "B"],
        covariance: {
          loadings: new Matrix([[1], [2]]),
          factorCovariance: [[0.01]],
          specificVariance: Float64Array.of(0.02, 0.03),
        },
        objective: { kind: "min-risk" },
      } as const,
    ]) {
      const plain = JSON.parse(JSON.stringify(problemToJson(rich))) as PortfolioProblem;
      const [one, other] = [await optimize(rich), await optimize(plain)];
      expect(other.weights).toEqual(one.weights);
      expect(other.certificate).toEqual(one.certificate);
      expect(hashProblem(plain)).toBe(hashProblem(rich));
    }
  });
});

test("the JSON Schema lists every kind", () => {
  const text = JSON.stringify(problemJsonSchema());
  for (const kind of ["max-ratio", "risk-budget", "cardinality", "standard-deviation", "half-l1"])
    expect(text).toContain(`"${kind}"`);
});
