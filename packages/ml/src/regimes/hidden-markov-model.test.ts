import { PlimsollError, ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readObservations } from "../observations.ts";
import { baumWelch } from "./baum-welch.ts";
import { createWorkspace } from "./forward-backward.ts";
import { discreteKind } from "./emissions/discrete/kind.ts";
import { gaussianKind } from "./emissions/gaussian/kind.ts";
import { mixtureKind } from "./emissions/mixture/kind.ts";
import { studentTKind } from "./emissions/student-t/kind.ts";
import type { Emission } from "./emission.ts";
import { stateOf } from "./hidden-markov-model.ts";
import { leavesOf } from "./parameter-leaves.ts";
import { lawCases } from "./testing.ts";
import { RandomStream } from "@plimsoll/numeric";
import { DiscreteHmm } from "./discrete-hmm.ts";
import { GaussianHmm } from "./gaussian-hmm.ts";
import { MixtureHmm } from "./mixture-hmm.ts";
import { StudentTHmm } from "./student-t-hmm.ts";

const rowOf = ({ values, columns }: { values: Float64Array; columns: number }, t: number): number[] => [
  ...values.subarray(t * columns, (t + 1) * columns),
];

for (const { name, known, density, fit, fromJSON } of lawCases) {
  describe(`${name} HMM`, () => {
    const { startProbabilities, transition } = known.parameters;
    const long = known.simulate(5, 400);

    /** Every path of states with its joint probability: the definition, without recursion. */
    function enumerate(rows: readonly (readonly number[])[]): { path: number[]; probability: number }[] {
      return Array.from({ length: 2 ** rows.length }, (_, code) => {
        const path = rows.map((_row, t) => (code >> t) & 1);
        let probability = startProbabilities[path[0]!]!;
        path.forEach((state, t) => {
          if (t > 0) probability *= transition[path[t - 1]!]![state]!;
          if (!rows[t]!.some(Number.isNaN)) probability *= Math.exp(density(rows[t]!, state));
        });
        return { path, probability };
      });
    }
    const sum = (paths: readonly { probability: number }[]): number =>
      paths.reduce((total, { probability }) => total + probability, 0);

    test("filter, smooth, decode and score equal the sum over all paths", () => {
      fc.assert(
        fc.property(
          fc.nat(1e6),
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: -1, max: 6 }),
          (seed, length, hole) => {
            const rows = Array.from({ length }, (_, t) =>
              rowOf(known.simulate(seed, length), t).map((value) => (t === hole ? Number.NaN : value)),
            );
            const paths = enumerate(rows);
            const total = sum(paths);
            expect(known.score(rows)).toBeCloseTo(Math.log(total), 10);
            const smoothed = known.smooth(rows);
            const filtered = known.filter(rows);
            rows.forEach((_, t) => {
              expect(smoothed.row(t)[1]).toBeCloseTo(sum(paths.filter(({ path }) => path[t] === 1)) / total, 10);
              const past = enumerate(rows.slice(0, t + 1));
              expect(filtered.row(t)[1]).toBeCloseTo(sum(past.filter(({ path }) => path[t] === 1)) / sum(past), 10);
            });
            const best = paths.reduce((a, b) => (b.probability > a.probability * (1 + 1e-12) ? b : a));
            expect(known.decode(rows).logProbability).toBeCloseTo(Math.log(best.probability), 10);
          },
        ),
        { numRuns: 25 },
      );
    });

    test("expectation-maximisation never lowers the posterior, with and without a sticky prior", () => {
      fc.assert(
        fc.property(
          fc.nat(1e6),
          fc.constantFrom(0, 20),
          fc.constantFrom("full" as const, "diagonal" as const, "tied" as const, "spherical" as const),
          (seed, selfTransition, covariance) => {
            const { values, columns } = known.simulate(seed, 80);
            const observations = readObservations({ values, columns });
            const starts = {
              Gaussian: () => gaussianKind.starts(observations, 3, { covariance }),
              mixture: () => mixtureKind.starts(observations, 3, { covariance }),
              "Student-t": () => studentTKind.starts(observations, 3, { covariance }),
              discrete: () => discreteKind.starts(observations, 3, { pseudocount: selfTransition / 40 }),
            }[name]!();
            const emission: Emission = starts(seed % 2, RandomStream.of(seed));
            const { trace } = baumWelch(
              observations,
              {
                start: Float64Array.of(0.2, 0.3, 0.5),
                transition: Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8),
                emission,
              },
              {
                maxIterations: 60,
                tolerance: -Infinity,
                sticky: { concentration: 1 + selfTransition / 20, selfTransition },
                signal: undefined,
              },
              createWorkspace(80, 3),
            );
            trace.slice(1).forEach((value, i) => expect(value - trace[i]!).toBeGreaterThan(-1e-9 * Math.abs(value)));
          },
        ),
        { numRuns: 30 },
      );
    });

    test("the filter at a row ignores the rows after it", () => {
      fc.assert(
        fc.property(fc.nat(1e6), fc.nat(1e6), fc.integer({ min: 1, max: 30 }), (seed, other, length) => {
          const past = known.simulate(seed, length);
          const future = known.simulate(other, 20);
          const joined = { columns: past.columns, values: Float64Array.from([...past.values, ...future.values]) };
          const alone = known.filter(past).values;
          expect([...known.filter(joined).values.subarray(0, alone.length)]).toEqual([...alone]);
        }),
        { numRuns: 30 },
      );
    });

    test("permuted states give the same likelihood and permuted answers", () => {
      const swapped = known.permuted([1, 0]);
      expect(swapped.score(long)).toBeCloseTo(known.score(long), 9);
      expect(swapped.parameters.startProbabilities).toEqual([0.4, 0.6]);
      const there = known.smooth(long);
      const here = swapped.smooth(long);
      for (let t = 0; t < 400; t++) expect(here.row(t)[0]).toBeCloseTo(there.row(t)[1]!, 12);
      expect(swapped.permuted([1, 0]).toJSON()).toEqual(known.toJSON());
      expect(() => known.permuted([0, 0])).toThrow(/each of the states/);
    });

    test("every form of covariance round trips through JSON", () => {
      for (const covariance of ["spherical", "diagonal", "tied", "full"] as const) {
        const options = { states: 2, seed: 3, restarts: 1, maxIterations: 10, covariance };
        const fitted = fit(long, options);
        expect(fromJSON(JSON.parse(JSON.stringify(fitted))).toJSON()).toEqual(fitted.toJSON());
        const { emission } = stateOf(fitted).parameters;
        expect(emission.free().values).toHaveLength(emission.parameterCount);
        const rebuilt = leavesOf(emission.withFree(emission.free().values).parameters);
        leavesOf(emission.parameters).forEach(({ value }, leaf) => expect(rebuilt[leaf]!.value).toBeCloseTo(value, 14));
      }
    });

    test("JSON round trips without loss, fitted or made from known parameters", () => {
      const fitted = fit(long, { states: 2, seed: 3, restarts: 2, maxIterations: 30 });
      for (const model of [known, fitted]) {
        const restored = fromJSON(JSON.parse(JSON.stringify(model)));
        expect(restored.toJSON()).toEqual(model.toJSON());
        expect(restored.score(long)).toBe(model.score(long));
        expect([...restored.smooth(long).values]).toEqual([...model.smooth(long).values]);
      }
      expect(known.logLikelihood).toBeNaN();
      expect(() => fromJSON({ ...known.toJSON(), kind: "else" })).toThrow(/kind/);
      expect(() => fromJSON({ ...known.toJSON(), more: 1 })).toThrow(PlimsollError as never);
    });

    test("seeds reproduce: the same fit, the same simulated rows", () => {
      const options = { states: 2, seed: 4, restarts: 3, maxIterations: 20 };
      expect(fit(long, options).toJSON()).toEqual(fit(long, options).toJSON());
      expect(known.simulate(5, 400)).toEqual(long);
      expect(known.simulate(6, 400).values).not.toEqual(long.values);
      expect([...known.simulate(5, 100).values]).toEqual([...long.values.subarray(0, 100 * long.columns)]);
    });

    test("simulated rows have the chain's transitions and a fit on them finds the model again", () => {
      const rows = known.simulate(11, 2500);
      let leaving = 0;
      let calm = 0;
      for (let t = 1; t < 2500; t++) {
        if (rows.path[t - 1] !== 0) continue;
        calm += 1;
        if (rows.path[t] === 1) leaving += 1;
      }
      expect(Math.abs(leaving / calm - 0.1)).toBeLessThan(0.02);
      const model = fit(rows, { states: 2, seed: 1, restarts: 4, maxIterations: 60, tolerance: 1e-9 });
      expect(model.logLikelihood).toBeGreaterThan(known.score(rows));
      expect(model.logLikelihood - known.score(rows)).toBeLessThan(30);
      const decoded = known.decode(rows).path;
      const agreement = (order: readonly number[]): number => {
        const { path } = model.permuted(order).decode(rows);
        return path.filter((state, t) => state === decoded[t]).length / rows.rows;
      };
      expect(Math.max(agreement([0, 1]), agreement([1, 0]))).toBeGreaterThan(0.8);
    });

    test("the online filter gives the batch filter's numbers, also after a restart from JSON", () => {
      const filter = known.online();
      const batch = known.filter(long);
      const take = (from: number, to: number): void => {
        for (let t = from; t < to; t++) filter.update(rowOf(long, t));
      };
      take(0, 7);
      expect([...filter.probabilities]).toEqual([...batch.row(6)]);
      const scores = known.rowScores(long).subarray(0, 7);
      expect(filter.logLikelihood).toBeCloseTo(
        scores.reduce((a, b) => a + b, 0),
        10,
      );
      filter.update(rowOf(long, 7).map(() => Number.NaN));
      take(8, 60);
      const other = known.online().restore(JSON.parse(JSON.stringify(filter)));
      expect([...other.update(rowOf(long, 60))]).toEqual([...filter.update(rowOf(long, 60))]);
      expect(other.rows).toBe(61);
    });

    test("row scores add up to the score, and the score from a row on to their rest", () => {
      const scores = known.rowScores(long);
      expect(scores.reduce((a, b) => a + b, 0)).toBeCloseTo(known.score(long), 9);
      expect(known.score(long, { from: 300 })).toBeCloseTo(
        scores.subarray(300).reduce((a, b) => a + b, 0),
        9,
      );
    });

    test("sequences one after the other are as good as each by itself", () => {
      const other = known.simulate(6, 150);
      const joined = { columns: long.columns, values: Float64Array.from([...long.values, ...other.values]) };
      const lengths = [400, 150];
      expect(known.score(joined, { lengths })).toBeCloseTo(known.score(long) + known.score(other), 9);
      const smoothed = known.smooth(joined, { lengths }).values;
      expect([...smoothed.subarray(0, 800)]).toEqual([...known.smooth(long).values]);
      expect([...smoothed.subarray(800)]).toEqual([...known.smooth(other).values]);
      expect([...known.decode(joined, { lengths }).path.subarray(400)]).toEqual([...known.decode(other).path]);
      expect(() => known.score(joined, { lengths: [400, 140] })).toThrow(/add up to 540/);
    });

    test("a missing row carries no information", () => {
      const values = long.values.slice(0, 100 * long.columns).fill(Number.NaN, 50 * long.columns, 51 * long.columns);
      const X = { columns: long.columns, values };
      expect(known.rowScores(X)[50]).toBeCloseTo(0, 14);
      const before = known.filter(X).row(49);
      const after = known.filter(X).row(50);
      expect(after[0]).toBeCloseTo(before[0]! * transition[0]![0]! + before[1]! * transition[1]![0]!, 14);
    });

    test("criteria count the free parameters of the law and the chain", () => {
      const model = fit(long, { states: 2, seed: 1, restarts: 1, maxIterations: 5 });
      const count = {
        Gaussian: 2 * 2 + 2 * 3,
        mixture: 2 + 4 * 2 + 4 * 3,
        "Student-t": 2 * 2 + 2 * 3 + 2,
        discrete: 2 * 2,
      };
      const free = 1 + 2 + count[name as keyof typeof count];
      expect(model.parameterCount).toBe(free);
      expect(model.aic).toBeCloseTo(-2 * model.logLikelihood + 2 * free, 9);
      expect(model.bic).toBeCloseTo(-2 * model.logLikelihood + free * Math.log(400), 9);
      expect(model.icl).toBeGreaterThan(model.bic);
    });

    test("free parameters rebuild the law", () => {
      const { emission } = stateOf(known).parameters;
      const { values, scales } = emission.free();
      expect(values).toHaveLength(emission.parameterCount);
      expect(scales).toHaveLength(emission.parameterCount);
      expect(JSON.stringify(emission.withFree(values).parameters)).toBe(JSON.stringify(emission.parameters));
    });
  });
}

describe("golden numbers of small models", () => {
  // Wikipedia, "Hidden Markov model"
  const example = DiscreteHmm.fromParameters({
    startProbabilities: [0.5, 0.5],
    transition: [
      [0.7, 0.3],
      [0.3, 0.7],
    ],
    symbolProbabilities: [
      [0.9, 0.1],
      [0.2, 0.8],
    ],
  });

  test("Wikipedia's example: log-likelihood -3.3725 and Viterbi path 0 0 1 0 0 with -4.4590", () => {
    const X = [0, 0, 1, 0, 0];
    expect(example.score(X)).toBeCloseTo(-3.3725, 4);
    const { path, logProbability } = example.decode(X);
    expect([...path]).toEqual([0, 0, 1, 0, 0]);
    expect(logProbability).toBeCloseTo(-4.459, 4);
  });

  test("the fever example: the best path has probability .01512", () => {
    const fever = DiscreteHmm.fromParameters({
      startProbabilities: [0.6, 0.4],
      transition: [
        [0.7, 0.3],
        [0.4, 0.6],
      ],
      symbolProbabilities: [
        [0.5, 0.4, 0.1],
        [0.1, 0.3, 0.6],
      ],
    });
    const { path, logProbability } = fever.decode([0, 1, 2]);
    expect([...path]).toEqual([0, 0, 1]);
    expect(Math.exp(logProbability)).toBeCloseTo(0.01512, 10);
  });

  test("Wikipedia's example smooths to the printed probabilities", () => {
    // "Forward-backward algorithm": .8673, .8204, .3075, .8204, .8673 after each day
    const smoothed = example.smooth([0, 0, 1, 0, 0]);
    [0.8673, 0.8204, 0.3075, 0.8204, 0.8673].forEach((value, t) => expect(smoothed.row(t)[0]).toBeCloseTo(value, 4));
  });
});

describe("special cases that connect the laws", () => {
  const gaussian = lawCases[0]!;
  const X = gaussian.known.simulate(9, 300);

  test("a mixture of one component is the Gaussian model", () => {
    const options = { states: 2, seed: 2, restarts: 2, maxIterations: 500 };
    expect(MixtureHmm.fit(X, { ...options, components: 1 }).logLikelihood).toBeCloseTo(
      GaussianHmm.fit(X, options).logLikelihood,
      5,
    );
  });

  test("a Student-t with a million degrees of freedom is the Gaussian model", () => {
    const options = { states: 2, seed: 2, restarts: 2, maxIterations: 500 };
    const heavy = StudentTHmm.fit(X, { ...options, degreesOfFreedom: 1e6 });
    const light = GaussianHmm.fit(X, options);
    expect(Math.abs(heavy.logLikelihood - light.logLikelihood)).toBeLessThan(1e-2);
    expect(heavy.parameterCount).toBe(light.parameterCount);
  });

  test("Student-t regimes with estimated tails beat Gaussian ones on heavy-tailed rows", () => {
    const rows = lawCases[2]!.known.simulate(3, 1500);
    const options = { states: 2, seed: 2, restarts: 3 };
    const heavy = StudentTHmm.fit(rows, options);
    expect(heavy.logLikelihood).toBeGreaterThan(GaussianHmm.fit(rows, options).logLikelihood + 20);
    const [first, second] = heavy.parameters.degreesOfFreedom;
    expect(first).toBeGreaterThan(2.1);
    expect(second).toBeLessThan(15);
  });

  test("a pseudocount keeps unseen symbols possible", () => {
    const rows = Array.from({ length: 60 }, (_, t) => (t * 7) % 2);
    const options = { states: 2, seed: 1, symbols: 3, restarts: 2 };
    expect(DiscreteHmm.fit(rows, options).score([2])).toBe(-Infinity);
    expect(DiscreteHmm.fit(rows, { ...options, pseudocount: 1 }).score([2])).toBeGreaterThan(-10);
  });
});

describe("bad input", () => {
  const rows = Array.from({ length: 40 }, (_, t) => Math.sin(t * 12.9898));
  const chain = { startProbabilities: [1], transition: [[1]] };
  test.each([
    ["no components", () => MixtureHmm.fit(rows, { states: 2, seed: 1, components: 0 }), /components|from 1 to 10/],
    ["too few rows for a mixture", () => MixtureHmm.fit(rows.slice(0, 8), { states: 2, seed: 1 }), /8 complete rows/],
    ["degrees of freedom of 0", () => StudentTHmm.fit(rows, { states: 2, seed: 1, degreesOfFreedom: 0 }), /0 < least/],
    [
      "a constant column",
      () =>
        StudentTHmm.fit(
          rows.map(() => 2),
          { states: 2, seed: 1 },
        ),
      /column 0 is constant/,
    ],
    [
      "a constant column whose mean rounds",
      () => GaussianHmm.fit(new Float64Array(9999).fill(0.1), { states: 2, seed: 1 }),
      /constant/,
    ],
    ["symbols that are no whole numbers", () => DiscreteHmm.fit(rows, { states: 2, seed: 1 }), /whole numbers/],
    [
      "one symbol alone",
      () =>
        DiscreteHmm.fit(
          rows.map(() => 1),
          { states: 2, seed: 1 },
        ),
      /constant/,
    ],
    ["a symbol beyond the model's", () => lawCases[3]!.known.filter([0, 3]), /row 1 is 3/],
    [
      "a form that doesn't exist",
      () => GaussianHmm.fit(rows, { states: 2, seed: 1, covariance: "round" as never }),
      /round/,
    ],
    [
      "laws that don't sum to 1",
      () => DiscreteHmm.fromParameters({ ...chain, symbolProbabilities: [[0.5, 0.4]] }),
      /sum to 1/,
    ],
    [
      "sizes that don't agree",
      () => GaussianHmm.fromParameters({ ...chain, means: [[0], [1]], covariances: [[[1]], [[1]]] }),
      /do not agree/,
    ],
    [
      "an asymmetric covariance",
      () =>
        GaussianHmm.fromParameters({
          ...chain,
          means: [[0, 0]],
          covariances: [
            [
              [1, 0.5],
              [0.4, 1],
            ],
          ],
        }),
      /differ/,
    ],
    [
      "a singular covariance",
      () =>
        GaussianHmm.fromParameters({
          ...chain,
          means: [[0, 0]],
          covariances: [
            [
              [1, 1],
              [1, 1],
            ],
          ],
        }),
      /not positive definite/,
    ],
    [
      "a covariance that isn't of its form",
      () =>
        GaussianHmm.fromParameters({
          ...chain,
          covariance: "diagonal",
          means: [[0, 0]],
          covariances: [
            [
              [1, 0.5],
              [0.5, 1],
            ],
          ],
        }),
      /not diagonal at \(0, 1\)/,
    ],
    ["no rows", () => lawCases[0]!.known.filter([]), /no rows|columns/],
    ["a state that isn't there", () => lawCases[0]!.known.moments(2), /0 to 1/],
    ["moments of symbols", () => lawCases[3]!.known.moments(0), /symbols/],
  ])("refuses %s", (_name, body, message) => {
    expect(body).toThrow(message);
    expect(body).toThrow(PlimsollError as never);
  });

  test("a column that repeats another is held at the covariance floor", () => {
    const twice = rows.map((value) => [value, 2 * value]);
    const model = GaussianHmm.fit(twice, { states: 2, seed: 1, restarts: 2 });
    expect(Number.isFinite(model.logLikelihood)).toBe(true);
    expect([...model.filter(twice).row(39)].every(Number.isFinite)).toBe(true);
  });
});

describe("what X may be", () => {
  const rows = Array.from({ length: 60 }, (_, t) => [Math.sin(t * 12.9898), Math.cos(t * 78.233) * (t < 30 ? 1 : 3)]);
  const flat = Float64Array.from(rows.flat());
  const options = { states: 2, seed: 7, restarts: 2, maxIterations: 30 };
  const model = GaussianHmm.fit(rows, options);

  test("rows, a Float64Array with a width, an object with values and columns, a panel and its JSON give one model", () => {
    const dates = rows.map((_, t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10));
    const panel = ReturnPanel.of({ dates, assets: ["A", "B"], values: rows });
    for (const fitted of [
      GaussianHmm.fit(flat, { ...options, width: 2 }),
      GaussianHmm.fit({ values: flat, columns: 2 }, options),
      GaussianHmm.fit(panel, options),
      GaussianHmm.fit(panel.toJSON(), options),
    ]) {
      expect(fitted.toJSON()).toEqual(model.toJSON());
    }
    expect([...model.filter(flat).values]).toEqual([...model.filter(rows).values]);
    expect([...model.filter(panel).values]).toEqual([...model.filter(rows).values]);
  });

  test("a flat array that doesn't fill its width is refused", () => {
    expect(() => GaussianHmm.fit(flat.subarray(1), { ...options, width: 2 })).toThrow(/multiple of 2/);
  });
});

describe("the lines of the issue", () => {
  const X = Array.from({ length: 200 }, (_, t) => [Math.sin(t * 12.9898) * (t < 100 ? 1 : 3), Math.cos(t * 78.233)]);
  const flat = Float64Array.from(X.flat());
  const panel = ReturnPanel.of({
    dates: X.map((_, t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)),
    assets: ["A", "B"],
    values: flat,
  });

  test.each([
    ["rows", X, {}],
    ["a Float64Array with a width", flat, { width: 2 }],
    ["values with their columns", { values: flat, columns: 2 }, {}],
    ["a panel", panel, {}],
  ])("run as written for %s", (_name, X, width) => {
    const hmm = GaussianHmm.fit(X, { states: 3, covariance: "full", restarts: 20, seed: 7, ...width });
    expect(hmm.filter(X).rows).toBe(200);
    expect(hmm.smooth(X).rows).toBe(200);
    expect(hmm.decode(X).path).toHaveLength(200);
    const { logLikelihood, parameters, aic, bic, converged, iterations } = hmm;
    expect([logLikelihood, aic, bic, iterations].every(Number.isFinite)).toBe(true);
    expect([parameters.means.length, typeof converged]).toEqual([3, "boolean"]);
  });
});
