import * as z from "zod";
import { shortHistory, type ShortHistoryOptions } from "../checks/short-history.ts";
import { type PanelRule, removal, type Repair } from "../repair.ts";
import { subjectOf } from "../subject.ts";

/** Removes assets with few prices. */
export interface DropShortHistoriesRule extends ShortHistoryOptions {
  readonly kind: "drop-short-histories";
}

const schema: z.ZodType<DropShortHistoriesRule> = z.strictObject({
  kind: z.literal("drop-short-histories"),
  minimumShare: z.number().min(0).max(1).exactOptional(),
  minimumObservations: z.number().min(0).exactOptional(),
});

export const dropShortHistories: PanelRule<DropShortHistoriesRule> = {
  schema,
  apply: (panel, rule) => {
    const short = new Set(
      shortHistory.find(subjectOf(panel), { ...shortHistory.defaults, ...rule }).map(({ asset }) => asset),
    );
    const repairs: Repair[] = [];
    panel.assets.forEach((asset, column) => {
      if (!short.has(asset)) return;
      for (let row = 0; row < panel.rows; row += 1) repairs.push(...removal(panel, rule.kind, row, column));
    });
    return { prices: panel.select(panel.assets.filter((asset) => !short.has(asset))), repairs };
  },
};
