/** Every bias a report speaks of, in the report's order. */
export const biasKeys = [
  "disposition",
  "lossAversion",
  "overconfidence",
  "recency",
  "herding",
  "confirmation",
  "anchoring",
  "regretAversion",
  "attention",
  "panicSelling",
  "revengeTrading",
  "houseMoney",
  "breakEven",
  "underDiversification",
  "homeBias",
  "lotteryPreference",
  "statusQuo",
  "narrowFraming",
  "gamblersFallacy",
] as const;

/** The name of a bias in a report. */
export type BiasKey = (typeof biasKeys)[number];
