/** A model's place in its life: at most one version of a name is the champion. */
export type ModelStage = "candidate" | "champion" | "retired";

/** A model to register. */
export interface NewModel {
  /** Such as `"regimes-us"`. */
  readonly name: string;
  /** What reads the artifact, such as `"gaussian-hmm"` or `"onnx"`. */
  readonly format: string;
  /** The model itself: JSON (what `toJSON` wrote), or the bytes of a file. */
  readonly artifact: unknown;
  /** When it was trained, ISO 8601 with zone. */
  readonly trainedAt: string;
  /** Figures of merit, finite. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** How it came to be: data range, seed, hyperparameters, code version. JSON. */
  readonly provenance?: Readonly<Record<string, unknown>> | undefined;
}

/** A registered model without its artifact. */
export interface ModelRecord {
  readonly name: string;
  /** 1, 2, 3, ... in the order of registration under the name. */
  readonly version: number;
  readonly format: string;
  readonly stage: ModelStage;
  readonly trainedAt: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** A registered model with its artifact. */
export interface RegisteredModel extends ModelRecord {
  readonly artifact: unknown;
}

/** Which version of a model: a number, or the champion. */
export type ModelVersion = number | "champion" | "latest";

/** Keeps trained models with what is needed to trust them: metrics, provenance, stage. Artifacts never change. */
export interface ModelRegistry {
  /**
   * Keeps a model as a candidate under the next version of its name.
   * @throws `INVALID_INPUT` for an empty name, an artifact that is neither JSON nor a `Uint8Array`, a metric that is not finite
   */
  register(model: NewModel): Promise<ModelRecord>;
  /** @throws `NOT_FOUND` for an unknown name or version, or when no version is the champion */
  load(name: string, version: ModelVersion): Promise<RegisteredModel>;
  /** The versions of a name in ascending order, or of all names (by name, in order of code points); without artifacts. */
  list(name?: string): Promise<readonly ModelRecord[]>;
  /**
   * Moves a version to a stage; promoting a champion retires the one before in the same step.
   * @throws `NOT_FOUND` for an unknown name or version
   */
  promote(name: string, version: number, stage: ModelStage): Promise<ModelRecord>;
}
