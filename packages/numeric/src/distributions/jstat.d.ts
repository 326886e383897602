declare module "jstat" {
  interface Law<Parameters extends readonly number[]> {
    pdf(x: number, ...parameters: Parameters): number;
    cdf(x: number, ...parameters: Parameters): number;
    inv(probability: number, ...parameters: Parameters): number;
  }

  /** The part of jstat that the tests compare with; the package ships no types. */
  export const jStat: {
    readonly normal: Law<[mean: number, standardDeviation: number]>;
    readonly studentt: Law<[degreesOfFreedom: number]>;
    readonly chisquare: Law<[degreesOfFreedom: number]>;
    readonly centralF: Law<[numerator: number, denominator: number]>;
    readonly gamma: Law<[shape: number, scale: number]>;
    readonly beta: Law<[a: number, b: number]>;
  };
}
