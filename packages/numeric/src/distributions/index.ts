export type { ContinuousDistribution, DiscreteDistribution } from "./distribution.ts";
export { normalCdf, normalDistribution, normalPdf, normalQuantile } from "./normal.ts";
export { studentTDistribution } from "./student-t.ts";
export { chiSquareDistribution, gammaDistribution } from "./gamma.ts";
export { betaDistribution, fDistribution } from "./beta.ts";
export { binomialDistribution, poissonDistribution } from "./counts.ts";
export { logGamma } from "./stirling.ts";
