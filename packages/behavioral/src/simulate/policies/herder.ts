import type { Policy } from "./policy.ts";

/** Log weight that leaves only the most popular: a copy is a copy. */
const copying = 1;

/** With the given chance copies: buys what most others bought, sells what most others sold in the same month. */
export const herder: Policy = {
  meaning: "chance that a trade copies the crowd; 0 is random",
  defaultStrength: 0.4,
  unbiased: 0,
  biases: ["herding"],
  inputs: ["peerFlow"],
  plant: (strength, { stream, peerFlow }) => {
    let copies = false;
    return {
      prepare: () => {
        copies = stream.uniform() < strength;
      },
      purchaseUtility: (asset) => (copies ? copying * peerFlow!.net(asset) : 0),
      saleUtility: ({ asset }) => (copies ? -copying * peerFlow!.net(asset) : 0),
    };
  },
};
