import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { estimateES, estimateVaR, type TailMethodKind, tailMethodKinds, type TailMethodSpec } from "../index.ts";

const stream = RandomStream.of("uncertainty");
const sample = Float64Array.from({ length: 400 }, () => 0.0004 + 0.007 * stream.studentT(8));
const special: Partial<Record<TailMethodKind, TailMethodSpec>> = {
  garch: { kind: "garch", volatility: { omega: 2e-6, alpha: 0.05, beta: 0.9 } },
  "monte-carlo": { kind: "monte-carlo", draws: 5000 },
};
const methods = tailMethodKinds.map((kind) => [kind, special[kind] ?? kind] as const);

describe("horizon by simulation", () => {
  test.each(methods)("%s: four periods lie near twice one, and say how they were reached", (_, method) => {
    const options = { method, confidence: 0.95, outOfDomain: "allow", simulation: { draws: 20_000 } } as const;
    const one = estimateVaR(sample, options);
    const four = estimateVaR(sample, { ...options, horizon: 4, horizonScaling: "simulation" });
    expect(four.conventions["horizonScaling"]).toBe("simulation");
    expect(four.value / one.value).toBeGreaterThan(1.5);
    expect(four.value / one.value).toBeLessThan(2.4);
    expect(four.standardError).toBeGreaterThan(0);
    const shortfall = estimateES(sample, { ...options, horizon: 4, horizonScaling: "simulation" });
    expect(shortfall.value).toBeGreaterThan(four.value);
  });

  test("a plain mean grows with time, not with its root: simulation knows, the root of time doesn't", () => {
    const rising = sample.map((r) => r + 0.01);
    const options = { confidence: 0.95, horizon: 16 } as const;
    const root = estimateVaR(rising, options).value;
    const simulated = estimateVaR(rising, { ...options, horizonScaling: "simulation" }).value;
    expect(simulated).toBeLessThan(root - 0.05);
  });

  test("too few draws are refused", () => {
    expect(() => estimateVaR(sample, { horizon: 2, horizonScaling: "simulation", simulation: { draws: 10 } })).toThrow(
      /simulation.draws/,
    );
  });
});

describe("bootstrap", () => {
  test.each(methods)("%s: an error and a percentile interval around the estimate", (_, method) => {
    const { value, standardError, interval, conventions } = estimateVaR(sample, {
      method,
      confidence: 0.95,
      outOfDomain: "allow",
      uncertainty: { kind: "bootstrap", replications: 60 },
    });
    expect(standardError).toBeGreaterThan(0);
    expect(interval[0]).toBeLessThan(value);
    expect(interval[1]).toBeGreaterThan(value);
    expect(conventions["standardError"]).toBe("stationary block bootstrap");
    expect(conventions["replications"]).toBe(60);
  });

  test("of independent returns it agrees with the asymptotic error", () => {
    for (const method of ["gaussian", "historical"] as const) {
      const asymptotic = estimateES(sample, { method });
      const bootstrap = estimateES(sample, { method, uncertainty: { kind: "bootstrap", block: 1 } });
      expect(bootstrap.value).toBe(asymptotic.value);
      expect(bootstrap.standardError / asymptotic.standardError).toBeGreaterThan(0.75);
      expect(bootstrap.standardError / asymptotic.standardError).toBeLessThan(1.35);
    }
  });

  test("of trending returns the block bootstrap is wider than single draws", () => {
    let level = 0;
    const trending = Float64Array.from({ length: 800 }, () => (level = 0.95 * level + 0.001 * stream.normal()));
    const blocks = estimateVaR(trending, { uncertainty: { kind: "bootstrap", replications: 200 } });
    const single = estimateVaR(trending, { uncertainty: { kind: "bootstrap", replications: 200, block: 1 } });
    expect(blocks.standardError).toBeGreaterThan(1.5 * single.standardError);
    expect(blocks.conventions["meanBlock"]).toBeGreaterThan(5);
  });

  test("refuses forecasts that belong to days, and settings out of range", () => {
    const volatility = Array.from({ length: 401 }, () => 0.01);
    const method = { kind: "filtered-historical", volatility } as const;
    expect(() => estimateVaR(sample, { method, uncertainty: { kind: "bootstrap" } })).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED" }) as Error,
    );
    expect(() => estimateVaR(sample, { uncertainty: { kind: "bootstrap", replications: 5 } })).toThrow(/replications/);
    expect(() => estimateVaR(sample, { uncertainty: { kind: "bootstrap", block: 0.5 } })).toThrow(/block/);
  });
});
