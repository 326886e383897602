import { logGamma, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CusumDetector, cusumRunLength, cusumThreshold } from "./cusum.ts";
import { RunLengthDetector } from "./run-length.ts";

const prior = { mean: 0.3, variance: 1.5, meanWeight: 0.7, varianceWeight: 3 };

/** ln of the marginal likelihood of a segment in closed form (Murphy 2007, equation 95 in the form of his section 3). */
function logMarginal(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const { meanWeight: k0, varianceWeight: v0 } = prior;
  const start = v0 * prior.variance;
  const end = start + squares + ((k0 * n) / (k0 + n)) * (mean - prior.mean) ** 2;
  return (
    logGamma((v0 + n) / 2) -
    logGamma(v0 / 2) +
    0.5 * Math.log(k0 / (k0 + n)) +
    (v0 / 2) * Math.log(start) -
    ((v0 + n) / 2) * Math.log(end) -
    (n / 2) * Math.log(Math.PI)
  );
}

describe("RunLengthDetector", () => {
  test("evidence and posterior equal the sum over all ways to cut a short series", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 2, maxLength: 8 }),
        fc.double({ min: 1.5, max: 50, noNaN: true }),
        (values, expectedRun) => {
          const n = values.length;
          const hazard = 1 / expectedRun;
          const byLength = new Float64Array(n + 1);
          for (let cuts = 0; cuts < 2 ** (n - 1); cuts++) {
            let log = 0;
            let from = 0;
            for (let t = 1; t <= n; t++) {
              const cut = t < n && (cuts & (1 << (t - 1))) !== 0;
              if (t < n) log += Math.log(cut ? hazard : 1 - hazard);
              if (!cut && t < n) continue;
              log += logMarginal(values.slice(from, t));
              if (t === n) byLength[n - from]! += Math.exp(log);
              from = t;
            }
          }
          const evidence = byLength.reduce((sum, value) => sum + value, 0);
          const detector = RunLengthDetector.start({ expectedRun, prior, forget: 0 });
          const score = values.reduce((sum, value) => sum + detector.update(value).logPredictive, 0);
          expect(score).toBeCloseTo(Math.log(evidence), 9);
          const { lengths, probabilities } = detector.posterior;
          lengths.forEach((length, i) => expect(probabilities[i]).toBeCloseTo(byLength[length]! / evidence, 9));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("finds a change of mean and one of variance within a few rows", () => {
    const random = RandomStream.of(4);
    const scale = [1, 1, 4];
    const level = [0, 3, 3];
    const detector = RunLengthDetector.start({ expectedRun: 100, prior: { mean: 0, variance: 1 } });
    const runs = Array.from({ length: 300 }, (_, t) => {
      const segment = Math.floor(t / 100);
      return detector.update(level[segment]! + scale[segment]! * random.normal()).runLength;
    });
    for (const change of [100, 200]) {
      const begun = runs.slice(0, change + 40).at(-1)!;
      expect(Math.abs(begun - 40)).toBeLessThanOrEqual(4);
    }
    expect(runs[99]).toBeGreaterThan(80);
  });

  test("forgetting unlikely lengths keeps the answer and bounds the work", () => {
    const random = RandomStream.of(8);
    const rows = Array.from({ length: 600 }, (_, t) => [random.normal() + (t > 300 ? 2 : 0), random.normal()]);
    const run = (forget: number): RunLengthDetector => {
      const detector = RunLengthDetector.start({
        expectedRun: 200,
        columns: 2,
        prior: { mean: 0, variance: 1 },
        forget,
      });
      rows.forEach((row) => detector.update(row));
      return detector;
    };
    const exact = run(0).posterior;
    const pruned = run(1e-8).posterior;
    // of the 600 lengths those that reach back before the change are forgotten
    expect(Math.max(...exact.lengths)).toBe(600);
    expect(Math.max(...pruned.lengths)).toBeLessThan(320);
    pruned.lengths.forEach((length, i) => {
      expect(pruned.probabilities[i]).toBeCloseTo(exact.probabilities[exact.lengths.indexOf(length)]!, 5);
    });
  });

  test("checkpoints in the middle of a series and goes on with the same answers", () => {
    const options = { expectedRun: 50, prior: { mean: [0, 1], variance: [1, 2] }, columns: 2 } as const;
    const random = RandomStream.of(2);
    const rows = Array.from({ length: 80 }, () => [random.normal(), 1 + random.normal()]);
    const whole = RunLengthDetector.start(options);
    let resumed = RunLengthDetector.start(options);
    rows.forEach((row, t) => {
      if (t === 37) resumed = RunLengthDetector.fromJSON(JSON.parse(JSON.stringify(resumed)));
      expect(resumed.update(row)).toEqual(whole.update(row));
    });
  });

  test("a missing row lets the run grow and tells nothing else", () => {
    const detector = RunLengthDetector.start({ expectedRun: 1e6, prior });
    detector.update(0.2);
    const before = detector.toJSON();
    expect(detector.update(NaN)).toMatchObject({ runLength: 2, logPredictive: 0 });
    expect(detector.toJSON().statistics.slice(-4)).toEqual(before.statistics.slice(-4));
  });

  test("bad input is named", () => {
    const valid = { expectedRun: 10, prior };
    expect(() => RunLengthDetector.start({ ...valid, expectedRun: 1 })).toThrow(/> 1, was 1/);
    expect(() => RunLengthDetector.start({ ...valid, forget: 1 })).toThrow(/below 1, was 1/);
    expect(() => RunLengthDetector.start({ ...valid, columns: 0 })).toThrow(/>= 1, was 0/);
    expect(() => RunLengthDetector.start({ ...valid, prior: { mean: 0, variance: -1 } })).toThrow(/> 0, was -1/);
    expect(() => RunLengthDetector.start({ ...valid, prior: { mean: [0, 0], variance: 1 } })).toThrow(
      /expected 1 values/,
    );
    expect(() => RunLengthDetector.start(valid).update([1, 2])).toThrow(/expected 1 values, there are 2/);
    expect(() => RunLengthDetector.start(valid).update(Infinity)).toThrow(/there is Infinity/);
    expect(() => RunLengthDetector.fromJSON({ kind: "run-length" })).toThrow(/not a run-length detector/);
  });
});

describe("CusumDetector", () => {
  // average run lengths of the tabular CUSUM with slack 1/2: Montgomery, Introduction to Statistical Quality Control, table 9.3
  test.each([
    [4, 0, 168],
    [4, 0.25, 74.2],
    [4, 0.5, 26.6],
    [4, 0.75, 13.3],
    [4, 1, 8.38],
    [4, 1.5, 4.75],
    [4, 2, 3.34],
    [4, 3, 2.19],
    [5, 0, 465],
    [5, 0.25, 139],
    [5, 0.5, 38],
    [5, 0.75, 17],
    [5, 1, 10.4],
    [5, 1.5, 5.75],
    [5, 2, 4.01],
    [5, 3, 2.57],
  ])("run length at threshold %d and shift %d is the published %d", (threshold, shift, published) => {
    const relative = cusumRunLength({ slack: 0.5, threshold, shift }) / published - 1;
    expect(Math.abs(relative)).toBeLessThan(0.006);
  });

  test("alarms of simulated rows come as often as the run length says", () => {
    const random = RandomStream.of(11);
    const detector = CusumDetector.start({ target: 2, deviation: 3, threshold: 3 });
    const rows = 60_000;
    let alarms = 0;
    for (let t = 0; t < rows; t++) if (detector.update(2 + 3 * random.normal()).alarm !== null) alarms++;
    const expected = rows / cusumRunLength({ slack: 0.5, threshold: 3 });
    expect(Math.abs(alarms - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  test("the threshold for a run length inverts the run length", () => {
    for (const runLength of [50, 5000]) {
      const threshold = cusumThreshold({ slack: 0.25, runLength });
      expect(cusumRunLength({ slack: 0.25, threshold }) / runLength).toBeCloseTo(1, 6);
    }
  });

  test("names the row from which the mean has moved, in either direction, and starts again", () => {
    const values = Array.from({ length: 90 }, (_, t) => (t < 30 ? 0 : t < 50 ? -2 : t < 70 ? 0 : 2));
    const detector = CusumDetector.start({ target: 0, deviation: 1, slack: 0.5, threshold: 4 });
    const alarms = values.map((value) => detector.update(value)).filter((update) => update.alarm !== null);
    expect(alarms[0]).toMatchObject({ alarm: "downward", changedAt: 30, upper: 0 });
    expect(alarms.find((update) => update.alarm === "upward")).toMatchObject({ changedAt: 70 });
  });

  test("checkpoints, skips missing values and names bad input", () => {
    const detector = CusumDetector.start({ target: 0, deviation: 1 });
    detector.update(2);
    const copy = CusumDetector.fromJSON(JSON.parse(JSON.stringify(detector)));
    expect(copy.update(NaN)).toMatchObject({ upper: 1.5, alarm: null });
    expect(copy.update(1)).toMatchObject({ upper: 2, alarm: null });
    expect(() => CusumDetector.start({ target: NaN, deviation: 1 })).toThrow(/target.*finite/);
    expect(() => CusumDetector.start({ target: 0, deviation: 0 })).toThrow(/deviation.*> 0, was 0/);
    expect(() => CusumDetector.start({ target: 0, deviation: 1, slack: -1 })).toThrow(/slack.*>= 0/);
    expect(() => CusumDetector.start({ target: 0, deviation: 1, threshold: 0 })).toThrow(/threshold/);
    expect(() => detector.update(Infinity)).toThrow(/Infinity/);
    expect(() => CusumDetector.fromJSON({ ...detector.toJSON(), upper: -1 })).toThrow(/upper/);
    expect(() => cusumThreshold({ slack: 0.5, runLength: 3 })).toThrow(/runLength/);
  });
});
