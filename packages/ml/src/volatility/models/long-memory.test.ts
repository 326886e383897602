import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { LongMemory, longMemoryAdjoint, weightedSum } from "./long-memory.ts";

const stream = RandomStream.of(8);
const squares = Float64Array.from({ length: 1800 }, () => stream.normal() ** 2);
const slopes = Float64Array.from({ length: 1800 }, () => stream.normal());
const weightsOf = (lags: number): Float64Array => Float64Array.from({ length: lags }, (_, i) => 0.4 / (i + 1) ** 1.3);

test.each([100, 300, 1000, 2500])("sums of %i lags by transforms equal direct ones", (lags) => {
  const weights = weightsOf(lags);
  const memory = new LongMemory(weights, squares);
  for (let t = 0; t < squares.length; t++) {
    expect(memory.at(t)).toBeCloseTo(weightedSum(weights, squares, t, Math.min(t, lags)), 12);
  }
});

test("a sum does not know later squares, to the last bit", () => {
  const weights = weightsOf(700);
  const growing = new Float64Array(squares.length);
  const memory = new LongMemory(weights, growing);
  const whole = new LongMemory(weights, squares);
  for (let t = 0; t < squares.length; t++) {
    expect(memory.at(t)).toBe(whole.at(t));
    growing[t] = squares[t]!;
  }
});

test.each([100, 300, 1000, 2500])("the way back over %i lags equals sums one by one", (lags) => {
  const weights = weightsOf(lags);
  const bySquare = new Float64Array(squares.length).fill(1);
  const byWeight = new Float64Array(lags).fill(2);
  longMemoryAdjoint(weights, squares, slopes, squares.length, bySquare, byWeight);
  for (const s of [0, 1, 500, 1798, 1799]) {
    let sum = 1;
    for (let i = 0; i < lags && s + 1 + i < squares.length; i++) sum += weights[i]! * slopes[s + 1 + i]!;
    expect(bySquare[s]).toBeCloseTo(sum, 11);
  }
  for (const i of [0, 1, 50, lags - 1]) {
    let sum = 2;
    for (let t = i + 1; t < squares.length; t++) sum += slopes[t]! * squares[t - 1 - i]!;
    expect(byWeight[i]).toBeCloseTo(sum, 9);
  }
});
