import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { backward, createWorkspace, forward } from "./forward-backward.ts";

/** Laws of random chains, some of whose transitions and start probabilities are 0. */
function chainOf(states: number, random: RandomStream): { start: Float64Array; transition: Float64Array } {
  const law = (): number[] => {
    const draws = Array.from({ length: states }, () => (random.uniform() < 0.2 ? 0 : random.uniformOpen()));
    draws[random.integer(states)]! += 0.5;
    const total = draws.reduce((a, b) => a + b, 0);
    return draws.map((draw) => draw / total);
  };
  return {
    start: Float64Array.from(law()),
    transition: Float64Array.from(Array.from({ length: states }, law).flat()),
  };
}

test("a passive copy of each state changes nothing: the loops for two, three and any number of states agree", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 3 }), fc.integer({ min: 1, max: 40 }), (seed, states, rows) => {
      const random = RandomStream.of(seed);
      const { start, transition } = chainOf(states, random);
      const small = createWorkspace(rows, states);
      // five states, those beyond the first few never reached
      const large = createWorkspace(rows, 5);
      const wideStart = new Float64Array(5);
      const wide = new Float64Array(25);
      for (let i = 0; i < 5; i++) {
        wideStart[i] = i < states ? start[i]! : 0;
        for (let j = 0; j < 5; j++) {
          if (i < states && j < states) wide[i * 5 + j] = transition[i * states + j]!;
          else if (i >= states && i === j) wide[i * 5 + j] = 1;
        }
      }
      for (let t = 0; t < rows; t++) {
        for (let j = 0; j < 5; j++) {
          // states that can't be reached are by far the likeliest
          const logDensity = j < states ? 30 * random.normal() : 5000;
          large.logDensities[t * 5 + j] = logDensity;
          if (j < states) small.logDensities[t * states + j] = logDensity;
        }
      }
      const expected = forward(large, wideStart, wide);
      const found = forward(small, start, transition);
      expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.abs(expected) + 1e-9);
      backward(small, transition);
      backward(large, wide);
      for (let t = 0; t < rows; t++) {
        for (let j = 0; j < states; j++) {
          expect(small.filtered[t * states + j]).toBeCloseTo(large.filtered[t * 5 + j]!, 10);
          expect(small.smoothed[t * states + j]).toBeCloseTo(large.smoothed[t * 5 + j]!, 10);
        }
      }
      small.transitions.forEach((count, index) => {
        const there = large.transitions[Math.floor(index / states) * 5 + (index % states)]!;
        expect(Math.abs(count - there)).toBeLessThan(1e-9 * rows);
      });
    }),
    { numRuns: 200 },
  );
});

test("rows so extreme that numbers run out still give finite laws", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), (seed, states, rows) => {
      const random = RandomStream.of(seed);
      const { start, transition } = chainOf(states, random);
      const workspace = createWorkspace(rows, states);
      for (let i = 0; i < rows * states; i++) workspace.logDensities[i] = 500 * random.normal();
      expect(Number.isFinite(forward(workspace, start, transition))).toBe(true);
      backward(workspace, transition);
      for (const laws of [workspace.filtered, workspace.smoothed]) {
        for (let t = 0; t < rows; t++) {
          const total = laws.subarray(t * states, (t + 1) * states).reduce((a, b) => a + b, 0);
          expect(total).toBeCloseTo(1, 5);
        }
      }
      expect(workspace.transitions.every(Number.isFinite)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("expected transitions out of a state are its smoothed visits but the last", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 60 }), (seed, states, rows) => {
      const random = RandomStream.of(seed);
      const { start, transition } = chainOf(states, random);
      const workspace = createWorkspace(rows, states, Int32Array.of(0, 1, rows));
      random.fillNormal(workspace.logDensities);
      forward(workspace, start, transition);
      backward(workspace, transition);
      for (let i = 0; i < states; i++) {
        let visits = 0;
        let leaving = 0;
        // the first row is a sequence of its own
        for (let t = 1; t + 1 < rows; t++) visits += workspace.smoothed[t * states + i]!;
        for (let j = 0; j < states; j++) leaving += workspace.transitions[i * states + j]!;
        expect(leaving).toBeCloseTo(visits, 9);
      }
    }),
    { numRuns: 100 },
  );
});

test("a row that no state can have shown has likelihood 0 and leaves the others be", () => {
  const workspace = createWorkspace(3, 2);
  workspace.logDensities.set([-1, -2, -Infinity, -Infinity, -1, -2]);
  expect(forward(workspace, Float64Array.of(0.5, 0.5), Float64Array.of(0.9, 0.1, 0.2, 0.8))).toBe(-Infinity);
  expect([...workspace.filtered].every(Number.isFinite)).toBe(true);
});
