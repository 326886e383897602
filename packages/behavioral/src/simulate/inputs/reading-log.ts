import { log, type RandomStream } from "@plimsoll/numeric";
import type { ReadingRecord } from "../../input/behavior-input.ts";
import type { SimulatedAccount } from "../simulated-account.ts";

const itemsShown = 8;
const stances = ["positive", "negative", "neutral"] as const;

/**
 * One session: eight items on assets held or not, of random stance, two of them read. An item that agrees with the
 * position (good news of what is held) is `odds` times as likely to be read as any other.
 */
export function readingSession(account: SimulatedAccount, stream: RandomStream, odds: number): ReadingRecord[] {
  const { assets } = account.market;
  const held = account.positions.map(({ asset }) => asset);
  if (held.length === 0) return [];
  const at = `${account.day()}T12:00:00Z`;
  const items = Array.from({ length: itemsShown }, (_, index) => {
    const asset = index < itemsShown / 2 ? held[stream.integer(held.length)]! : stream.integer(assets.length);
    const stance = stances[stream.integer(stances.length)]!;
    const agrees = stance === "positive" && held.includes(asset);
    // Gumbel noise: the two largest are draws without replacement
    const utility = (agrees ? log(odds) : 0) - log(-log(stream.uniformOpen()));
    return { asset: assets[asset]!, stance, utility };
  });
  const threshold = items.map(({ utility }) => utility).sort((a, b) => b - a)[1]!;
  return items.map(({ asset, stance, utility }) => ({
    at,
    session: account.day(),
    asset,
    stance,
    read: utility >= threshold,
  }));
}
