import type { ChartSpec } from "@plimsoll/core";
import type { ChartKind } from "./chart-kind.ts";
import { drawdown } from "./drawdown.ts";
import { equity } from "./equity.ts";
import { frontier } from "./frontier.ts";
import { regimes } from "./regimes.ts";
import { weights } from "./weights.ts";

/** Every kind of chart; a new one is a file in this folder and a line here. */
export const charts: { readonly [Kind in ChartSpec["kind"]]: ChartKind<Extract<ChartSpec, { readonly kind: Kind }>> } =
  {
    equity,
    drawdown,
    weights,
    frontier,
    regimes,
  };
