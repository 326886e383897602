import type { StoredEvent } from "../portfolio/events.ts";
import type { AppendResult, EventStore, ExpectedVersion, NewEvent, StreamSummary } from "../ports/event-store.ts";
import { parseInstant } from "../ports/instant.ts";
import type { Loaded, LoadOptions, PortfolioRepository, SnapshotCodec } from "../ports/portfolio-repository.ts";

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
    const end = toTime === undefined ? Infinity : parseInstant(toTime, "toTime");
    let { state, version } = await this.#start(stream, initial, options, end);
    for await (const event of this.#store.readStream(stream, { from: version + 1, to: toVersion })) {
      if (Date.parse(event.time) > end) break;
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
  async #start<State>(
    stream: string,
    initial: State,
    options: LoadOptions<State>,
    end: number,
  ): Promise<Loaded<State>> {
    const beginning = { state: initial, version: 0 };
    const { snapshots, toVersion = Infinity } = options;
    if (snapshots === undefined) return beginning;
    const kept = await this.#store.loadSnapshot(stream);
    if (kept === undefined || kept.schemaVersion !== snapshots.schemaVersion || kept.version > toVersion) {
      return beginning;
    }
    if (end < Infinity && kept.version > 0) {
      // the snapshot's own time is when it was taken: whether it is too new, its last event tells
      for await (const last of this.#store.readStream(stream, { from: kept.version, to: kept.version })) {
        if (Date.parse(last.time) > end) return beginning;
      }
    }
    return { state: snapshots.decode(kept.state), version: kept.version };
  }
}
