import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { optimize, safeOptimize } from "../../index.ts";

const covariance = [
  [0.04, 0.01],
  [0.01, 0.09],
];
const minimumRisk = { assets: ["A", "B"], covariance, objective: { kind: "min-risk" }, periodsPerYear: 1 } as const;

describe("HiGHS", () => {
  test("is not loaded for a problem that needs no linear program", async () => {
    const asked: string[] = [];
    await optimize(minimumRisk, {
      locateFile: (file) => {
        asked.push(file);
        return file;
      },
    });
    expect(asked).toEqual([]);
  });

  test("is found where locateFile says, on first use", async () => {
    const asked: string[] = [];
    const result = await safeOptimize(
      { ...minimumRisk, constraints: ["A >= 0.7", "B >= 0.7"] },
      {
        locateFile: (file) => {
          asked.push(file);
          return fileURLToPath(import.meta.resolve(`highs/runtime`));
        },
      },
    );
    expect(asked).toContain("highs.wasm");
    expect(result).toMatchObject({ success: false, error: { code: "INFEASIBLE" } });
  });
});
