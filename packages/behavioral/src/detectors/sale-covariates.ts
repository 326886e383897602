import type { SaleChoice } from "../choice-set/sale-days.ts";
import type { Covariate } from "../estimate/choice-set-of.ts";

/** What else moves a sale: position size (rebalancing), the size of the move, and tax in December. */
export const saleCovariates: readonly Covariate<SaleChoice>[] = [
  { name: "weight", value: ({ weight }, _day, size) => weight * size },
  { name: "absolute-return", value: (choice) => Math.abs(choice.return) },
  { name: "december-loss", value: (choice, day) => (day.slice(5, 7) === "12" && choice.return < 0 ? 1 : 0) },
];
