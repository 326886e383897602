import type { Policy } from "./policy.ts";

/** Drawdowns smaller than this frighten nobody. */
const threshold = 0.1;
/** Mean trading days until the return to the market. */
const absence = 60;

/** Sells everything in a drawdown: a hazard that grows with it. Returns after a while. */
export const panicSeller: Policy = {
  meaning: "hazard of selling everything, a day and unit of drawdown beyond 10 %; 0 never panics",
  defaultStrength: 0.2,
  unbiased: 0,
  biases: ["panicSelling"],
  plant: (strength, { stream }) => {
    const events: string[] = [];
    let peak = 0;
    let away = 0;
    return {
      events,
      away: () => away > 0,
      act: (account) => {
        if (away > 0) {
          if (--away > 0) return true;
          peak = 0;
          return true;
        }
        const value = account.value();
        peak = Math.max(peak, value);
        const drawdown = 1 - value / peak;
        if (stream.uniform() >= strength * Math.max(0, drawdown - threshold)) return false;
        while (account.positions.length > 0) account.sell(account.positions[0]!);
        events.push(account.day());
        away = 1 + Math.ceil(absence * stream.exponential());
        return true;
      },
    };
  },
};
