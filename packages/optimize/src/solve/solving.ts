import type { Highs } from "highs";

/** How far a solver has come; what `onProgress` receives. */
export interface Progress {
  /** What is being done, such as `"frontier"` or `"branch and bound"`. */
  readonly phase: string;
  /** Units of work done. */
  readonly done: number;
  /** Units of work in all; undefined where nobody knows. */
  readonly total?: number;
  /** Best bound so far on the objective, in the user's sense. */
  readonly bound?: number;
  /** Objective of the best portfolio so far. */
  readonly incumbent?: number;
}

/** What a solver yields: word of its progress, or a request for a module that is loaded on first use. */
export type Step = Progress | { readonly load: "highs" };

/** What the driver answers: whether to wrap up with the best found so far, and the module that was asked for. */
export interface Reply {
  readonly stop: boolean;
  readonly highs?: Highs;
}

/** A solver: a generator that yields by work done, never by time, so that its answer doesn't depend on the clock. */
export type Solving<Outcome> = Generator<Step, Outcome, Reply>;

/** Asks the driver for HiGHS. */
export function* requireHighs(): Solving<Highs> {
  const { highs } = yield { load: "highs" };
  if (highs === undefined) throw new Error("the driver did not load HiGHS");
  return highs;
}
