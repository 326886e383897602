import { PlimsollError, throwIfAborted } from "../../errors.ts";
import type { EventStore } from "../../ports/event-store.ts";
import type { KeyValueEntry, KeyValueStore } from "../../ports/key-value-store.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import type { Projected, Projection } from "./projection.ts";

/** What running a projection stands on. */
export interface ProjectionPorts {
  readonly events: EventStore;
  /** Where states are kept with their positions. */
  readonly checkpoints: KeyValueStore;
}

interface Checkpoint<State> extends Projected<State> {
  readonly schemaVersion: number;
}

/** Events between two checkpoints: what a crash costs at most. */
const PAGE = 1000;

/** How often another runner of the same projection may come first. */
const ATTEMPTS = 5;

const keyOf = (name: string): string => `projection/${name}`;

/**
 * Brings a projection up to date from its checkpoint on.
 *
 * State and position are one value, written on the condition that nobody wrote in between: each event counts exactly
 * once, however often a run crashes or two runs meet. A kept state of another shape is rebuilt.
 *
 * Errors: those of `apply`, which leave the last checkpoint as it is; `ABORTED`; `CONFLICT` when other runners came first
 * five times in a row.
 *
 * @example
 * ```ts
 * import { MemoryEventStore, MemoryKeyValueStore, type Projection, runProjection } from "@plimsoll/core";
 *
 * const count: Projection<number> = { name: "count", schemaVersion: 1, initial: 0, apply: (state) => state + 1 };
 * const ports = { events: new MemoryEventStore(), checkpoints: new MemoryKeyValueStore() };
 * const event = { id: "e-1", type: "Noted", schemaVersion: 1, time: "2024-01-31T00:00:00Z", correlationId: "c", causationId: "c", data: {} };
 * await ports.events.append("notes", [event], { expectedVersion: "none" });
 * console.log(await runProjection(ports, count)); // { state: 1, position: 1 }
 * ```
 */
export async function runProjection<State>(
  ports: ProjectionPorts,
  projection: Projection<State>,
  options: RunOptions = {},
): Promise<Projected<State>> {
  for (let attempt = 1; ; attempt += 1) {
    const kept = await ports.checkpoints.get<Checkpoint<State>>(keyOf(projection.name));
    try {
      return await advance(ports, projection, kept, options);
    } catch (error) {
      if (!PlimsollError.is(error, "CONFLICT") || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Forgets what a projection has kept and folds all events anew; the result is that of {@link runProjection}. */
export async function rebuildProjection<State>(
  ports: ProjectionPorts,
  projection: Projection<State>,
  options: RunOptions = {},
): Promise<Projected<State>> {
  await ports.checkpoints.delete(keyOf(projection.name));
  return runProjection(ports, projection, options);
}

async function advance<State>(
  { events, checkpoints }: ProjectionPorts,
  projection: Projection<State>,
  kept: KeyValueEntry<Checkpoint<State>> | undefined,
  options: RunOptions,
): Promise<Projected<State>> {
  const { name, schemaVersion, initial, streamPrefix, types } = projection;
  const usable = kept?.value.schemaVersion === schemaVersion;
  let projected: Projected<State> = usable
    ? { state: kept.value.state, position: kept.value.position }
    : { state: initial, position: 0 };
  let version: number | "none" = kept?.version ?? "none";
  for (;;) {
    throwIfAborted(options.signal, `projection ${name}`);
    let count = 0;
    for await (const event of events.readAll({ after: projected.position, streamPrefix, types, limit: PAGE })) {
      projected = { state: projection.apply(projected.state, event), position: event.position };
      count += 1;
    }
    if (count > 0) {
      version = await checkpoints.set(keyOf(name), { schemaVersion, ...projected }, { expectedVersion: version });
      options.onProgress?.({ phase: `projection ${name}`, done: projected.position, total: null });
    }
    if (count < PAGE) return projected;
  }
}
