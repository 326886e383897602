import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { ofBars, type BarSeriesState, type WindowOnly } from "../of-bar.ts";
import { DirectionalMovement } from "./directional-movement.ts";

type Part = "plus" | "minus" | "plusIndicator" | "minusIndicator";

class DirectionalPart implements BarSeriesState {
  private readonly movement: DirectionalMovement;
  private readonly part: Part;
  private readonly needed: number;

  constructor(window: number, part: Part, needed: number) {
    this.movement = new DirectionalMovement(window);
    this.part = part;
    this.needed = needed;
  }

  next(bar: Bar): number {
    this.movement.next(bar);
    return this.movement.moves < this.needed ? NaN : this.movement[this.part];
  }
}

function indicator<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  part: "plusIndicator" | "minusIndicator",
): Feature<Bar, Kind, WindowOnly> {
  return ofBars({
    kind,
    title,
    source,
    window: count(14, 2),
    inputs: ["high", "low", "close"],
    lookback: (window) => window,
    memory: "fading",
    series: (window) => new DirectionalPart(window, part, window),
  });
}

function movement<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  part: "plus" | "minus",
): Feature<Bar, Kind, WindowOnly> {
  return ofBars({
    kind,
    title,
    source,
    window: count(14, 2),
    // the range goes unused, but the machine is one
    inputs: ["high", "low", "close"],
    lookback: (window) => window - 1,
    memory: "fading",
    series: (window) => new DirectionalPart(window, part, window - 1),
  });
}

/** Plus directional indicator in per cent of the true range: `"plus-di-14"`. */
export const plusDi: Feature<Bar, "plus-di", WindowOnly> = indicator(
  "plus-di",
  "Plus directional indicator",
  "Wilder (1978), TA-Lib PLUS_DI",
  "plusIndicator",
);

/** Minus directional indicator in per cent of the true range: `"minus-di-14"`. */
export const minusDi: Feature<Bar, "minus-di", WindowOnly> = indicator(
  "minus-di",
  "Minus directional indicator",
  "Wilder (1978), TA-Lib MINUS_DI",
  "minusIndicator",
);

/** Plus directional movement, a Wilder sum in price: `"plus-dm-14"`. */
export const plusDm: Feature<Bar, "plus-dm", WindowOnly> = movement(
  "plus-dm",
  "Plus directional movement",
  "Wilder (1978), TA-Lib PLUS_DM",
  "plus",
);

/** Minus directional movement, a Wilder sum in price: `"minus-dm-14"`. */
export const minusDm: Feature<Bar, "minus-dm", WindowOnly> = movement(
  "minus-dm",
  "Minus directional movement",
  "Wilder (1978), TA-Lib MINUS_DM",
  "minus",
);
