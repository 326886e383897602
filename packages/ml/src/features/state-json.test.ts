import * as fc from "fast-check";
import { expect, test } from "vitest";
import { resumeState, saveState } from "./state-json.ts";

class Part {
  level = 0;
  ready = false;
}

class State {
  memory: Float64Array = new Float64Array(3);
  mode = "close";
  parts: readonly Part[] = [new Part(), new Part()];
}

test("a state survives JSON to the last bit, with NaN, infinities and -0", () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324));
  fc.assert(
    fc.property(fc.array(number, { minLength: 5, maxLength: 5 }), fc.boolean(), (numbers, ready) => {
      const state = new State();
      state.memory.set(numbers.slice(0, 3));
      state.parts[0]!.level = numbers[3]!;
      state.parts[1]!.level = numbers[4]!;
      state.parts[1]!.ready = ready;
      const fresh = new State();
      resumeState(fresh, JSON.parse(JSON.stringify(saveState(state))), "state");
      expect(fresh).toEqual(state);
    }),
  );
});

test("a saved state of another shape is refused, naming the field", () => {
  const saved = JSON.parse(JSON.stringify(saveState(new State()))) as Record<string, unknown>;
  const resume = (changes: Record<string, unknown>) => (): void =>
    resumeState(new State(), { ...saved, ...changes }, "state");
  expect(resume({ memory: [1, 2] })).toThrow("state.memory: expected 3 numbers");
  expect(resume({ memory: [1, 2, "three"] })).toThrow('state.memory[2]: expected a number, was "three"');
  expect(resume({ mode: "open" })).toThrow('state.mode: expected "close"');
  expect(resume({ parts: { 0: { level: 0, ready: 1 }, 1: { level: 0, ready: false } } })).toThrow(
    "state.parts.0.ready",
  );
  expect(resume({ more: 1 })).toThrow("expected 3 saved fields");
  expect(() => resumeState(new State(), null, "state")).toThrow("expected 3 saved fields");
});

test("a state that holds what is no data is a mistake of its feature", () => {
  expect(() => saveState({ next: () => 1 })).toThrow("field next");
});
