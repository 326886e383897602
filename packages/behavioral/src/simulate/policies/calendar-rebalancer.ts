import { rebalance } from "./rebalance.ts";
import type { Policy } from "./policy.ts";

/** Positions nearer to their target than this are left alone. */
const tolerance = 0.05;

/** Restores equal weights at fixed intervals; sells at random besides. */
export const calendarRebalancer: Policy = {
  meaning: "trading days between two rebalancings",
  defaultStrength: 21,
  unbiased: 1,
  biases: [],
  plant: (strength) => {
    let wait = Math.round(strength);
    return {
      act: (account) => {
        if (--wait > 0) return false;
        wait = Math.round(strength);
        const target = account.value() / account.positions.length;
        const strayed = account.positions.filter(
          (position) => Math.abs(account.valueOf(position) / target - 1) > tolerance,
        );
        rebalance(account, target, strayed);
        return true;
      },
    };
  },
};
