import type { StoredEvent } from "../../portfolio/events.ts";

/**
 * A read model: a state folded from events, which can be thrown away and rebuilt.
 *
 * `apply` is pure and the state is JSON, so that state and position are kept together and each event counts exactly once.
 */
export interface Projection<State> {
  /** Unique among the projections of a store, such as `"holdings/p-1"`. */
  readonly name: string;
  /** Version of the shape of the state; a kept state of another one is rebuilt. */
  readonly schemaVersion: number;
  readonly initial: State;
  /** Only streams whose name starts with this. @defaultValue all */
  readonly streamPrefix?: string | undefined;
  /** Only events of these types. @defaultValue all */
  readonly types?: readonly string[] | undefined;
  apply(state: State, event: StoredEvent): State;
}

/** A projection's state and how far into the store it has read. */
export interface Projected<State> {
  readonly state: State;
  /** Position of the last event that counted; 0 for none. */
  readonly position: number;
}
