import type { Feature } from "../feature.ts";
import type { Bar } from "../technical/bar.ts";
import { gapDown, gapUp, pattern, penetrating, signal } from "./pattern.ts";

/** Patterns of four and five candles. */
export const moreCandles: readonly Feature<Bar>[] = Object.freeze([
  pattern("three-black-crows", "Three black crows", "CDL3BLACKCROWS", 13, (c0, c1, c2, c3) => {
    const bodies = c3.white && c2.black && c1.black && c0.black && c2.bareBottom && c1.bareBottom && c0.bareBottom;
    const opens = c1.open < c2.open && c1.open > c2.close && c0.open < c1.open && c0.open > c1.close;
    return signal(bodies && opens && c3.high > c2.close && c2.close > c1.close && c1.close > c0.close, -1);
  }),
  pattern("three-line-strike", "Three-line strike", "CDL3LINESTRIKE", 8, (c0, c1, c2, c3) => {
    if (!(c3.color === c2.color && c2.color === c1.color && c0.color === -c1.color)) return 0;
    const second = c2.open >= c3.bottom - c3.near && c2.open <= c3.top + c3.near;
    const third = c1.open >= c2.bottom - c2.near && c1.open <= c2.top + c2.near;
    const strike = c1.white
      ? c1.close > c2.close && c2.close > c3.close && c0.open > c1.close && c0.close < c3.open
      : c1.close < c2.close && c2.close < c3.close && c0.open < c1.close && c0.close > c3.open;
    return signal(second && third && strike, c1.color);
  }),
  pattern("concealing-baby-swallow", "Concealing baby swallow", "CDLCONCEALBABYSWALL", 13, (c0, c1, c2, c3) => {
    if (!(c3.black && c2.black && c1.black && c0.black)) return 0;
    const bare = c3.bareTop && c3.bareBottom && c2.bareTop && c2.bareBottom;
    const third = gapDown(c1, c2) && c1.upperShadow > c1.shadowLimit && c1.high > c2.close;
    return signal(bare && third && c0.high > c1.high && c0.low < c1.low, 1);
  }),
  pattern("breakaway", "Breakaway", "CDLBREAKAWAY", 14, (c0, c1, c2, c3, c4) => {
    if (!(c4.long && c4.color === c3.color && c3.color === c1.color && c1.color === -c0.color)) return 0;
    const down = gapDown(c3, c4) && c2.high < c3.high && c2.low < c3.low && c1.high < c2.high && c1.low < c2.low;
    const up = gapUp(c3, c4) && c2.high > c3.high && c2.low > c3.low && c1.high > c2.high && c1.low > c2.low;
    const holds = c4.black
      ? down && c0.close > c3.open && c0.close < c4.close
      : up && c0.close < c3.open && c0.close > c4.close;
    return signal(holds, c0.color);
  }),
  pattern("ladder-bottom", "Ladder bottom", "CDLLADDERBOTTOM", 14, (c0, c1, c2, c3, c4) => {
    const black = c4.black && c3.black && c2.black && c1.black && c0.white;
    const falls = c4.open > c3.open && c3.open > c2.open && c4.close > c3.close && c3.close > c2.close;
    return signal(black && falls && c1.upperShadow > c1.shadowLimit && c0.open > c1.open && c0.close > c1.high, 1);
  }),
  penetrating("mat-hold", "Mat hold", "CDLMATHOLD", 14, 0.5, (c0, c1, c2, c3, c4, share) => {
    const bodies = c4.white && c4.long && c3.short && c2.short && c1.short && c3.black && c0.white && gapUp(c3, c4);
    if (!bodies) return 0;
    const floor = c4.close - c4.body * share;
    const holds = c2.bottom < c4.close && c1.bottom < c4.close && c2.bottom > floor && c1.bottom > floor;
    const falls = c2.top < c3.open && c1.top < c2.top;
    return signal(holds && falls && c0.open > c1.close && c0.close > Math.max(c3.high, c2.high, c1.high), 1);
  }),
  pattern("three-methods", "Rising or falling three methods", "CDLRISEFALL3METHODS", 14, (c0, c1, c2, c3, c4) => {
    const bodies = c4.long && c3.short && c2.short && c1.short && c0.long;
    const way = c4.color;
    if (!(bodies && c3.color === -way && c2.color === -way && c1.color === -way && c0.color === way)) return 0;
    for (const c of [c3, c2, c1]) if (!(c.bottom < c4.high && c.top > c4.low)) return 0;
    const back = c2.close * way < c3.close * way && c1.close * way < c2.close * way;
    return signal(back && c0.open * way > c1.close * way && c0.close * way > c4.close * way, way);
  }),
]);
