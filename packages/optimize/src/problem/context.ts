import { invalidInput } from "@plimsoll/core";
import { columnMeans, covarianceMatrix } from "@plimsoll/numeric";
import type { EstimateUnit } from "./inputs.ts";
import type { QuadraticForm } from "./quadratic-form.ts";
import { rejectUnknownAssets, summary } from "./read-numbers.ts";

/** A number for all assets, one for each in asset order, or a record by asset; `null` means none. */
export type PerAsset = number | null | readonly (number | null)[] | { readonly [asset: string]: number | null };

/** Scenario returns, row-major, complete. */
export interface Scenarios {
  readonly rows: number;
  readonly values: Float64Array;
}

/** What {@link ProblemContext} is made of. */
export interface ContextData {
  readonly assets: readonly string[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly mean?: Float64Array | undefined;
  readonly covariance?: QuadraticForm | undefined;
  readonly scenarios?: Scenarios | undefined;
  readonly currentWeights?: Float64Array | undefined;
  readonly benchmark?: Float64Array | undefined;
  readonly volumes?: Float64Array | undefined;
  readonly portfolioValue?: number | undefined;
  /** How many periods of the estimates' own unit make a year (1 for annual numbers); undefined when nobody said. */
  readonly periodsPerYear?: number | undefined;
  readonly unit?: EstimateUnit | undefined;
  /** Whether estimates say that they are annual although their returns are not. */
  readonly annualEstimates?: boolean | undefined;
}

/**
 * A problem's data, read and checked: what objectives, constraints and risks ask for when they bind to it. Each
 * `require` method throws `INVALID_INPUT` naming the argument that asked and the field that is missing.
 */
export class ProblemContext {
  readonly assets: readonly string[];
  readonly size: number;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly scenarios: Scenarios | undefined;
  readonly periodsPerYear: number | undefined;
  readonly #data: ContextData;
  #mean: Float64Array | undefined;
  #covariance: QuadraticForm | undefined;
  readonly #index: ReadonlyMap<string, number>;

  constructor(data: ContextData) {
    this.assets = data.assets;
    this.size = data.assets.length;
    this.groups = data.groups;
    this.#mean = data.mean;
    this.#covariance = data.covariance;
    this.scenarios = data.scenarios;
    this.periodsPerYear = data.periodsPerYear;
    this.#data = data;
    this.#index = new Map(data.assets.map((asset, i) => [asset, i]));
  }

  /** Expected returns: the problem's, or the scenarios' mean where their unit fits; undefined where there are none. */
  get mean(): Float64Array | undefined {
    if (this.#mean === undefined && this.scenarios !== undefined && this.#scenariosFit()) {
      this.#mean = columnMeans(this.scenarios.values, this.scenarios.rows, this.size);
    }
    return this.#mean;
  }

  /** Covariance: the problem's, or the scenarios' where their unit fits; undefined where there is none. */
  get covariance(): QuadraticForm | undefined {
    if (this.#covariance === undefined && this.scenarios !== undefined && this.#scenariosFit()) {
      const values = covarianceMatrix(this.scenarios.values, this.scenarios.rows, this.size);
      this.#covariance = { form: "dense", size: this.size, values };
    }
    return this.#covariance;
  }

  /** Scenarios are returns of one period: they can't stand in for an estimate beside annual ones. */
  #scenariosFit(): boolean {
    return (
      this.#data.unit !== "year" ||
      this.#data.periodsPerYear === undefined ||
      (this.#data.mean ?? this.#data.covariance) === undefined
    );
  }

  /** Throws where expected returns are annual estimates, which can't be weighed against a risk of scenarios. */
  requireScenarioUnit(argument: string): void {
    if (this.#data.annualEstimates !== true || this.scenarios === undefined) return;
    throw invalidInput(
      "mean",
      `${argument} weighs expected returns of a year against a risk of the scenarios' period: estimate them with unit: "period"`,
      { reason: "periodicity" },
    );
  }

  /** Position of an asset. */
  assetIndex(asset: string, argument: string): number {
    const index = this.#index.get(asset);
    if (index === undefined) {
      throw invalidInput(
        argument,
        `${argument} names "${asset}", which is not among the problem's assets (${summary(this.assets)})`,
        {
          reason: "unknown-asset",
        },
      );
    }
    return index;
  }

  /** Positions of a list of assets without repetition; all assets when the list is left out. */
  assetIndices(assets: readonly string[] | undefined, argument: string): Int32Array {
    if (assets === undefined) return Int32Array.from(this.assets, (_, i) => i);
    const indices = Int32Array.from(assets, (asset, i) => this.assetIndex(asset, `${argument}[${i}]`));
    if (new Set(indices).size !== indices.length) throw invalidInput(argument, `${argument} names an asset twice`);
    return indices;
  }

  /** A value for each asset, `undefined` where none was given and `null` where none shall hold. */
  perAsset(value: PerAsset | undefined, argument: string): readonly (number | null | undefined)[] {
    if (value === undefined || value === null || typeof value === "number") {
      return Array.from({ length: this.size }, () => value);
    }
    if (Array.isArray(value)) {
      const list = value as readonly (number | null)[];
      if (list.length === this.size) return list;
      throw invalidInput(
        argument,
        `expected ${argument} to hold ${this.size} numbers, one for each asset, had ${list.length}`,
        {
          expected: `${this.size} numbers`,
          received: `${list.length} numbers`,
        },
      );
    }
    const record = value as { readonly [asset: string]: number | null };
    rejectUnknownAssets(record, this.assets, argument);
    return this.assets.map((asset) => (Object.hasOwn(record, asset) ? record[asset] : undefined));
  }

  /** Expected returns, in the estimates' unit. */
  requireMean(argument: string): Float64Array {
    return (
      this.mean ??
      missing(argument, "mean", "expected returns: pass mean, from expectedReturns() or as one number for each asset")
    );
  }

  /** The covariance, in the estimates' unit. */
  requireCovariance(argument: string): QuadraticForm {
    return (
      this.covariance ??
      missing(
        argument,
        "covariance",
        "a covariance in the unit of the other estimates: pass covariance, from covariance() or as a matrix, or scenarios",
      )
    );
  }

  /** Scenario returns. */
  requireScenarios(argument: string): Scenarios {
    return (
      this.scenarios ?? missing(argument, "scenarios", "returns by scenario: pass scenarios, such as a ReturnPanel")
    );
  }

  /** Weights held now. */
  requireCurrentWeights(argument: string): Float64Array {
    return (
      this.#data.currentWeights ?? missing(argument, "currentWeights", "the weights held now: pass currentWeights")
    );
  }

  /** Benchmark weights. */
  requireBenchmark(argument: string): Float64Array {
    return this.#data.benchmark ?? missing(argument, "benchmark", "benchmark weights: pass benchmark");
  }

  /** Daily volumes, in money. */
  requireVolumes(argument: string): Float64Array {
    const volumes =
      this.#data.volumes ?? missing(argument, "volumes", "the value traded in each asset a day: pass volumes");
    const negative = volumes.findIndex((volume) => volume < 0);
    if (negative < 0) return volumes;
    throw invalidInput(
      "volumes",
      `the volume of "${this.assets[negative]}" is ${volumes[negative]}: expected at least 0`,
    );
  }

  /** Value of the portfolio, in the currency of the volumes. */
  requirePortfolioValue(argument: string): number {
    return (
      this.#data.portfolioValue ??
      missing(argument, "portfolioValue", "the value of the portfolio, in the currency of volumes: pass portfolioValue")
    );
  }

  /** Throws unless the unit of the estimates is known: once a rate, a cost or a target is involved. */
  requirePeriodicity(argument: string): number {
    return (
      this.periodsPerYear ??
      missing(
        argument,
        "periodsPerYear",
        "to know the unit of mean and covariance: pass periodsPerYear, 1 for annual numbers or 252 for daily ones, or estimates that carry it",
      )
    );
  }

  /** An annual rate in the unit of the estimates: (1 + rate)^(1 / periods) - 1 (definition 17). */
  periodRate(annualRate: number, argument: string): number {
    if (annualRate === 0) return 0;
    const periods = this.requirePeriodicity(argument);
    return periods === 1 ? annualRate : (1 + annualRate) ** (1 / periods) - 1;
  }
}

function missing(argument: string, field: string, what: string): never {
  throw invalidInput(field, `${argument} needs ${what}`);
}
