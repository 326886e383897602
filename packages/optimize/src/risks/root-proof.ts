/** What supports the root of a square at a portfolio without risk: the slope at another portfolio, times a share up to 1. */
export interface RootProof {
  readonly at: readonly number[];
  readonly share: number;
}
