import type { VolumeRecord } from "../input/behavior-input.ts";
import { dayNumber, readLocalTime } from "../input/local-time.ts";

// about three months of trading days
const habitualDays = 63;
const fewest = 20;

/** Market volumes as they were known before a day. */
export interface MarketVolumes {
  readonly given: boolean;
  /** ln of the volume of the last day before `day` over its mean of the 63 days before that; NaN without 20 such days. */
  readonly abnormal: (asset: string, day: number) => number;
}

/** Reads the optional volumes; days in the investor's zone. */
export function marketVolumes(
  records: readonly VolumeRecord[] | undefined,
  timeZone: string | undefined,
): MarketVolumes {
  const byAsset = new Map<string, Map<number, number>>();
  records?.forEach(({ asset, at, volume }, row) => {
    const day = dayNumber(readLocalTime(at, `volumes[${row}].at`, timeZone).day);
    const own = byAsset.get(asset);
    if (own === undefined) byAsset.set(asset, new Map([[day, volume]]));
    else own.set(day, volume);
  });
  const series = new Map(
    [...byAsset].map(([asset, own]) => {
      const ordered = [...own].sort(([a], [b]) => a - b);
      return [asset, { days: ordered.map(([day]) => day), volumes: ordered.map(([, volume]) => volume) }];
    }),
  );
  return {
    given: series.size > 0,
    abnormal: (asset, day) => {
      const own = series.get(asset);
      if (own === undefined) return NaN;
      let low = 0;
      let high = own.days.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (own.days[middle]! < day) low = middle + 1;
        else high = middle;
      }
      const last = low - 1;
      const past = own.volumes.slice(Math.max(0, last - habitualDays), Math.max(0, last));
      if (past.length < fewest) return NaN;
      const mean = past.reduce((sum, volume) => sum + volume, 0) / past.length;
      return Math.log(Math.max(own.volumes[last]!, 1e-9) / Math.max(mean, 1e-9));
    },
  };
}
