import type { Feature } from "../feature.ts";
import type { Bar } from "../technical/bar.ts";
import { pattern, signal } from "./pattern.ts";

/** Patterns of one candle, against the ten before it. */
export const oneCandle: readonly Feature<Bar>[] = Object.freeze([
  pattern("doji", "Doji", "CDLDOJI", 10, (c0) => signal(c0.doji, 1)),
  pattern("dragonfly-doji", "Dragonfly doji", "CDLDRAGONFLYDOJI", 10, (c0) =>
    signal(c0.doji && c0.bareTop && c0.lowerShadow > c0.shadowLimit, 1),
  ),
  pattern("gravestone-doji", "Gravestone doji", "CDLGRAVESTONEDOJI", 10, (c0) =>
    signal(c0.doji && c0.bareBottom && c0.upperShadow > c0.shadowLimit, 1),
  ),
  pattern("long-legged-doji", "Long-legged doji", "CDLLONGLEGGEDDOJI", 10, (c0) =>
    signal(c0.doji && (c0.lowerShadow > c0.body || c0.upperShadow > c0.body), 1),
  ),
  pattern("rickshaw-man", "Rickshaw man: a long-legged doji in the middle of its range", "CDLRICKSHAWMAN", 10, (c0) => {
    const middle = c0.low + c0.range / 2;
    const legs = c0.lowerShadow > c0.body && c0.upperShadow > c0.body;
    return signal(c0.doji && legs && c0.bottom <= middle + c0.near && c0.top >= middle - c0.near, 1);
  }),
  pattern("takuri", "Takuri line: a dragonfly doji with a very long lower shadow", "CDLTAKURI", 10, (c0) =>
    signal(c0.doji && c0.bareTop && c0.lowerShadow > 2 * c0.body, 1),
  ),
  pattern("high-wave", "High-wave candle", "CDLHIGHWAVE", 10, (c0) =>
    signal(c0.short && c0.upperShadow > 2 * c0.body && c0.lowerShadow > 2 * c0.body, c0.color),
  ),
  pattern("spinning-top", "Spinning top", "CDLSPINNINGTOP", 10, (c0) =>
    signal(c0.short && c0.upperShadow > c0.body && c0.lowerShadow > c0.body, c0.color),
  ),
  pattern("long-line", "Long line", "CDLLONGLINE", 10, (c0) =>
    signal(c0.long && c0.upperShadow < c0.halfShadows && c0.lowerShadow < c0.halfShadows, c0.color),
  ),
  pattern("short-line", "Short line", "CDLSHORTLINE", 10, (c0) =>
    signal(c0.short && c0.upperShadow < c0.halfShadows && c0.lowerShadow < c0.halfShadows, c0.color),
  ),
  pattern("marubozu", "Marubozu: a long body without shadows", "CDLMARUBOZU", 10, (c0) =>
    signal(c0.long && c0.bareTop && c0.bareBottom, c0.color),
  ),
  pattern("closing-marubozu", "Closing marubozu: no shadow where it closes", "CDLCLOSINGMARUBOZU", 10, (c0) =>
    signal(c0.long && (c0.white ? c0.bareTop : c0.bareBottom), c0.color),
  ),
  pattern("belt-hold", "Belt hold: no shadow where it opens", "CDLBELTHOLD", 10, (c0) =>
    signal(c0.long && (c0.white ? c0.bareBottom : c0.bareTop), c0.color),
  ),
]);
