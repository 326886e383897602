import type { PlimsollError } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { type PortfolioProblem, safeOptimize } from "./index.ts";

const base: PortfolioProblem = {
  assets: ["A", "B", "C"],
  mean: [0.05, 0.08, 0.02],
  covariance: [
    [0.04, 0.01, 0],
    [0.01, 0.09, 0],
    [0, 0, 0.01],
  ],
  periodsPerYear: 1,
  objective: { kind: "min-risk" },
};

async function failure(problem: PortfolioProblem): Promise<PlimsollError> {
  const result = await safeOptimize(problem);
  if (result.success) throw new Error("expected a failure");
  return result.error;
}

describe("each bad input has its own code or reason and names the culprit", () => {
  test("NaN in the mean", async () => {
    const error = await failure({ ...base, mean: [0.05, Number.NaN, 0.02] });
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.details).toMatchObject({ argument: "mean[1]", reason: "not-finite" });
    expect(error.message).toContain('"B"');
  });

  test("NaN in the covariance", async () => {
    const error = await failure({
      ...base,
      covariance: [
        [0.04, 0, 0],
        [0, 0.04, 0],
        [0, Number.NaN, 0.04],
      ],
    });
    expect(error.details).toMatchObject({ argument: "covariance[2][1]", reason: "not-finite" });
  });

  test("an asymmetric covariance", async () => {
    const error = await failure({
      ...base,
      covariance: [
        [0.04, 0.02, 0],
        [0.01, 0.09, 0],
        [0, 0, 0.01],
      ],
    });
    expect(error.details).toMatchObject({ reason: "asymmetric" });
    expect(error.message).toMatch(/"B" with "A"/);
  });

  test("an indefinite covariance", async () => {
    const error = await failure({
      ...base,
      covariance: [
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ],
    });
    expect(error.details).toMatchObject({ argument: "covariance", reason: "indefinite" });
    expect(error.message).toContain('"C"');
  });

  test("a negative variance", async () => {
    const error = await failure({
      ...base,
      covariance: [
        [-1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    });
    expect(error.message).toContain('variance of "A" is -1');
  });

  test("wrong lengths", async () => {
    expect((await failure({ ...base, mean: [0.1, 0.2] })).details).toMatchObject({
      argument: "mean",
      reason: "wrong-length",
    });
    expect(
      (
        await failure({
          ...base,
          covariance: [
            [1, 0],
            [0, 1],
          ],
        })
      ).details,
    ).toMatchObject({ argument: "covariance", reason: "wrong-length" });
    const bounds = await failure({ ...base, constraints: [{ kind: "bounds", upper: [0.5, 0.5] }] });
    expect(bounds.message).toContain("had 2");
  });

  test("an unknown asset in a group and in an expression", async () => {
    const group = await failure({ ...base, constraints: [{ kind: "group", name: "g", assets: ["A", "Z"], max: 0.5 }] });
    expect(group.details).toMatchObject({ argument: "g.assets[1]", reason: "unknown-asset" });
    const text = await failure({ ...base, constraints: ["A + Z <= 0.5"] });
    expect(text.details).toMatchObject({ argument: "constraints[0]", reason: "unknown-asset" });
    expect(text.message).toContain('"Z"');
  });

  test("an asset named twice", async () => {
    expect((await failure({ ...base, assets: ["A", "A", "C"] })).details).toMatchObject({ reason: "repeated-asset" });
  });

  test("a budget that the bounds can't meet", async () => {
    const error = await failure({ ...base, constraints: [{ kind: "bounds", name: "cap", upper: 0.3 }] });
    expect(error.code).toBe("INFEASIBLE");
    expect(error.details).toEqual({
      conflict: ["cap", "budget"],
      relaxation: [{ constraint: "cap", from: 0.3, to: 0.333333333333 }],
    });
  });

  test("no feasible portfolio with positive excess return", async () => {
    const simplex = await failure({ ...base, objective: { kind: "max-ratio", riskFreeRate: 0.1 } });
    expect(simplex.code).toBe("NO_POSITIVE_EXCESS_RETURN");
    const capped = await failure({
      ...base,
      objective: { kind: "max-ratio", riskFreeRate: 0.07 },
      constraints: [{ kind: "bounds", upper: 0.5 }, "A <= 0.45"],
    });
    expect(capped.code).toBe("NO_POSITIVE_EXCESS_RETURN");
    expect((capped as PlimsollError<"NO_POSITIVE_EXCESS_RETURN">).details.largest).toBeCloseTo(
      0.08 * 0.5 + 0.05 * 0.45 + 0.02 * 0.05 - 0.07,
      8,
    );
  });

  test("an exact cardinality without a smallest weight", async () => {
    const error = await failure({ ...base, constraints: [{ kind: "cardinality", exact: 2 }] });
    expect(error.details).toMatchObject({ argument: "cardinality.minWeight" });
  });

  test("an unbounded objective", async () => {
    const error = await failure({
      ...base,
      objective: { kind: "max-return" },
      constraints: [{ kind: "bounds", lower: null }],
    });
    expect(error.code).toBe("UNBOUNDED");
  });

  test("a riskless portfolio with positive excess return has no greatest ratio", async () => {
    const error = await failure({
      ...base,
      covariance: [
        [0.04, 0, 0],
        [0, 0.09, 0],
        [0, 0, 0],
      ],
      objective: { kind: "max-ratio" },
    });
    expect(error.code).toBe("UNBOUNDED");
  });

  test("a misspelt field, an unknown kind and a limit that is missing", async () => {
    const misspelt = { ...base, contraints: [] } as PortfolioProblem;
    expect((await failure(misspelt)).message).toContain("contraints");
    const unknown = { ...base, objective: { kind: "max-sharp" } } as unknown as PortfolioProblem;
    expect((await failure(unknown)).details).toMatchObject({ argument: "objective.kind" });
    expect((await failure({ ...base, constraints: [{ kind: "group", name: "g", assets: ["A"] }] })).message).toContain(
      '"g" has no limit',
    );
    expect(
      (await failure({ ...base, constraints: [{ kind: "group", name: "g", assets: ["A"], min: 0.5, max: 0.4 }] }))
        .message,
    ).toContain("above max");
    const nan = await failure({ ...base, constraints: [{ kind: "group", name: "g", assets: ["A"], max: Number.NaN }] });
    expect(nan.details).toMatchObject({ argument: "constraints[0].max" });
  });

  test("data that an objective needs and the problem lacks", async () => {
    const { mean: _mean, ...without } = base;
    expect((await failure({ ...without, objective: { kind: "max-return" } })).details).toMatchObject({
      argument: "mean",
    });
    expect(
      (await failure({ ...base, constraints: [{ kind: "turnover", which: "half-l1", max: 0.1 }] })).details,
    ).toMatchObject({ argument: "currentWeights" });
    expect((await failure({ ...base, objective: { kind: "min-tracking-error" } })).details).toMatchObject({
      argument: "benchmark",
    });
  });

  test("two constraints of one name", async () => {
    const constraints = [
      { kind: "group", name: "g", assets: ["A"], max: 0.5 },
      { kind: "group", name: "g", assets: ["B"], max: 0.5 },
    ] as const;
    expect((await failure({ ...base, constraints })).details).toMatchObject({ reason: "repeated-name" });
  });
});
