import { PlimsollError } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawPoint } from "./draw.ts";
import { hyperbandBrackets, hyperbandSearch } from "./hyperband.ts";
import type { TrialJob } from "./objective.ts";
import { parzenEstimate } from "./parzen.ts";
import { randomSearch } from "./random-search.ts";
import { readSearchSpace, type SearchParameter, type SearchSpace } from "./search-space.ts";
import { bracketRungs, successiveHalving } from "./successive-halving.ts";
import { tpeSearch } from "./tpe-search.ts";
import { type TrialRecord, TrialRecordSchema } from "./trial-record.ts";

const tree: SearchSpace = {
  depth: { kind: "integer", low: 2, high: 8, when: { model: ["forest", "boost"] } },
  rate: { kind: "log-uniform", low: 1e-4, high: 1, when: { model: ["boost"], depth: [2, 3, 4] } },
  model: { kind: "choice", values: ["ridge", "forest", "boost"] },
  penalty: { kind: "uniform", low: -1, high: 1, when: { model: ["ridge"] } },
};

describe("search space", () => {
  test("points lie in their ranges, and conditional parameters exist just where their conditions hold", () => {
    const space = readSearchSpace(tree);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const point = drawPoint(space, RandomStream.of(seed));
        const { model, depth, rate, penalty } = point as Record<string, number>;
        const boosted = (model as unknown) === "boost";
        expect("depth" in point).toBe((model as unknown) !== "ridge");
        expect("rate" in point).toBe(boosted && depth! <= 4);
        expect("penalty" in point).toBe((model as unknown) === "ridge");
        expect(depth === undefined || (Number.isInteger(depth) && depth >= 2 && depth <= 8)).toBe(true);
        expect(rate === undefined || (rate >= 1e-4 && rate <= 1)).toBe(true);
        expect(penalty === undefined || (penalty >= -1 && penalty <= 1)).toBe(true);
      }),
    );
  });

  test("the order in which parameters are written has no effect on what is drawn", () => {
    const turned = Object.fromEntries(Object.entries(tree).reverse());
    for (let seed = 0; seed < 20; seed++) {
      const points = [tree, turned].map((space) => drawPoint(readSearchSpace(space), RandomStream.of(seed)));
      expect(points[0]).toEqual(points[1]);
    }
  });

  test("a space that is none is refused with the parameter at fault", () => {
    const fault = (space: unknown): string => {
      try {
        readSearchSpace(space as SearchSpace);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(fault({})).toContain("there is no parameter");
    expect(fault({ x: { kind: "uniform", low: 1, high: 1 } })).toContain("space.x.high: low must be below high");
    expect(fault({ x: { kind: "log-uniform", low: 0, high: 1 } })).toContain("space.x.low");
    expect(fault({ x: { kind: "integer", low: 0.5, high: 1 } })).toContain("space.x.low");
    expect(fault({ x: { kind: "choice", values: [] } })).toContain("space.x.values");
    expect(fault({ x: { kind: "gauss" } })).toContain("space.x.kind");
    expect(fault({ x: { kind: "integer", low: 0, high: 1, when: { y: [1] } } })).toContain('no parameter "y"');
    expect(
      fault({
        x: { kind: "integer", low: 0, high: 1, when: { y: [1] } },
        y: { kind: "integer", low: 0, high: 1, when: { x: [1] } },
      }),
    ).toContain("conditions go round in a circle");
  });
});

describe("Parzen estimates", () => {
  const cases: [SearchParameter, (number | string)[]][] = [
    [{ kind: "uniform", low: -2, high: 3 }, [-1.9, 0.4, 0.4, 0.5, 2.99]],
    [{ kind: "uniform", low: -2, high: 3 }, []],
    [{ kind: "log-uniform", low: 1e-3, high: 10 }, [0.001, 0.02, 0.5]],
    [{ kind: "integer", low: 1, high: 9 }, [1, 4, 4, 9]],
    [{ kind: "choice", values: ["a", "b", "c"] }, ["a", "a", "b"]],
  ];

  test.each(cases)("a density that sums to one, and draws that follow it: %j %j", (parameter, observed) => {
    const estimate = parzenEstimate(parameter, observed);
    const random = RandomStream.of("parzen");
    const draws = Array.from({ length: 4000 }, () => estimate.draw(random));
    // mass of each of ten cells by midpoints, on the line on which the parameter is smooth
    const masses: number[] = [];
    const counts: number[] = [];
    if (parameter.kind === "choice" || parameter.kind === "integer") {
      const values =
        parameter.kind === "choice"
          ? parameter.values
          : Array.from({ length: parameter.high - parameter.low + 1 }, (_, i) => parameter.low + i);
      for (const value of values) {
        masses.push(Math.exp(estimate.logDensity(value)));
        counts.push(draws.filter((draw) => draw === value).length);
      }
    } else {
      const [to, from] =
        parameter.kind === "uniform" ? [(x: number) => x, (x: number) => x] : ([Math.log, Math.exp] as const);
      const [low, high] = [to(parameter.low), to(parameter.high)];
      for (let cell = 0; cell < 10; cell++) {
        let mass = 0;
        for (let i = 0; i < 400; i++) {
          mass += Math.exp(estimate.logDensity(from(low + ((cell + (i + 0.5) / 400) / 10) * (high - low))));
        }
        masses.push((mass * (high - low)) / 4000 / Math.sqrt(2 * Math.PI));
        counts.push(
          draws.filter((draw) => Math.min(9, Math.floor((10 * (to(Number(draw)) - low)) / (high - low))) === cell)
            .length,
        );
      }
    }
    expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 3);
    const chiSquare = masses.reduce((sum, mass, i) => sum + (counts[i]! - 4000 * mass) ** 2 / (4000 * mass), 0);
    expect(chiSquare).toBeLessThan(27.9); // 0.1 % point of 9 degrees of freedom
  });
});

const branin = ({ parameters }: TrialJob): number => {
  const [x, y] = [Number(parameters["x"]), Number(parameters["y"])];
  const bend = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
};
const braninSpace: SearchSpace = {
  x: { kind: "uniform", low: -5, high: 10 },
  y: { kind: "uniform", low: 0, high: 15 },
};
const sphere = ({ parameters }: TrialJob): number =>
  Object.values(parameters).reduce<number>((sum, value) => sum + (Math.log10(Number(value)) - 0.5) ** 2, 0);
const sphereSpace: SearchSpace = Object.fromEntries(
  ["a", "b", "c", "d", "e"].map((name) => [name, { kind: "log-uniform", low: 1e-2, high: 1e2 }] as const),
);
const mixed = ({ parameters }: TrialJob): number => {
  const { model, depth, rate, penalty } = parameters;
  if (model === "ridge") return 2 + Number(penalty) ** 2;
  if (model === "forest") return 1 + Math.abs(Number(depth) - 6) / 4;
  return rate === undefined ? 3 : Math.abs(Math.log10(Number(rate)) + 2) + Math.abs(Number(depth) - 3) / 4;
};

describe("searches", () => {
  test.each([
    ["Branin", braninSpace, branin, 0.5],
    ["a sphere in five logarithms", sphereSpace, sphere, 0.3],
    ["conditional, integer and categorical parameters", tree, mixed, 0.7],
  ] as const)("TPE beats random search by a margin, over ten seeds: %s", async (_name, space, objective, share) => {
    const optimum = objective === branin ? 0.397887 : 0;
    let [tpe, random] = [0, 0];
    for (let seed = 0; seed < 10; seed++) {
      const options = { trials: 80, seed, direction: "minimize" } as const;
      tpe += (await tpeSearch(space, objective, options)).best.score - optimum;
      random += (await randomSearch(space, objective, options)).best.score - optimum;
    }
    expect(tpe).toBeLessThan(share * random);
  });

  test("a longer random search begins with the trials of a shorter one, and other seeds give other trials", async () => {
    const run = (trials: number, seed: number): Promise<readonly TrialRecord[]> =>
      randomSearch(tree, mixed, { trials, seed }).then(({ records }) => records);
    const long = await run(20, 1);
    expect(long.slice(0, 7)).toEqual(await run(7, 1));
    expect(long).not.toEqual(await run(20, 2));
  });

  test("the best is the first of the largest or smallest scores, and the number of trials is told", async () => {
    const space: SearchSpace = { k: { kind: "integer", low: 0, high: 3 } };
    const score = ({ parameters }: TrialJob): number => Number(parameters["k"]);
    for (const direction of ["maximize", "minimize"] as const) {
      const { best, records, trials } = await randomSearch(space, score, { trials: 30, seed: 1, direction });
      expect(trials).toBe(30);
      const wanted = direction === "maximize" ? 3 : 0;
      expect(best).toEqual(records.find((record) => record.score === wanted));
    }
  });

  test("a trial that fails or scores no number costs no other, and bugs are thrown", async () => {
    const objective = ({ trial }: TrialJob): number => {
      if (trial % 3 === 1)
        throw new PlimsollError("NOT_CONVERGED", "slow", { iterations: 1, residual: 1, tolerance: 0 });
      return trial % 3 === 2 ? NaN : trial;
    };
    for (const search of [randomSearch, tpeSearch]) {
      const { best, records } = await search(tree, objective, { trials: 30, seed: 1 });
      expect(best.trial).toBe(27);
      expect(records[1]).toMatchObject({ status: "failed", score: null, error: { code: "NOT_CONVERGED" } });
      expect(records[2]!.error!.message).toContain("was NaN");
    }
    const bug = (): never => {
      throw new TypeError("a bug");
    };
    await expect(randomSearch(tree, bug, { trials: 3, seed: 1 })).rejects.toThrow(new TypeError("a bug"));
    await expect(randomSearch(tree, () => NaN, { trials: 3, seed: 1 })).rejects.toMatchObject({
      code: "NOT_ENOUGH_DATA",
    });
  });

  const searches = {
    random: (options: object) => randomSearch(tree, counted, { trials: 23, seed: 9, ...options }),
    TPE: (options: object) => tpeSearch(tree, counted, { trials: 23, seed: 9, ...options }),
    halving: (options: object) => successiveHalving(tree, counted, { trials: 20, maxResource: 9, seed: 9, ...options }),
    hyperband: (options: object) => hyperbandSearch(tree, counted, { maxResource: 9, seed: 9, ...options }),
  };
  let calls = 0;
  const counted = (job: TrialJob): number => {
    calls += 1;
    return mixed(job) - 1 / (job.resource ?? 1);
  };

  test.each(Object.entries(searches))(
    "%s search resumes from JSON records without running them again",
    async (_name, search) => {
      calls = 0;
      const kept: TrialRecord[] = [];
      const whole = await search({ onRecord: (record: TrialRecord) => kept.push(record) });
      const all = calls;
      expect(whole.records.map((record) => TrialRecordSchema.parse(record))).toEqual(whole.records);
      const controller = new AbortController();
      const half: TrialRecord[] = [];
      const interrupted = search({
        signal: controller.signal,
        onRecord: (record: TrialRecord) => {
          half.push(record);
          if (half.length === 11) controller.abort();
        },
      });
      await expect(interrupted).rejects.toMatchObject({ code: "ABORTED" });
      calls = 0;
      const resumed = await search({ records: JSON.parse(JSON.stringify(half)) as TrialRecord[] });
      expect(resumed).toEqual(whole);
      expect(calls).toBe(all - half.length);
      calls = 0;
      expect(await search({ records: kept })).toEqual(whole);
      expect(calls).toBe(0);
      await expect(search({ records: kept, seed: 10 })).rejects.toThrow(
        "has other parameters than this search gives it",
      );
    },
  );

  test("progress counts to the end", async () => {
    for (const [name, search] of Object.entries(searches)) {
      const seen: number[] = [];
      let of = 0;
      await search({
        onProgress: ({ done, total }: { done: number; total: number }) => {
          seen.push(done);
          of = total;
        },
      });
      expect(seen, name).toEqual(Array.from({ length: of }, (_, i) => i + 1));
    }
  });

  test("bad options are named", async () => {
    const run = (options: object): Promise<unknown> => tpeSearch(tree, mixed, { trials: 3, seed: 1, ...options });
    await expect(run({ trials: 0 })).rejects.toThrow("trials: expected a whole number >= 1, was 0");
    await expect(run({ batch: 0 })).rejects.toThrow("batch");
    await expect(run({ goodShare: 1 })).rejects.toThrow("goodShare");
    await expect(run({ direction: "up" })).rejects.toThrow("direction");
    await expect(run({ records: [{ trial: -1 }] })).rejects.toThrow("records.0.trial");
    await expect(successiveHalving(tree, mixed, { trials: 3, seed: 1, maxResource: 0 })).rejects.toThrow("maxResource");
    await expect(
      successiveHalving(tree, mixed, { trials: 3, seed: 1, maxResource: 2, minResource: 3 }),
    ).rejects.toThrow("expected at least minResource, 3, was 2");
  });
});

describe("successive halving and Hyperband", () => {
  test("rungs are those of Hyperband's table for R = 81 and eta = 3", () => {
    const brackets = hyperbandBrackets({ maxResource: 81 });
    // Li, Jamieson, DeSalvo, Rostamizadeh & Talwalkar 2018, table 1, with n as in their algorithm 1
    expect(brackets.map((rungs) => rungs.map(({ trials, resource }) => [trials, resource]))).toEqual([
      [
        [81, 1],
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [34, 3],
        [11, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [15, 9],
        [5, 27],
        [1, 81],
      ],
      [
        [8, 27],
        [2, 81],
      ],
      [[5, 81]],
    ]);
    expect(bracketRungs(4, 9, 3, 2)).toEqual([
      { trials: 4, resource: 1 },
      { trials: 1, resource: 3 },
    ]);
  });

  test("the trials that go on are the best of their rung, with their state, and the others are pruned", async () => {
    const ran = new Map<number, { resource: number; trial: number; state: unknown }[]>();
    const { records, best } = await successiveHalving(
      { x: { kind: "uniform", low: 0, high: 1 } },
      ({ trial, resource, parameters, state }) => {
        ran.set(resource!, [...(ran.get(resource!) ?? []), { resource: resource!, trial, state }]);
        return { score: -Number(parameters["x"]) / resource!, state: resource };
      },
      { trials: 27, maxResource: 27, seed: 3 },
    );
    expect([...ran].map(([resource, trials]) => [resource, trials.length])).toEqual([
      [1, 27],
      [3, 9],
      [9, 3],
      [27, 1],
    ]);
    const byScore = [...records].sort((a, b) => Number(a.parameters["x"]) - Number(b.parameters["x"]));
    for (const [resource, count] of [
      [3, 9],
      [9, 3],
      [27, 1],
    ] as const) {
      expect(new Set(ran.get(resource)!.map(({ trial }) => trial))).toEqual(
        new Set(byScore.slice(0, count).map(({ trial }) => trial)),
      );
      expect(ran.get(resource)!.every(({ state }) => state === resource / 3)).toBe(true);
    }
    expect(ran.get(1)!.every(({ state }) => state === undefined)).toBe(true);
    expect(records.filter(({ status }) => status === "complete")).toEqual([best]);
    expect(records.filter(({ status }) => status === "pruned").length).toBe(26);
  });

  test("at equal cost it finds better trials than random search, where early scores tell", async () => {
    let [halved, random] = [0, 0];
    for (let seed = 0; seed < 10; seed++) {
      const objective = ({ parameters, resource }: TrialJob): number =>
        branin({ parameters } as TrialJob) + 20 / (resource ?? 27);
      const common = { seed, direction: "minimize" } as const;
      // four rungs of 27 units each, against four trials at full length
      halved += (await successiveHalving(braninSpace, objective, { ...common, trials: 27, maxResource: 27 })).best
        .score;
      random += (await randomSearch(braninSpace, objective, { ...common, trials: 4 })).best.score;
    }
    expect(halved).toBeLessThan(0.5 * random);
  });
});
