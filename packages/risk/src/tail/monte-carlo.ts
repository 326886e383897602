import { invalidInput, PlimsollError } from "@plimsoll/core";
import { cvarMeasure, RandomStream, valueAtRiskMeasure } from "@plimsoll/numeric";
import * as z from "zod";
import type { AssetHistory, AssetSource } from "./simulation/asset-source.ts";
import { automaticBlock, blockSource } from "./simulation/block-source.ts";
import { copulaSource } from "./simulation/copula-source.ts";
import { ellipticalSource } from "./simulation/elliptical-source.ts";
import type { TailEstimate, TailInput, TailMethod } from "./tail-method.ts";

/** Simulated returns of the assets over the horizon, held without trading, or of the series itself. */
export interface MonteCarloSpec {
  readonly kind: "monte-carlo";
  /** @defaultValue "gaussian" */
  readonly innovations?: "gaussian" | "student-t" | "t-copula" | "block-bootstrap";
  /** At least 1000. @defaultValue 100_000 */
  readonly draws?: number;
  /** Seed of the draws. @defaultValue 1 */
  readonly seed?: number | string;
  /** `"antithetic"` mirrors every other draw; not for the block bootstrap. @defaultValue "independent" */
  readonly variates?: "independent" | "antithetic";
  /** Of Student-t and of the t copula, above 2. @defaultValue fitted */
  readonly degreesOfFreedom?: number;
  /** Margins of the t copula. @defaultValue "empirical" */
  readonly margins?: "empirical" | "student-t";
  /** Mean length of the blocks, at least 1. @defaultValue by Politis & White (2004) */
  readonly block?: number;
  /**
   * The portfolio's return when its assets return `returns` over the horizon (in panel order; one number for a plain
   * series), for positions that aren't linear. The array is reused: read it, don't keep it. A pure function.
   * @defaultValue sum of weight times return
   */
  readonly revalue?: (returns: Float64Array) => number;
}

const schema: z.ZodType<MonteCarloSpec> = z.strictObject({
  kind: z.literal("monte-carlo"),
  innovations: z.exactOptional(z.enum(["gaussian", "student-t", "t-copula", "block-bootstrap"])),
  draws: z.exactOptional(z.int().min(1000)),
  seed: z.exactOptional(z.union([z.number(), z.string()])),
  variates: z.exactOptional(z.enum(["independent", "antithetic"])),
  degreesOfFreedom: z.exactOptional(z.number().gt(2).max(1000)),
  margins: z.exactOptional(z.enum(["empirical", "student-t"])),
  block: z.exactOptional(z.number().min(1)),
  revalue: z.exactOptional(
    z.custom<(returns: Float64Array) => number>((value) => typeof value === "function", "expected a function"),
  ),
});

interface Positions {
  readonly history: AssetHistory;
  readonly weights: Float64Array;
  /** Panel column of each simulated asset. */
  readonly columns: readonly number[];
}

/** The assets to simulate: those with weight, or all where a callback values them. */
function positionsOf({ series, panel }: TailInput, everything: boolean): Positions {
  if (panel === null) {
    return {
      history: { rows: series.length, columns: 1, values: series },
      weights: Float64Array.of(1),
      columns: [0],
    };
  }
  const columns = Array.from(panel.weights.keys()).filter((column) => everything || panel.weights[column] !== 0);
  if (columns.length === 0) {
    throw invalidInput("weights", "weights: all are 0: give at least one asset a weight");
  }
  const values = new Float64Array(panel.rows * columns.length);
  for (let row = 0; row < panel.rows; row++) {
    columns.forEach((column, j) => {
      const value = panel.values[row * panel.columns + column]!;
      if (!Number.isFinite(value)) {
        throw invalidInput(
          "returns",
          `returns: "${panel.assets[column]}" in row ${row} is ${value}: drop or fill missing values first, or give the asset no weight`,
          { received: String(value) },
        );
      }
      values[row * columns.length + j] = value;
    });
  }
  return {
    history: { rows: panel.rows, columns: columns.length, values },
    weights: Float64Array.from(columns, (column) => panel.weights[column]!),
    columns,
  };
}

function sourceOf(input: TailInput, spec: MonteCarloSpec, history: AssetHistory): AssetSource {
  const stream = RandomStream.of(spec.seed ?? 1);
  switch (spec.innovations) {
    case "t-copula":
      return copulaSource(
        history,
        { margins: spec.margins ?? "empirical", degreesOfFreedom: spec.degreesOfFreedom },
        stream,
      );
    case "block-bootstrap":
      return blockSource(history, spec.block ?? automaticBlock(input.series), stream);
    default:
      return ellipticalSource(history, spec.innovations ?? "gaussian", spec.degreesOfFreedom, stream);
  }
}

/** Calls `visit` with blocks of simulated returns over the horizon, asset by asset, always the same for one source. */
function simulate(
  source: AssetSource,
  { columns }: AssetHistory,
  { draws, horizon, antithetic }: { readonly draws: number; readonly horizon: number; readonly antithetic: boolean },
  visit: (returns: Float64Array, rows: number, first: number) => void,
): void {
  const chunk = blockRows(columns);
  const block = new Float64Array(chunk * columns);
  const half = antithetic ? new Float64Array((chunk * columns) / 2) : block;
  const path = horizon > 1 ? new Float64Array(chunk * columns) : block;
  for (let first = 0; first < draws; first += chunk) {
    const rows = Math.min(chunk, draws - first);
    // an odd last draw has no mirror image
    const drawn = antithetic ? (rows + 1) >> 1 : rows;
    for (let step = 0; step < horizon; step++) {
      source.core(half, drawn, step > 0);
      if (antithetic) mirror(half, block, columns, drawn, rows);
      source.finish(block, rows);
      if (horizon === 1) break;
      for (let i = 0; i < rows * columns; i++) {
        path[i] = step === 0 ? block[i]! : (1 + path[i]!) * (1 + block[i]!) - 1;
      }
    }
    visit(path, rows, first);
  }
}

/** Rows that the caches hold, an even number for the mirror. */
function blockRows(columns: number): number {
  return 2 * Math.max(32, Math.min(1024, Math.floor(16_384 / columns)));
}

/** The portfolio's returns over one period, where the source adds them up itself: the draws of {@link simulate}. */
function simulatePortfolio(
  { core, weigh }: AssetSource,
  columns: number,
  antithetic: boolean,
  weights: Float64Array,
  pnl: Float64Array,
): boolean {
  if (weigh === undefined) return false;
  const chunk = blockRows(columns);
  const block = new Float64Array(chunk * columns);
  for (let first = 0; first < pnl.length; first += chunk) {
    const part = pnl.subarray(first, Math.min(first + chunk, pnl.length));
    const drawn = antithetic ? (part.length + 1) >> 1 : part.length;
    core(block, drawn, false);
    weigh(block, drawn, weights, part);
  }
  return true;
}

/** Every draw, then their mirror images: asset by asset. */
function mirror(half: Float64Array, out: Float64Array, columns: number, drawn: number, rows: number): void {
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < drawn; row++) out[column * rows + row] = half[column * drawn + row]!;
    for (let row = drawn; row < rows; row++) out[column * rows + row] = -half[column * drawn + row - drawn]!;
  }
}

/** Consecutive batches whose spread gives the error of the simulation, mirrored draws included. */
const batches = 20;

function through(which: "valueAtRisk" | "expectedShortfall"): (input: TailInput, spec: MonteCarloSpec) => TailEstimate {
  return (input, spec) => {
    const { confidence, settings, horizon } = input;
    const { draws = 100_000, variates = "independent", innovations = "gaussian", revalue } = spec;
    if (variates === "antithetic" && innovations === "block-bootstrap") {
      throw invalidInput(
        "method.variates",
        "method.variates: rows of history have no mirror image: leave antithetic out of the block bootstrap",
      );
    }
    const { history, weights, columns } = positionsOf(input, revalue !== undefined);
    const plan = { draws, horizon, antithetic: variates === "antithetic" };
    const source = sourceOf(input, spec, history);
    const pnl = new Float64Array(draws);
    const size = history.columns;
    const row = new Float64Array(size);
    const summed =
      horizon === 1 && revalue === undefined && simulatePortfolio(source, size, plan.antithetic, weights, pnl);
    const add = (returns: Float64Array, rows: number, first: number): void => {
      if (revalue === undefined) {
        const part = pnl.subarray(first, first + rows);
        for (let j = 0; j < size; j++) {
          const weight = weights[j]!;
          const own = returns.subarray(j * rows, (j + 1) * rows);
          for (let i = 0; i < rows; i++) part[i]! += weight * own[i]!;
        }
        return;
      }
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < size; j++) row[j] = returns[j * rows + i]!;
        const value = revalue(row);
        if (!Number.isFinite(value)) {
          throw invalidInput("method.revalue", `method.revalue: expected a finite return, was ${value}`);
        }
        pnl[first + i] = value;
      }
    };
    if (!summed) simulate(source, history, plan, add);
    const measure =
      which === "valueAtRisk"
        ? (sample: Float64Array) =>
            valueAtRiskMeasure.value(sample, { confidence, quantileType: settings.quantileType })
        : (sample: Float64Array) => cvarMeasure.value(sample, { confidence, estimator: settings.estimator });
    return {
      value: measure(pnl),
      standardError: batchError(pnl, measure),
      marginals: () => {
        if (revalue !== undefined) {
          throw new PlimsollError(
            "UNSUPPORTED",
            "method.revalue: a callback has no derivative by the weights, so risk has no contributions: leave it out",
            { feature: "contributions by revaluation" },
          );
        }
        const slopes =
          which === "valueAtRisk"
            ? valueAtRiskMeasure.gradient(pnl, { confidence, quantileType: settings.quantileType })
            : cvarMeasure.gradient(pnl, { confidence, estimator: settings.estimator });
        const marginals = new Float64Array(input.panel?.columns ?? 1);
        // the same draws again: only those of the tail count
        simulate(sourceOf(input, spec, history), history, plan, (returns, rows, first) => {
          for (let i = 0; i < rows; i++) {
            const slope = slopes[first + i]!;
            if (slope === 0) continue;
            for (let j = 0; j < size; j++) marginals[columns[j]!]! += slope * returns[j * rows + i]!;
          }
        });
        return marginals;
      },
      conventions: {
        innovations,
        draws,
        seed: spec.seed ?? 1,
        variates,
        valuation: revalue === undefined ? "linear, holdings fixed over the horizon" : "callback",
        ...source.conventions,
        standardError: `of the simulation, ${batches} batches; the fitted law counts as known`,
      },
    };
  };
}

/** The spread of the measure over batches, over the root of their number. */
function batchError(pnl: Float64Array, measure: (sample: Float64Array) => number): number {
  const size = Math.floor(pnl.length / batches);
  const values = Float64Array.from({ length: batches }, (_, i) => measure(pnl.subarray(i * size, (i + 1) * size)));
  const center = values.reduce((sum, value) => sum + value, 0) / batches;
  const spread = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (batches - 1);
  return Math.sqrt(spread / batches);
}

/** Draws from a fitted law of the assets; VaR and ES are those of the draws. */
export const monteCarloMethod: TailMethod<MonteCarloSpec> = {
  kind: "monte-carlo",
  schema,
  minimum: 4,
  scaling: "simulation",
  valueAtRisk: through("valueAtRisk"),
  expectedShortfall: through("expectedShortfall"),
  sampler: null,
};
