/** How far a long computation has come. */
export interface Progress {
  /** What is being done, such as `"branch-and-bound"`. */
  readonly phase: string;
  /** Units of work done. */
  readonly done: number;
  /** Units of work in all; `null` while unknown. */
  readonly total: number | null;
}

/** What every long-running port accepts beside its data. */
export interface RunOptions {
  /** Ends the work early with an `ABORTED` error. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then, in the order of the work. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
