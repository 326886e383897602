import type { Feature } from "../feature.ts";
import type { Bar } from "../technical/bar.ts";
import type { Candle } from "./candle.ts";
import { gapDown, gapUp, pattern, penetrating, signal, within } from "./pattern.ts";

/** Whether two candles without shadows, of other colours, jump away from each other. */
function kicks(c0: Candle, c1: Candle): boolean {
  const bare = c1.long && c1.bareTop && c1.bareBottom && c0.long && c0.bareTop && c0.bareBottom;
  return c1.color === -c0.color && bare && (c1.black ? c0.low > c1.high : c0.high < c1.low);
}

/** 100 where the body of c0 lies inside that of c1, 80 where they touch at one end. */
function inside(c0: Candle, c1: Candle): number {
  if (c0.top < c1.top && c0.bottom > c1.bottom) return -100 * c1.color;
  return c0.top <= c1.top && c0.bottom >= c1.bottom ? -80 * c1.color : 0;
}

/** A long black candle, then a white one that opens below its low. */
function blackThenLowOpen(c0: Candle, c1: Candle): boolean {
  return c1.black && c1.long && c0.white && c0.open < c1.low;
}

/** Patterns of two candles. */
export const twoCandles: readonly Feature<Bar>[] = Object.freeze([
  pattern("engulfing", "Engulfing pattern", "CDLENGULFING", 2, (c0, c1) => {
    if (c0.color !== -c1.color || c0.top < c1.top || c0.bottom > c1.bottom) return 0;
    if (c0.top === c1.top && c0.bottom === c1.bottom) return 0;
    return c0.open !== c1.close && c0.close !== c1.open ? 100 * c0.color : 80 * c0.color;
  }),
  pattern("harami", "Harami: a short body inside a long one", "CDLHARAMI", 11, (c0, c1) =>
    c1.long && c0.body <= c0.usualBody ? inside(c0, c1) : 0,
  ),
  pattern("harami-cross", "Harami cross: a doji inside a long body", "CDLHARAMICROSS", 11, (c0, c1) =>
    c1.long && c0.doji ? inside(c0, c1) : 0,
  ),
  pattern("doji-star", "Doji star", "CDLDOJISTAR", 11, (c0, c1) =>
    signal(c1.long && c0.doji && (c1.white ? gapUp(c0, c1) : gapDown(c0, c1)), -c1.color),
  ),
  pattern("hammer", "Hammer", "CDLHAMMER", 11, (c0, c1) =>
    signal(c0.short && c0.lowerShadow > c0.body && c0.bareTop && c0.bottom <= c1.low + c1.near, 1),
  ),
  pattern("hanging-man", "Hanging man", "CDLHANGINGMAN", 11, (c0, c1) =>
    signal(c0.short && c0.lowerShadow > c0.body && c0.bareTop && c0.bottom >= c1.high - c1.near, -1),
  ),
  pattern("inverted-hammer", "Inverted hammer", "CDLINVERTEDHAMMER", 11, (c0, c1) =>
    signal(c0.short && c0.upperShadow > c0.body && c0.bareBottom && gapDown(c0, c1), 1),
  ),
  pattern("shooting-star", "Shooting star", "CDLSHOOTINGSTAR", 11, (c0, c1) =>
    signal(c0.short && c0.upperShadow > c0.body && c0.bareBottom && gapUp(c0, c1), -1),
  ),
  pattern("homing-pigeon", "Homing pigeon", "CDLHOMINGPIGEON", 11, (c0, c1) => {
    const bodies = c1.black && c0.black && c1.long && c0.body <= c0.usualBody;
    return signal(bodies && c0.open < c1.open && c0.close > c1.close, 1);
  }),
  pattern("matching-low", "Matching low", "CDLMATCHINGLOW", 6, (c0, c1) =>
    signal(c1.black && c0.black && within(c0.close, c1.close, c1.equal), 1),
  ),
  pattern("counterattack", "Counterattack", "CDLCOUNTERATTACK", 11, (c0, c1) =>
    signal(c1.color === -c0.color && c1.long && c0.long && within(c0.close, c1.close, c1.equal), c0.color),
  ),
  pattern("separating-lines", "Separating lines", "CDLSEPARATINGLINES", 11, (c0, c1) => {
    const bare = c0.white ? c0.bareBottom : c0.bareTop;
    return signal(c1.color === -c0.color && within(c0.open, c1.open, c1.equal) && c0.long && bare, c0.color);
  }),
  penetrating("dark-cloud-cover", "Dark cloud cover", "CDLDARKCLOUDCOVER", 11, 0.5, (c0, c1, _2, _3, _4, share) => {
    const bodies = c1.white && c1.long && c0.black;
    const closes = c0.close > c1.open && c0.close < c1.close - c1.body * share;
    return signal(bodies && c0.open > c1.high && closes, -1);
  }),
  pattern("piercing", "Piercing line", "CDLPIERCING", 11, (c0, c1) =>
    signal(blackThenLowOpen(c0, c1) && c0.long && c0.close < c1.open && c0.close > c1.close + c1.body * 0.5, 1),
  ),
  pattern("in-neck", "In-neck line", "CDLINNECK", 11, (c0, c1) =>
    signal(blackThenLowOpen(c0, c1) && c0.close <= c1.close + c1.equal && c0.close >= c1.close, -1),
  ),
  pattern("on-neck", "On-neck line", "CDLONNECK", 11, (c0, c1) =>
    signal(blackThenLowOpen(c0, c1) && within(c0.close, c1.low, c1.equal), -1),
  ),
  pattern("thrusting", "Thrusting line", "CDLTHRUSTING", 11, (c0, c1) => {
    const closes = c0.close > c1.close + c1.equal && c0.close <= c1.close + c1.body * 0.5;
    return signal(blackThenLowOpen(c0, c1) && closes, -1);
  }),
  pattern("kicking", "Kicking", "CDLKICKING", 11, (c0, c1) => signal(kicks(c0, c1), c0.color)),
  pattern("kicking-by-length", "Kicking, read off the longer candle", "CDLKICKINGBYLENGTH", 11, (c0, c1) =>
    signal(kicks(c0, c1), c0.body > c1.body ? c0.color : c1.color),
  ),
]);
