import type { RandomStream } from "@plimsoll/numeric";
import type { PeerFlowRecord } from "../../input/behavior-input.ts";
import { isoDay } from "../iso-day.ts";
import type { Market } from "../market.ts";

/** Trading days of a period. */
const length = 21;
const leastPeers = 10;
const mostPeers = 30;

/** Other investors: in each period every asset has its own share of buyers, so that there is a herd to follow or not. */
export class PeerFlow {
  readonly #market: Market;
  readonly #stream: RandomStream;
  readonly #periods = new Map<number, { readonly buyers: Uint8Array; readonly sellers: Uint8Array }>();

  constructor(market: Market, stream: RandomStream) {
    this.#market = market;
    this.#stream = stream;
  }

  #period(index: number): { readonly buyers: Uint8Array; readonly sellers: Uint8Array } {
    let period = this.#periods.get(index);
    if (period === undefined) {
      const stream = this.#stream.substream(index);
      const buyers = new Uint8Array(this.#market.assets.length);
      const sellers = new Uint8Array(this.#market.assets.length);
      for (let asset = 0; asset < buyers.length; asset++) {
        const peers = leastPeers + stream.integer(mostPeers - leastPeers + 1);
        const share = 0.1 + 0.8 * stream.uniform();
        for (let peer = 0; peer < peers; peer++) buyers[asset]! += stream.uniform() < share ? 1 : 0;
        sellers[asset] = peers - buyers[asset]!;
      }
      period = { buyers, sellers };
      this.#periods.set(index, period);
    }
    return period;
  }

  /** Buyers less sellers of an asset in the current period. */
  net(asset: number): number {
    const { buyers, sellers } = this.#period(Math.floor(this.#market.today / length));
    return buyers[asset]! - sellers[asset]!;
  }

  /** Every period from the day with index `first` to the last. */
  records(first: number): PeerFlowRecord[] {
    const { assets, days, today } = this.#market;
    const records: PeerFlowRecord[] = [];
    for (let index = Math.floor(first / length); index * length <= today; index++) {
      const { buyers, sellers } = this.#period(index);
      const from = isoDay(days[index * length]!);
      const until = isoDay(days[Math.min(today, (index + 1) * length - 1)]!);
      assets.forEach((asset, column) =>
        records.push({ asset, from, until, buyers: buyers[column]!, sellers: sellers[column]! }),
      );
    }
    return records;
  }
}
