import { RandomStream } from "@plimsoll/numeric";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";

/** An account of six positions whose sales favour gains by the odds `exp(bias)`, or big positions by `rebalance`. */
export function sellingAccount(
  sales: number,
  bias: number,
  seed: number,
  rebalance = 0,
): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const random = RandomStream.of(seed);
  const assets = Array.from({ length: 40 }, (_, index) => `S${index}`);
  const levels = new Map(assets.map((asset) => [asset, 100]));
  const held = new Map<string, { quantity: number; cost: number }>();
  const trades: TradeRecord[] = [];
  const prices: PriceRecord[] = [];
  const at = (day: number): string => new Date(Date.UTC(2015, 0, 1) + day * 86_400_000 + 54_000_000).toISOString();
  const buy = (day: number): void => {
    const free = assets.filter((asset) => !held.has(asset));
    const asset = free[random.integer(free.length)]!;
    const price = levels.get(asset)!;
    held.set(asset, { quantity: 1000 / price, cost: price });
    trades.push({ side: "buy", asset, quantity: 1000 / price, price, at: at(day) });
  };
  for (let position = 0; position < 6; position++) buy(0);
  for (let day = 1, sold = 0; sold < sales; day++) {
    const market = 0.01 * random.normal();
    for (const [asset, level] of levels) levels.set(asset, level * Math.exp(0.9 * market + 0.02 * random.normal()));
    if (random.uniform() > 0.1) continue;
    const positions = [...held];
    const values = positions.map(([asset, { quantity }]) => quantity * levels.get(asset)!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const pull = positions.map(([asset, { cost }], index) =>
      Math.exp(bias * (levels.get(asset)! > cost ? 1 : 0) + rebalance * (values[index]! / mean)),
    );
    let draw = random.uniform() * pull.reduce((sum, value) => sum + value, 0);
    const index = pull.findIndex((value) => (draw -= value) < 0);
    const [asset, { quantity }] = positions[Math.max(0, index)]!;
    for (const other of held.keys()) prices.push({ asset: other, at: at(day), price: levels.get(other)! });
    trades.push({ side: "sell", asset, quantity, price: levels.get(asset)!, at: at(day) });
    held.delete(asset);
    sold += 1;
    buy(day + 0.001);
  }
  return { trades, prices };
}
