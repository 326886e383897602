import { exp, QuickNormals, type RandomStream } from "@plimsoll/numeric";
import type { NewsRecord, VolumeRecord } from "../../input/behavior-input.ts";
import { isoDay } from "../iso-day.ts";
import type { Market } from "../market.ts";

const newsChance = 0.02;

/** Units traded by day and asset: lognormal, higher on days of large moves, four times as high on days with news. */
export class MarketVolumes {
  readonly #market: Market;
  readonly #stream: RandomStream;
  readonly #normals: QuickNormals;
  readonly #volumes: Float64Array[] = [];
  readonly #news: Uint8Array[] = [];

  constructor(market: Market, stream: RandomStream) {
    this.#market = market;
    this.#stream = stream.substream("news");
    this.#normals = new QuickNormals(stream.substream("noise"));
  }

  /** Volumes of the market's last day. */
  step(): void {
    const count = this.#market.assets.length;
    const noise = this.#normals.draw(new Float64Array(count));
    const news = new Uint8Array(count);
    const volumes = new Float64Array(count);
    const moved = this.#market.today > 0;
    for (let asset = 0; asset < count; asset++) {
      news[asset] = this.#stream.uniform() < newsChance ? 1 : 0;
      const move = moved ? Math.abs(this.#market.pastReturn(asset, 1)) : 0;
      volumes[asset] = Math.round(1e6 * exp(0.4 * noise[asset]! + 10 * move) * (news[asset] === 1 ? 4 : 1));
    }
    this.#volumes.push(volumes);
    this.#news.push(news);
  }

  /** Whether the asset is in the news today. */
  inNews(asset: number): boolean {
    return this.#news.at(-1)![asset] === 1;
  }

  volumeRecords(): VolumeRecord[] {
    const { assets, days } = this.#market;
    return this.#volumes.flatMap((volumes, day) => {
      const at = isoDay(days[day]!);
      return assets.map((asset, column) => ({ asset, at, volume: volumes[column]! }));
    });
  }

  newsRecords(): NewsRecord[] {
    const { assets, days } = this.#market;
    return this.#news.flatMap((news, day) =>
      assets.flatMap((asset, column) => (news[column] === 1 ? [{ asset, at: isoDay(days[day]!) }] : [])),
    );
  }
}
