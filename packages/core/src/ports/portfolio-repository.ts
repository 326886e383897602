import type { AppendResult, ExpectedVersion, NewEvent, StreamSummary } from "./event-store.ts";

/** A state rebuilt from a stream and the version it stands at: what a writer gives back as expected version. */
export interface Loaded<State> {
  readonly state: State;
  /** 0 when the stream has no events: the state is then `initial`. */
  readonly version: number;
}

/** How a state becomes JSON for a snapshot and back. */
export interface SnapshotCodec<State> {
  /** Version of the shape that `encode` writes; a snapshot of another one is ignored. */
  readonly schemaVersion: number;
  encode(state: State): unknown;
  decode(json: unknown): State;
}

/** As of when, and from which snapshot, to load. */
export interface LoadOptions<State> {
  /** Only events up to this version. */
  readonly toVersion?: number | undefined;
  /**
   * Only events up to this time: ISO 8601 with zone, or an ISO day, which stands for all of it (UTC). The events of a
   * stream are taken to be in order of time: loading ends at the first later one.
   */
  readonly toTime?: string | undefined;
  /** Start from the kept snapshot, when it is not newer than what is asked for. */
  readonly snapshots?: SnapshotCodec<State> | undefined;
}

/**
 * Loads and saves aggregates by their events. It knows nothing of what the events mean: the pure `evolve` says that.
 *
 * @example
 * ```ts
 * import { EventSourcedPortfolioRepository, MemoryEventStore } from "@plimsoll/core";
 *
 * const repository = new EventSourcedPortfolioRepository(new MemoryEventStore());
 * const common = { schemaVersion: 1, time: "2024-01-31T00:00:00Z", correlationId: "c-1", causationId: "c-1" };
 * await repository.save("count-1", [{ ...common, id: "e-1", type: "Added", data: 2 }], { expectedVersion: "none" });
 * const { state, version } = await repository.load("count-1", (sum, event: { data: number }) => sum + event.data, 0);
 * console.log(state, version); // 2 1
 * ```
 */
export interface PortfolioRepository {
  /** The state after the stream's events, and its version. */
  load<State, Event>(
    stream: string,
    evolve: (state: State, event: Event) => State,
    initial: State,
    options?: LoadOptions<State>,
  ): Promise<Loaded<State>>;
  /**
   * Appends events, under the rules of `EventStore.append`.
   * @throws `CONFLICT` when another writer was first: load, decide and save again
   */
  save(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedVersion: ExpectedVersion },
  ): Promise<AppendResult>;
  /** Keeps the state as of `loaded.version`, so that later loads start there. */
  saveSnapshot<State>(stream: string, loaded: Loaded<State>, codec: SnapshotCodec<State>, time: string): Promise<void>;
  /** The streams whose name starts with `prefix`. */
  list(prefix: string): AsyncIterable<StreamSummary>;
}
