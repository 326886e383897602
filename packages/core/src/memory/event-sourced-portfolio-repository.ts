import { invalidInput } from "../errors.ts";
import type { StoredEvent } from "../portfolio/events.ts";
import type { AppendResult, EventStore, ExpectedVersion, NewEvent, StreamSummary } from "../ports/event-store.ts";
import type { Loaded, LoadOptions, PortfolioRepository, SnapshotCodec } from "../ports/portfolio-repository.ts";
import { compareTimes, TimeSchema } from "../values/time.ts";

/** A {@link PortfolioRepository} over any `EventStore`: `evolve` receives each `StoredEvent` in turn. */
export class EventSourcedPortfolioRepository implements PortfolioRepository {
  readonly #store: EventStore;

  constructor(store: EventStore) {
    this.#store = store;
  }

  async load<State, Event>(
    stream: string,
    evolve: (state: State, event: Event) => State,
    initial: State,
    options: LoadOptions<State> = {},
  ): Promise<Loaded<State>> {
    const { toVersion, toTime } = options;
    if (toTime !== undefined && !TimeSchema.safeParse(toTime).success) {
      throw invalidInput("toTime", `toTime: expected an ISO day or ISO 8601 with zone, was "${toTime}"`);
    }
    let { state, version } = await this.#start(stream, initial, options);
    for await (const event of this.#store.readStream(stream, { from: version + 1, to: toVersion })) {
      if (isAfter(event, toTime)) break;
      state = evolve(state, event as StoredEvent & Event);
      version = event.version;
    }
    return { state, version };
  }

  async save(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedVersion: ExpectedVersion },
  ): Promise<AppendResult> {
    return this.#store.append(stream, events, options);
  }

  async saveSnapshot<State>(
    stream: string,
    loaded: Loaded<State>,
    codec: SnapshotCodec<State>,
    time: string,
  ): Promise<void> {
    const { schemaVersion } = codec;
    await this.#store.saveSnapshot({
      stream,
      version: loaded.version,
      schemaVersion,
      time,
      state: codec.encode(loaded.state),
    });
  }

  list(prefix: string): AsyncIterable<StreamSummary> {
    return this.#store.streams(prefix);
  }

  /** The kept snapshot, if it is of the right shape and not beyond what is asked for; else the very beginning. */
  async #start<State>(stream: string, initial: State, options: LoadOptions<State>): Promise<Loaded<State>> {
    const beginning = { state: initial, version: 0 };
    const { snapshots, toVersion = Infinity, toTime } = options;
    if (snapshots === undefined) return beginning;
    const kept = await this.#store.loadSnapshot(stream);
    if (kept === undefined || kept.schemaVersion !== snapshots.schemaVersion || kept.version > toVersion) {
      return beginning;
    }
    if (toTime !== undefined && kept.version > 0) {
      // the snapshot's own time is when it was taken: whether it is too new, its last event tells
      for await (const last of this.#store.readStream(stream, { from: kept.version, to: kept.version })) {
        if (isAfter(last, toTime)) return beginning;
      }
    }
    return { state: snapshots.decode(kept.state), version: kept.version };
  }
}

const isAfter = (event: StoredEvent, time: string | undefined): boolean =>
  time !== undefined && compareTimes(event.time, time) > 0;
