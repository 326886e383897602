import type { SimulatedPosition } from "../simulated-account.ts";
import { rebalance } from "./rebalance.ts";
import type { Policy } from "./policy.ts";

/** Brings back to its target every position that strays from it by more than a band; sells at random besides. */
export const bandRebalancer: Policy = {
  meaning: "half width of the band, as a share of the target weight",
  defaultStrength: 0.2,
  unbiased: 0,
  biases: [],
  plant: (strength) => ({
    act: (account) => {
      const target = account.value() / account.positions.length;
      const strayed = (position: SimulatedPosition): boolean =>
        Math.abs(account.valueOf(position) / target - 1) > strength;
      if (!account.positions.some(strayed)) return false;
      rebalance(account, target, account.positions.filter(strayed));
      return true;
    },
  }),
};
