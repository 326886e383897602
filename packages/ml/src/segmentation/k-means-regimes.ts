import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as z from "zod";
import { type ObservationInput, readObservations } from "../observations.ts";
import { scaled, standardScale, unitScale } from "../partition/column-scale.ts";
import { nearestCentre } from "../partition/distance.ts";
import { kMeans, labelMeans, type Partition } from "../partition/k-means.ts";
import { byDispersion, shares } from "./label-statistics.ts";
import { silhouettes } from "./silhouettes.ts";

/** Options of {@link KMeansRegimes.fit}. */
export interface KMeansRegimesOptions {
  /** Number of regimes, 2 to 20. */
  readonly states: number;
  /** Seed of the starts; the same seed gives the same model. */
  readonly seed: number;
  /** @defaultValue 10 */
  readonly restarts?: number;
  /** @defaultValue 300 */
  readonly maxIterations?: number;
  /** Whether columns are brought to mean 0 and variance 1 of the training rows. @defaultValue "standard" */
  readonly scale?: "standard" | "none";
  /** Columns of an X that is a flat array. @defaultValue 1 */
  readonly width?: number;
  readonly signal?: AbortSignal;
}

/** Regimes by k-means as plain JSON. */
export interface KMeansRegimesData {
  readonly kind: "k-means-regimes";
  readonly parameters: {
    /** states x width, in the unit of the rows. */
    readonly centres: readonly (readonly number[])[];
    /** Share of the training rows in each regime. */
    readonly shares: readonly number[];
  };
  readonly scale: { readonly centre: readonly number[]; readonly spread: readonly number[] };
  readonly inertia: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly iterations: number;
}

export const KMeansRegimesSchema: z.ZodType<KMeansRegimesData> = z
  .strictObject({
    kind: z.literal("k-means-regimes"),
    parameters: z.strictObject({
      centres: z.array(z.array(z.number())).min(1),
      shares: z.array(z.number().min(0).max(1)),
    }),
    scale: z.strictObject({ centre: z.array(z.number()), spread: z.array(z.number().positive()) }),
    inertia: z.number().min(0),
    observations: z.number().int(),
    converged: z.boolean(),
    iterations: z.number().int(),
  })
  .refine(({ parameters: { centres, shares: each }, scale: { centre, spread } }) => {
    const width = centre.length;
    return spread.length === width && each.length === centres.length && centres.every((row) => row.length === width);
  }, "the sizes of centres, shares and scale do not agree");

/**
 * Regimes as clusters of rows: each row belongs to the nearest of a few centres, whatever came before it.
 *
 * Without memory it changes regime more often than a hidden Markov or jump model; it is the yardstick they must beat, and a
 * way to group assets. Regimes are ordered from the calmest (smallest variance of the unscaled rows in it) to the wildest.
 * A row with a NaN is missing. No likelihood, hence no AIC; choose the number by {@link KMeansRegimes.silhouette}.
 *
 * @example
 * ```ts
 * import { KMeansRegimes } from "@plimsoll/ml";
 *
 * const level = Array.from({ length: 90 }, (_, day) => (day < 30 ? 9 : 0) + Math.sin(day * 12.9898) * (day < 30 ? 2 : 1));
 * const model = KMeansRegimes.fit(level, { states: 2, seed: 1 });
 * console.log(model.predict(level).slice(28, 32).join(" ")); // 1 1 0 0
 * ```
 */
export class KMeansRegimes {
  readonly #data: KMeansRegimesData;

  private constructor(data: KMeansRegimesData) {
    this.#data = data;
  }

  /**
   * Fits by Lloyd's algorithm from `restarts` starts spread by k-means++ (Arthur & Vassilvitskii 2007) and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer complete rows than twice the
   * states, `ABORTED`
   */
  static fit(X: ObservationInput, options: KMeansRegimesOptions): KMeansRegimes {
    const { states, seed, restarts = 10, maxIterations = 300, scale = "standard" } = options;
    if (!Number.isInteger(states) || states < 2 || states > 20) {
      throw invalidInput("states", `expected a whole number from 2 to 20, was ${states}`);
    }
    for (const [name, value] of [
      ["restarts", restarts],
      ["maxIterations", maxIterations],
    ] as const) {
      if (!Number.isInteger(value) || value < 1) throw invalidInput(name, `expected a whole number >= 1, was ${value}`);
    }
    const observations = readObservations(X, 2 * states, options.width);
    const { columns } = observations;
    const units = scale === "standard" ? standardScale(observations) : unitScale(columns);
    const rows = scaled(observations, units);
    const random = RandomStream.of(seed);
    let best: Partition | undefined;
    for (let attempt = 0; attempt < restarts; attempt++) {
      throwIfAborted(options.signal, "k-means");
      const partition = kMeans(rows, states, random.substream(attempt), maxIterations);
      if (best === undefined || partition.inertia < best.inertia) best = partition;
    }
    const order = byDispersion(observations, best!.labels, states);
    const labels = best!.labels.map((label) => (label < 0 ? label : order.indexOf(label)));
    const centres = labelMeans(observations, labels, new Float64Array(states * columns));
    return new KMeansRegimes({
      kind: "k-means-regimes",
      parameters: {
        centres: order.map((_, k) => [...centres.subarray(k * columns, (k + 1) * columns)]),
        shares: shares(labels, states),
      },
      scale: { centre: [...units.centre], spread: [...units.spread] },
      inertia: best!.inertia,
      observations: observations.complete,
      converged: best!.converged,
      iterations: best!.iterations,
    });
  }

  /** The model that {@link KMeansRegimes.toJSON} wrote. */
  static fromJSON(json: unknown): KMeansRegimes {
    const parsed = KMeansRegimesSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not regimes by k-means: ${issue.path.join(".")}: ${issue.message}`);
    }
    return new KMeansRegimes(parsed.data);
  }

  /** The model as plain JSON; {@link KMeansRegimes.fromJSON} restores it without loss. */
  toJSON(): KMeansRegimesData {
    return this.#data;
  }

  get parameters(): KMeansRegimesData["parameters"] {
    return this.#data.parameters;
  }

  get states(): number {
    return this.#data.parameters.centres.length;
  }

  /** Sum of squared distances of the scaled training rows to their centres. */
  get inertia(): number {
    return this.#data.inertia;
  }

  get converged(): boolean {
    return this.#data.converged;
  }

  get iterations(): number {
    return this.#data.iterations;
  }

  /** The regime of each row by that row alone, -1 where it is missing. */
  predict(X: ObservationInput): Int32Array {
    const { rows, centres } = this.#read(X);
    return Int32Array.from({ length: rows.rows }, (_, t) =>
      rows.missing[t] === 1 ? -1 : nearestCentre(rows.values, t, centres, rows.columns),
    );
  }

  /**
   * How well separated the regimes are on these rows: the mean of (b - a) / max(a, b), a the mean distance to the rows of
   * the own regime, b to those of the nearest other (Rousseeuw 1987). From -1 to 1; its work is quadratic in the rows.
   */
  silhouette(X: ObservationInput): number {
    const { rows } = this.#read(X);
    const values = silhouettes(rows, this.predict(X), this.states);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  #read(X: ObservationInput): { readonly rows: ReturnType<typeof scaled>; readonly centres: Float64Array } {
    const { parameters, scale } = this.#data;
    const width = scale.centre.length;
    const observations = readObservations(X, 1, width);
    if (observations.columns !== width) {
      throw invalidInput("X", `the model was fitted on ${width} columns, X has ${observations.columns}`);
    }
    const units = { centre: Float64Array.from(scale.centre), spread: Float64Array.from(scale.spread) };
    const centres = parameters.centres.flatMap((centre) =>
      centre.map((value, j) => (value - units.centre[j]!) / units.spread[j]!),
    );
    return { rows: scaled(observations, units), centres: Float64Array.from(centres) };
  }
}
