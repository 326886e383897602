import type { Feature } from "../feature.ts";
import type { Bar } from "../technical/bar.ts";
import type { Candle } from "./candle.ts";
import { gapDown, gapUp, pattern, penetrating, signal, within } from "./pattern.ts";

/** A long candle, a small one beyond its close (`star`), then one of the other colour that closes well into the first body. */
function star(c0: Candle, c1: Candle, c2: Candle, first: number, small: boolean, share: number): number {
  const bodies = c2.color === first && c2.long && small && c0.color === -first && c0.body > c0.usualBody;
  const gap = first === 1 ? gapUp(c1, c2) : gapDown(c1, c2);
  const into = first === 1 ? c0.close < c2.close - c2.body * share : c0.close > c2.close + c2.body * share;
  return signal(bodies && gap && into, -first);
}

/** Patterns of three candles. */
export const threeCandles: readonly Feature<Bar>[] = Object.freeze([
  pattern("two-crows", "Two crows", "CDL2CROWS", 12, (c0, c1, c2) => {
    const bodies = c2.white && c2.long && c1.black && gapUp(c1, c2) && c0.black;
    const places = c0.open < c1.open && c0.open > c1.close && c0.close > c2.open && c0.close < c2.close;
    return signal(bodies && places, -1);
  }),
  pattern("upside-gap-two-crows", "Upside gap two crows", "CDLUPSIDEGAP2CROWS", 12, (c0, c1, c2) => {
    const bodies = c2.white && c2.long && c1.black && c1.body <= c1.usualBody && gapUp(c1, c2) && c0.black;
    return signal(bodies && c0.open > c1.open && c0.close < c1.close && c0.close > c2.close, -1);
  }),
  pattern("three-inside", "Three inside up or down", "CDL3INSIDE", 12, (c0, c1, c2) => {
    const bodies = c2.long && c1.body <= c1.usualBody && c1.top < c2.top && c1.bottom > c2.bottom;
    const confirmed = c2.white ? c0.black && c0.close < c2.open : c0.white && c0.close > c2.open;
    return signal(bodies && confirmed, -c2.color);
  }),
  pattern("three-outside", "Three outside up or down", "CDL3OUTSIDE", 3, (c0, c1, c2) => {
    const engulfs = c1.color === -c2.color && c1.top > c2.top && c1.bottom < c2.bottom;
    return signal(engulfs && (c1.white ? c0.close > c1.close : c0.close < c1.close), c1.color);
  }),
  pattern("three-stars-in-the-south", "Three stars in the south", "CDL3STARSINSOUTH", 12, (c0, c1, c2) => {
    if (!(c2.black && c1.black && c0.black && c2.long && c2.lowerShadow > c2.body)) return 0;
    const second = c1.body < c2.body && c1.open > c2.close && c1.open <= c2.high && c1.low < c2.close;
    const tail = c1.low >= c2.low && c1.lowerShadow > c1.shadowLimit;
    const last = c0.short && c0.bareBottom && c0.bareTop && c0.low > c1.low && c0.high < c1.high;
    return signal(second && tail && last, 1);
  }),
  pattern("three-white-soldiers", "Three advancing white soldiers", "CDL3WHITESOLDIERS", 12, (c0, c1, c2) => {
    if (!(c2.white && c1.white && c0.white && c2.bareTop && c1.bareTop && c0.bareTop)) return 0;
    const closes = c1.close > c2.close && c0.close > c1.close;
    const second = c1.open > c2.open && c1.open <= c2.close + c2.near && c1.body > c2.body - c2.far;
    const third = c0.open > c1.open && c0.open <= c1.close + c1.near && c0.body > c1.body - c1.far;
    return signal(closes && second && third && c0.body > c0.usualBody, 1);
  }),
  pattern("advance-block", "Advance block", "CDLADVANCEBLOCK", 12, (c0, c1, c2) => {
    if (!(c2.white && c1.white && c0.white && c1.close > c2.close && c0.close > c1.close)) return 0;
    const second = c1.open > c2.open && c1.open <= c2.close + c2.near;
    const third = c0.open > c1.open && c0.open <= c1.close + c1.near;
    if (!(second && third && c2.long && c2.upperShadow < c2.halfShadows)) return 0;
    const shorter = c0.body < c1.body;
    const shadows = c0.upperShadow > c0.halfShadows || c1.upperShadow > c1.halfShadows;
    const weak =
      (c1.body < c2.body - c2.far && c0.body < c1.body + c1.near) ||
      c0.body < c1.body - c1.far ||
      (shorter && c1.body < c2.body && shadows) ||
      (shorter && c0.upperShadow > c0.body);
    return signal(weak, -1);
  }),
  pattern("stalled-pattern", "Stalled pattern", "CDLSTALLEDPATTERN", 12, (c0, c1, c2) => {
    if (!(c2.white && c1.white && c0.white && c1.close > c2.close && c0.close > c1.close)) return 0;
    const second = c1.long && c1.bareTop && c1.open > c2.open && c1.open <= c2.close + c2.near;
    return signal(c2.long && second && c0.short && c0.open >= c1.close - c0.body - c1.near, -1);
  }),
  pattern("identical-three-crows", "Identical three crows", "CDLIDENTICAL3CROWS", 12, (c0, c1, c2) => {
    const bodies = c2.black && c1.black && c0.black && c2.bareBottom && c1.bareBottom && c0.bareBottom;
    const falls = c2.close > c1.close && c1.close > c0.close;
    return signal(bodies && falls && within(c1.open, c2.close, c2.equal) && within(c0.open, c1.close, c1.equal), -1);
  }),
  penetrating("abandoned-baby", "Abandoned baby", "CDLABANDONEDBABY", 12, 0.3, (c0, c1, c2, _3, _4, share) => {
    if (!(c2.long && c1.doji && c0.body > c0.usualBody && c0.color === -c2.color)) return 0;
    const holds = c2.white
      ? c0.close < c2.close - c2.body * share && c1.low > c2.high && c0.high < c1.low
      : c0.close > c2.close + c2.body * share && c1.high < c2.low && c0.low > c1.high;
    return signal(holds, c0.color);
  }),
  penetrating("evening-star", "Evening star", "CDLEVENINGSTAR", 12, 0.3, (c0, c1, c2, _3, _4, share) =>
    star(c0, c1, c2, 1, c1.body <= c1.usualBody, share),
  ),
  penetrating("evening-doji-star", "Evening doji star", "CDLEVENINGDOJISTAR", 12, 0.3, (c0, c1, c2, _3, _4, share) =>
    star(c0, c1, c2, 1, c1.doji, share),
  ),
  penetrating("morning-star", "Morning star", "CDLMORNINGSTAR", 12, 0.3, (c0, c1, c2, _3, _4, share) =>
    star(c0, c1, c2, -1, c1.body <= c1.usualBody, share),
  ),
  penetrating("morning-doji-star", "Morning doji star", "CDLMORNINGDOJISTAR", 12, 0.3, (c0, c1, c2, _3, _4, share) =>
    star(c0, c1, c2, -1, c1.doji, share),
  ),
  pattern("side-by-side-white", "Side-by-side white lines after a gap", "CDLGAPSIDESIDEWHITE", 7, (c0, c1, c2) => {
    const up = gapUp(c1, c2) && gapUp(c0, c2);
    const down = gapDown(c1, c2) && gapDown(c0, c2);
    const alike = c1.white && c0.white && within(c0.body, c1.body, c1.near) && within(c0.open, c1.open, c1.equal);
    return signal((up || down) && alike, up ? 1 : -1);
  }),
  pattern("tasuki-gap", "Tasuki gap", "CDLTASUKIGAP", 7, (c0, c1, c2) => {
    if (c0.color !== -c1.color || !(Math.abs(c1.body - c0.body) < c1.near)) return 0;
    const opens = c0.open < c1.top && c0.open > c1.bottom;
    const up = c1.white && gapUp(c1, c2) && c0.close < c1.open && c0.close > c2.top;
    const down = c1.black && gapDown(c1, c2) && c0.close > c1.open && c0.close < c2.bottom;
    return signal(opens && (up || down), c1.color);
  }),
  pattern("gap-three-methods", "Upside or downside gap three methods", "CDLXSIDEGAP3METHODS", 2, (c0, c1, c2) => {
    const colors = c2.color === c1.color && c1.color === -c0.color;
    const opens = c0.open < c1.top && c0.open > c1.bottom;
    const closes = c0.close < c2.top && c0.close > c2.bottom;
    return signal(colors && opens && closes && (c2.white ? gapUp(c1, c2) : gapDown(c1, c2)), c2.color);
  }),
  pattern("stick-sandwich", "Stick sandwich", "CDLSTICKSANDWICH", 7, (c0, c1, c2) =>
    signal(c2.black && c1.white && c0.black && c1.low > c2.close && within(c0.close, c2.close, c2.equal), 1),
  ),
  pattern("tristar", "Tristar", "CDLTRISTAR", 12, (c0, c1, c2) => {
    const limit = 0.1 * c2.usualRange;
    if (!(c2.body <= limit && c1.body <= limit && c0.body <= limit)) return 0;
    if (gapUp(c1, c2) && c0.top < c1.top) return -100;
    return signal(gapDown(c1, c2) && c0.bottom > c1.bottom, 1);
  }),
  pattern("unique-three-river", "Unique three river bottom", "CDLUNIQUE3RIVER", 12, (c0, c1, c2) => {
    const first = c2.black && c2.long && c1.black && c1.close > c2.close && c1.open <= c2.open && c1.low < c2.low;
    return signal(first && c0.short && c0.white && c0.open > c1.low, 1);
  }),
]);
