import type { SaleChoice } from "../choice-set/sale-days.ts";
import type { Covariate } from "../estimate/choice-set-of.ts";

/**
 * What else moves a sale: position size, the size of the move, and tax in December. Size counts anew on days that trim
 * positions: who brings positions back to a target then and sells at will on other days has no one coefficient of size, and
 * the one in between would be made good by the gains.
 */
export const saleCovariates: readonly Covariate<SaleChoice>[] = [
  { name: "weight", value: ({ weight }, _day, size) => weight * size },
  { name: "weight-when-trimming", value: ({ weight, trimDay }, _day, size) => (trimDay ? weight * size : 0) },
  { name: "absolute-return", value: (choice) => Math.abs(choice.return) },
  { name: "december-loss", value: (choice, day) => (day.slice(5, 7) === "12" && choice.return < 0 ? 1 : 0) },
];
