import { invalidInput, PlimsollError } from "@plimsoll/core";
import { quantileSorted, RandomStream, sorted, standardDeviation, stationaryBootstrapIndices } from "@plimsoll/numeric";
import { automaticBlock } from "./simulation/block-source.ts";
import type { TailMethodSpec } from "./table.ts";
import type { Conventions, TailSample } from "./tail-method.ts";

/** The whole estimate on resampled histories (stationary bootstrap, Politis & Romano 1994). */
export interface BootstrapUncertainty {
  readonly kind: "bootstrap";
  /**
   * At least 50.
   * @defaultValue 500
   */
  readonly replications?: number;
  /**
   * Mean length of the blocks; 1 resamples single returns.
   * @defaultValue by Politis & White (2004)
   */
  readonly block?: number;
  /** @defaultValue 1 */
  readonly seed?: number | string;
}

/** The settings with their defaults; throws `INVALID_INPUT` for one out of range. */
export function checkBootstrap({ replications = 500, block, seed = 1 }: BootstrapUncertainty): {
  readonly replications: number;
  readonly block: number | undefined;
  readonly seed: number | string;
} {
  if (!Number.isInteger(replications) || replications < 50) {
    throw invalidInput(
      "uncertainty.replications",
      `uncertainty.replications: expected a whole number of at least 50, was ${replications}`,
    );
  }
  if (block !== undefined && !(block >= 1)) {
    throw invalidInput("uncertainty.block", `uncertainty.block: expected at least 1, was ${block}`);
  }
  return { replications, block, seed };
}

/** Error and percentile interval of `estimate` over resampled rows; up to a tenth of the replications may fail. */
export function bootstrapUncertainty(
  sample: TailSample,
  spec: TailMethodSpec,
  options: BootstrapUncertainty,
  confidence: number,
  estimate: (sample: TailSample) => number,
): {
  readonly standardError: number;
  readonly interval: readonly [lower: number, upper: number];
  readonly conventions: Conventions;
} {
  const { replications, block, seed } = checkBootstrap(options);
  if ("volatility" in spec && Array.isArray(spec.volatility)) {
    throw new PlimsollError(
      "UNSUPPORTED",
      "uncertainty: forecasts of volatility belong to the days they were made for and can't be resampled: give parameters instead",
      { feature: "bootstrap with given volatilities" },
    );
  }
  const { series, panel } = sample;
  const meanBlock = block ?? automaticBlock(series);
  const stream = RandomStream.of(seed);
  const rows = new Int32Array(series.length);
  const values: number[] = [];
  let failed = 0;
  for (let pass = 0; pass < replications; pass++) {
    stationaryBootstrapIndices(stream.substream(pass), series.length, meanBlock, rows);
    try {
      values.push(estimate(resampled(series, panel, rows)));
    } catch (error) {
      if (!PlimsollError.is(error)) throw error;
      if (++failed > replications / 10) throw error;
    }
  }
  const ascending = sorted(Float64Array.from(values));
  return {
    standardError: standardDeviation(ascending),
    interval: [quantileSorted(ascending, (1 - confidence) / 2), quantileSorted(ascending, (1 + confidence) / 2)],
    conventions: {
      standardError: "stationary block bootstrap",
      replications,
      meanBlock,
      bootstrapSeed: seed,
      failedReplications: failed,
      interval: "percentile",
    },
  };
}

function resampled(series: Float64Array, panel: TailSample["panel"], rows: Int32Array): TailSample {
  const drawn = Float64Array.from(rows, (row) => series[row]!);
  if (panel === null) return { series: drawn, panel };
  const { columns } = panel;
  const values = new Float64Array(panel.values.length);
  rows.forEach((row, t) => values.set(panel.values.subarray(row * columns, (row + 1) * columns), t * columns));
  return { series: drawn, panel: { ...panel, values } };
}
