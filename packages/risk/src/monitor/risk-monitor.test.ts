import { parsePortfolioEvent, PlimsollError } from "@plimsoll/core";
import { cvarMeasure, RandomStream, standardDeviation, valueAtRiskMeasure } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawdowns } from "../drawdown/drawdowns.ts";
import { advance, compileLimits, initialState, type RiskLimit } from "./limit-state.ts";
import { createRiskMonitor, type MonitorUpdate, resumeRiskMonitor, type RiskMonitorOptions } from "./risk-monitor.ts";
import { SortedWindow } from "./sorted-window.ts";

const day = 864e5;

/** Updates of three assets with weights that drift. */
function ticks(seed: number, count: number): MonitorUpdate[] {
  const stream = RandomStream.of(seed);
  let weights = [0.5, 0.3, 0.2];
  return Array.from({ length: count }, (_, t) => {
    const returns = weights.map(() => 0.02 * stream.studentT(4));
    const update = { at: t * day, weights, returns };
    const grown = weights.map((weight, i) => weight * (1 + returns[i]!));
    const total = grown.reduce((a, b) => a + b);
    weights = grown.map((weight) => weight / total);
    return update;
  });
}

const everything: readonly RiskLimit[] = [
  { metric: "var-90", max: 0.03, warn: 0.025, clear: 0.024 },
  { metric: "es-87.5", max: 0.04 },
  { metric: "volatility", max: 0.3, warn: 0.25 },
  { metric: "drawdown", max: 0.1, clear: 0.05, cooldown: 3 * day },
  { metric: "max-drawdown", max: 0.2 },
  { metric: "gross-exposure", max: 1.01 },
  { metric: "net-exposure", max: 1.01 },
  { metric: "largest-position", max: 0.55, warn: 0.52, escalateAfter: 3 },
  { metric: "concentration", max: 0.4 },
];

describe("monitor equals batch", () => {
  for (const revaluation of ["realised", "historical"] as const) {
    test(`every metric of the window, ${revaluation}`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 9999 }),
          fc.integer({ min: 10, max: 60 }),
          fc.integer({ min: 10, max: 30 }),
          (seed, count, window) => {
            const updates = ticks(seed, count);
            const monitor = createRiskMonitor({ limits: everything, window, revaluation });
            for (const update of updates) monitor.update(update);
            const last = updates.at(-1)!.weights as number[];
            const earned = (held: readonly number[], returns: readonly number[]): number =>
              held.reduce((sum, weight, i) => sum + weight * returns[i]!, 0);
            const all = updates.map(({ weights, returns }) => earned(weights as number[], returns as number[]));
            const series = Float64Array.from(
              (revaluation === "realised"
                ? all
                : updates.map(({ returns }) => earned(last, returns as number[]))
              ).slice(-window),
            );
            const metrics = monitor.metrics();
            expect(metrics["var-90"]).toBeCloseTo(valueAtRiskMeasure.value(series, { confidence: 0.9 }), 12);
            expect(metrics["es-87.5"]).toBeCloseTo(cvarMeasure.value(series, { confidence: 0.875 }), 12);
            expect(metrics["volatility"]).toBeCloseTo(standardDeviation(series) * Math.sqrt(252), 12);
            const [deepest] = drawdowns(all);
            expect(metrics["max-drawdown"]).toBeCloseTo(deepest?.depth ?? 0, 12);
            expect(metrics["largest-position"]).toBe(Math.max(...last));
            expect(metrics["concentration"]).toBeCloseTo(
              last.reduce((sum, weight) => sum + weight * weight, 0),
              12,
            );
          },
        ),
        { numRuns: 40 },
      );
    });
  }

  test("the sorted window is the sort of the last values, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (values, capacity) => {
          const window = new SortedWindow(capacity);
          values.forEach((value, t) => {
            window.add(value);
            const last = values.slice(Math.max(0, t + 1 - capacity), t + 1);
            expect(Array.from(window.chronological())).toEqual(last);
            expect(Array.from(window.sorted())).toEqual(last.slice().sort((a, b) => a - b));
          });
        },
      ),
    );
  });
});

describe("checkpoints", () => {
  test("a monitor resumed from JSON at any time goes on with identical output", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 50 }),
        fc.constantFrom("realised", "historical"),
        (seed, cut, revaluation) => {
          const updates = ticks(seed, 50);
          const options: RiskMonitorOptions = { limits: everything, window: 20, revaluation, riskTolerance: 0.4 };
          const whole = createRiskMonitor(options);
          let part = createRiskMonitor(options);
          updates.forEach((update, t) => {
            if (t === cut) part = resumeRiskMonitor(JSON.parse(JSON.stringify(part.checkpoint())));
            expect(part.update(update)).toEqual(whole.update(update));
          });
          expect(part.metrics()).toEqual(whole.metrics());
          expect(part.checkpoint()).toEqual(whole.checkpoint());
          expect(part.wouldBreach({ changes: { "asset-1": 0.1 } })).toEqual(
            whole.wouldBreach({ changes: { "asset-1": 0.1 } }),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a damaged checkpoint is refused by field", () => {
    const checkpoint = createRiskMonitor({ limits: everything }).checkpoint();
    expect(() => resumeRiskMonitor({ ...checkpoint, version: 2 })).toThrow(/checkpoint\.version/);
    expect(() => resumeRiskMonitor({ ...checkpoint, states: [] })).toThrow(/one state a limit/);
    expect(() => resumeRiskMonitor({ ...checkpoint, weights: [1] })).toThrow(/every asset/);
    expect(() => resumeRiskMonitor(null)).toThrow(PlimsollError);
  });
});

describe("limits", () => {
  const walk = (limit: RiskLimit, values: readonly number[], step = day): string[] => {
    const [compiled] = compileLimits([limit]);
    let state = initialState;
    return values.map((value, t) => {
      const next = advance(compiled!, state, value, t * step);
      ({ state } = next);
      return next.alert === null ? "-" : next.suppressed > 0 ? `${next.alert}+${next.suppressed}` : next.alert;
    });
  };

  test("hysteresis: up at max, down only at clear, a warning doesn't come back down", () => {
    const limit = { metric: "var-99", max: 3, warn: 2.5, clear: 2.4 } as const;
    expect(walk(limit, [1, 2.6, 2.45, 2.6, 3.1, 2.9, 3.1, 2.45, 2.3, 3.5])).toEqual([
      "-",
      "warn",
      "-",
      "-",
      "breach",
      "-",
      "-",
      "-",
      "clear",
      "breach",
    ]);
    // equal to the limit is within it
    expect(walk({ metric: "var-99", max: 3 }, [3, 3.0000001, 3])).toEqual(["-", "breach", "clear"]);
  });

  test("cooldown holds alerts of one kind back and counts them", () => {
    const limit = { metric: "var-99", max: 3, cooldown: 3 * day } as const;
    expect(walk(limit, [4, 1, 4, 1, 4, 1, 4])).toEqual(["breach", "clear", "-", "-", "breach+1", "clear+1", "-"]);
  });

  test("escalation after so many updates in breach, once", () => {
    const limit = { metric: "var-99", max: 3, clear: 2, escalateAfter: 3 } as const;
    expect(walk(limit, [4, 4, 2.5, 4, 4, 1, 4, 4, 4])).toEqual([
      "breach",
      "-",
      "escalation",
      "-",
      "-",
      "clear",
      "breach",
      "-",
      "escalation",
    ]);
  });

  test("no alert before there is enough to measure, then core's event with the breach", () => {
    const monitor = createRiskMonitor({ limits: [{ metric: "var-95", max: 0.01 }], window: 30, riskTolerance: 0.3 });
    for (let t = 0; t < 19; t++) {
      expect(monitor.update({ at: t * day, weights: { a: 1 }, returns: { a: -0.05 } })).toEqual([]);
    }
    expect(monitor.metrics()).toEqual({ "var-95": null });
    const [alert] = monitor.update({ at: 19 * day, weights: { a: 1 }, returns: { a: -0.05 } });
    expect(alert).toEqual({
      kind: "breach",
      metric: "var-95",
      value: expect.closeTo(0.05, 12) as number,
      limit: 0.01,
      at: 19 * day,
      suppressed: 0,
      event: {
        type: "RiskThresholdExceeded",
        schemaVersion: 1,
        data: { measure: "valueAtRisk95", value: expect.closeTo(0.05, 12) as number, limit: 0.01, riskTolerance: 0.3 },
      },
    });
    const stored = {
      id: "e-1",
      stream: "portfolio-1",
      version: 1,
      time: "2024-01-20",
      correlationId: "c",
      causationId: "c",
    };
    expect(parsePortfolioEvent({ ...stored, ...alert!.event! }).data).toEqual(alert!.event!.data);
  });

  test("bad limits are refused by name", () => {
    const create = (limit: object): unknown => createRiskMonitor({ limits: [limit as RiskLimit] });
    expect(() => create({ metric: "beta", max: 1 })).toThrow(/limits\[0\]\.metric: no metric "beta": choose var-99/);
    expect(() => create({ metric: "var-100", max: 1 })).toThrow(/no metric/);
    expect(() => create({ metric: "var-99", max: 1, warn: 2 })).toThrow(/warn: expected at most max 1/);
    expect(() => create({ metric: "var-99", max: 1, clear: 2 })).toThrow(/clear: expected at most 1/);
    expect(() => create({ metric: "var-99.9", max: 1 })).toThrow(/needs 1000 periods, the window holds 500/);
    expect(() => createRiskMonitor({ limits: [] })).toThrow(/at least one/);
    expect(() => createRiskMonitor({ limits: [everything[0]!, everything[0]!] })).toThrow(/has a limit already/);
    expect(() => createRiskMonitor({ limits: everything, riskTolerance: 2 })).toThrow(/riskTolerance/);
  });
});

describe("updates", () => {
  test("the example of the package: runs on plain records, O(n) a tick, ISO times", () => {
    const monitor = createRiskMonitor({
      limits: [{ metric: "var-99", max: 0.03, warn: 0.025, clear: 0.024 }],
      window: 500,
    });
    const stream = RandomStream.of(5);
    const kinds: string[] = [];
    for (let t = 0; t < 400; t++) {
      const scale = t < 200 ? 0.008 : 0.03;
      const at = new Date(t * day).toISOString();
      const returns = { a: scale * stream.normal(), b: scale * stream.normal() };
      kinds.push(...monitor.update({ at, weights: { a: 0.5, b: 0.5 }, returns }).map(({ kind }) => kind));
    }
    // the first estimates are noisy: a warning that clears before the volatility rises
    expect(kinds).toEqual(["warn", "clear", "warn", "breach"]);
    expect(monitor.levels()).toEqual({ "var-99": "breach" });
  });

  test("a refused update changes nothing", () => {
    const monitor = createRiskMonitor({ limits: everything, window: 20 });
    for (const update of ticks(1, 25)) monitor.update(update);
    const before = monitor.checkpoint();
    const good = { at: 25 * day, weights: [0.5, 0.3, 0.2], returns: [0, 0, 0] };
    for (const [change, message] of [
      [{ at: 24 * day }, /after the last update/],
      [{ at: "2024-01-01T00:00:00" }, /zone/],
      [{ returns: [0, NaN, 0] }, /returns\.asset-2.*NaN/],
      [{ returns: [0, 0] }, /expected 3 numbers/],
      [{ weights: { q: 1 } }, /"q" is not among the assets/],
      [{ returns: { "asset-1": 0 } }, /"asset-2" is missing/],
    ] as const) {
      expect(() => monitor.update({ ...good, ...change })).toThrow(message);
    }
    expect(monitor.checkpoint()).toEqual(before);
    expect(monitor.update(good)).toBeInstanceOf(Array);
  });

  test("liquidity: days of the slowest position, capacities required", () => {
    const monitor = createRiskMonitor({ limits: [{ metric: "liquidation-days", max: 5 }] });
    const update = { at: day, weights: { a: 0.5, b: 0.5 }, returns: { a: 0, b: 0 } };
    expect(() => monitor.update(update)).toThrow(/capacities/);
    const [alert] = monitor.update({ ...update, capacities: { a: 1, b: 0.05 } });
    expect([alert?.kind, alert?.value]).toEqual(["breach", expect.closeTo(10, 12)]);
  });
});

describe("wouldBreach", () => {
  const monitor = createRiskMonitor({
    limits: [
      { metric: "var-90", max: 0.02, warn: 0.01 },
      { metric: "largest-position", max: 0.8 },
    ],
    window: 50,
  });
  const stream = RandomStream.of(2);
  for (let t = 0; t < 50; t++) {
    const returns = { calm: 0.002 * stream.normal(), wild: 0.04 * stream.normal() };
    monitor.update({ at: t * day, weights: { calm: 0.9, wild: 0.1 }, returns });
  }

  test("revalues the window with the order, and changes nothing", () => {
    const before = monitor.checkpoint();
    const more = monitor.wouldBreach({ changes: { wild: 0.6, calm: -0.6 } });
    expect(more.breach).toBe(true);
    const [risk, position] = more.limits;
    expect([risk!.level, position!.level]).toEqual(["breach", "clear"]);
    expect(risk!.after!).toBeGreaterThan(3 * risk!.before!);
    const history = before.history.map(([calm, wild]) => 0.3 * calm! + 0.7 * wild!);
    expect(risk!.after).toBeCloseTo(valueAtRiskMeasure.value(Float64Array.from(history), { confidence: 0.9 }), 12);
    expect(monitor.checkpoint()).toEqual(before);
  });

  test("an order that lowers a breach is let through", () => {
    // largest position .9 is above .8 already
    const less = monitor.wouldBreach({ changes: { calm: -0.05 } });
    expect(less.limits[1]).toMatchObject({ level: "breach", before: 0.9 });
    expect(less.breach).toBe(false);
    expect(monitor.wouldBreach({ changes: { calm: 0.05 } }).breach).toBe(true);
    expect(() => monitor.wouldBreach({ changes: { gold: 0.05 } })).toThrow(/"gold"/);
    expect(() => createRiskMonitor({ limits: everything }).wouldBreach({ changes: {} })).toThrow(/first update/);
  });
});
