/** One measured operation: `run` is called repeatedly, warm; `target` is the median in milliseconds it should stay below. */
export interface Benchmark {
  readonly name: string;
  readonly target?: number;
  run(): unknown;
  /** Milliseconds to report in place of the time that `run` took, from its result: then `slowest` is the worst seen. */
  measured?(result: unknown): number;
}

/** What a benchmark took, in milliseconds. */
export interface Measurement {
  readonly name: string;
  readonly target: number | undefined;
  readonly runs: number;
  readonly fastest: number;
  readonly median: number;
  readonly slowest: number;
}

/** Runs `benchmark` for about `budget` milliseconds after warming up, and at least five times. */
export async function measure(benchmark: Benchmark, budget = 1_000): Promise<Measurement> {
  const times: number[] = [];
  const time = async (): Promise<number> => {
    const start = performance.now();
    const result = await benchmark.run();
    return benchmark.measured?.(result) ?? performance.now() - start;
  };
  const warmUntil = performance.now() + budget / 3;
  do await time();
  while (performance.now() < warmUntil);
  const until = performance.now() + budget;
  while (times.length < 5 || performance.now() < until) times.push(await time());
  times.sort((a, b) => a - b);
  return {
    name: benchmark.name,
    target: benchmark.target,
    runs: times.length,
    fastest: times[0]!,
    median: times[Math.floor(times.length / 2)]!,
    slowest: times.at(-1)!,
  };
}
