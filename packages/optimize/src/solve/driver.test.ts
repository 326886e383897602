import { describe, expect, test } from "vitest";
import { optimize, type Progress } from "../index.ts";
import { drive } from "./driver.ts";
import type { Solving } from "./solving.ts";

function* counting(steps: number, stopped?: number[]): Solving<number> {
  for (let done = 1; done <= steps; done += 1) {
    const { stop } = yield { phase: "counting", done, total: steps };
    if (stop) {
      stopped?.push(done);
      return done;
    }
  }
  return steps;
}

/** A clock that moves a fixed amount at each reading. */
const clock = (stepMs: number): (() => number) => {
  let time = 0;
  return () => (time += stepMs);
};

describe("drive", () => {
  test("work done within 15 ms never yields to the event loop", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const progress: Progress[] = [];
    await drive(counting(10), { now: clock(1), onProgress: (step) => progress.push(step) });
    clearInterval(timer);
    expect(turns).toBe(0);
    expect(progress).toEqual([]);
  });

  test("longer work gives the event loop a turn about every 15 ms and reports progress", async () => {
    const progress: Progress[] = [];
    const { outcome } = await drive(counting(100), { now: clock(1), onProgress: (step) => progress.push(step) });
    expect(outcome).toBe(100);
    expect(progress.length).toBeGreaterThan(4);
    expect(progress.length).toBeLessThan(10);
    expect(progress[0]).toMatchObject({ phase: "counting", total: 100 });
  });

  test("an abort is seen at the next yield", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const work = drive(counting(1000), {
      now: clock(1),
      signal: controller.signal,
      onProgress: ({ done }) => {
        seen.push(done);
        controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: "ABORTED", details: { phase: "counting" } });
    expect(seen).toHaveLength(1);
  });

  test("a signal that fired before stops the work before it starts", async () => {
    await expect(
      optimize({ assets: ["A"], objective: { kind: "equal-weight" } }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: "ABORTED" });
  });

  test("a time limit asks the solver to wrap up", async () => {
    const stopped: number[] = [];
    const { outcome } = await drive(counting(1000, stopped), { now: clock(1), timeLimitMs: 50 });
    expect(stopped).toEqual([outcome]);
    expect(outcome).toBeLessThan(60);
  });

  test("a solver that is cut off releases what it holds", async () => {
    let released = false;
    function* holding(): Solving<void> {
      try {
        for (let done = 0; ; done += 1) yield { phase: "holding", done };
      } finally {
        released = true;
      }
    }
    const controller = new AbortController();
    const work = drive(holding(), { now: clock(10), signal: controller.signal, onProgress: () => controller.abort() });
    await expect(work).rejects.toMatchObject({ code: "ABORTED" });
    expect(released).toBe(true);
  });
});
