import { throwIfAborted } from "@plimsoll/core";
import type { Highs } from "highs";
import { loadHighs } from "./linear/load-highs.ts";
import type { Progress, Reply, Solving, Step } from "./solving.ts";

/** Options of everything that may take long. */
export interface SolveOptions {
  /** Stops the work with an `ABORTED` error at the solver's next yield. */
  readonly signal?: AbortSignal | undefined;
  /** Called at a solver's yields, at most about every 15 ms. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Wraps up with the best portfolio found so far, where a search has one. @defaultValue none */
  readonly timeLimitMs?: number | undefined;
  /** Milliseconds of a clock, for time limits and statistics. @defaultValue performance.now */
  readonly now?: (() => number) | undefined;
  /** Finds `highs.wasm`, as in Emscripten's `locateFile`. @defaultValue beside the highs package */
  readonly locateFile?: ((file: string) => string) | undefined;
}

const turnEveryMs = 15;
/** Between phases a turn is due sooner: the next one counts its milliseconds from 0. */
const turnBetweenMs = 5;

/** A solver's answer and how long it took. */
export interface Driven<Outcome> {
  readonly outcome: Outcome;
  readonly milliseconds: number;
}

/**
 * Runs a solver to its end: the one place that reads the clock. Work that takes longer than about 15 ms gives the event
 * loop a turn that often, at the solver's own yields; work done sooner never waits.
 */
export async function drive<Outcome>(solving: Solving<Outcome>, options: SolveOptions = {}): Promise<Driven<Outcome>> {
  const now = options.now ?? defaultNow;
  const start = now();
  const deadline = options.timeLimitMs === undefined ? Infinity : start + options.timeLimitMs;
  let lastTurn = start;
  let phase: string | undefined;
  let highs: Highs | undefined;
  try {
    throwIfAborted(options.signal, phase);
    let result = solving.next();
    while (result.done !== true) {
      const step: Step = result.value;
      const time = now();
      if ("load" in step) {
        highs ??= await loadHighs(options.locateFile);
      } else {
        ({ phase } = step);
        if (time - lastTurn >= turnEveryMs) {
          options.onProgress?.(step);
          await turn();
          lastTurn = now();
        }
      }
      throwIfAborted(options.signal, phase);
      const reply: Reply = { stop: time >= deadline, ...(highs === undefined ? {} : { highs }) };
      result = solving.next(reply);
    }
    return { outcome: result.value, milliseconds: now() - start };
  } finally {
    // lets a solver that is cut off release what it holds
    solving.return(undefined as Outcome);
  }
}

/** Runs work that yields between its pieces, with a turn of the event loop and a look at the signal as {@link drive}. */
export async function drivePieces<Result>(
  pieces: Generator<undefined, Result, undefined>,
  options: Pick<SolveOptions, "signal" | "now">,
): Promise<Result> {
  const now = options.now ?? defaultNow;
  let lastTurn = now();
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
    if (now() - lastTurn < turnEveryMs) continue;
    await turn();
    throwIfAborted(options.signal, "certificate");
    lastTurn = now();
  }
}

/** Gives the event loop a turn where the last one is about 15 ms ago: for loops over work that is short each time. */
export function pacer(now: () => number = defaultNow, everyMs: number = turnEveryMs): () => Promise<void> {
  let lastTurn = now();
  return async () => {
    if (now() - lastTurn < everyMs) return;
    await turn();
    lastTurn = now();
  };
}

/** {@link pacer} for the ends of phases, each of which paces itself. */
export function phasePacer(now?: () => number): () => Promise<void> {
  return pacer(now, turnBetweenMs);
}

// the one clock and the one timer of the package
const defaultNow = (): number => performance.now(); // oxlint-disable-line no-restricted-globals

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0); // oxlint-disable-line no-restricted-globals
  });
}
