import {
  betaDistribution,
  binomialDistribution,
  choleskyFactor,
  cos,
  exp,
  expm1,
  fDistribution,
  gammaDistribution,
  gaussianCopula,
  gemm,
  log,
  log1p,
  logGamma,
  multivariateNormal,
  multivariateStudentT,
  normalDistribution,
  poissonDistribution,
  pow,
  RandomStream,
  shuffleInPlace,
  sin,
  stationaryBootstrapIndices,
  studentTCopula,
  studentTDistribution,
  symmetricEigen,
  syrk,
  wishart,
} from "../packages/numeric/src/index.ts";

/** FNV-1a over the bytes of some numbers, as 16 hexadecimal digits: equal only if every bit is. */
function digest(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0xcbf29ce484222325n;
  for (const value of values) {
    view.setFloat64(0, value);
    hash = BigInt.asUintN(64, (hash ^ view.getBigUint64(0)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

/** What every engine must agree on bit for bit: draws, elementary functions, distributions, kernels. */
export function numericDigests(): Record<string, string> {
  const of = (count: number, value: (i: number) => number): string =>
    digest(Float64Array.from({ length: count }, (_, i) => value(i)));
  const stream = (name: string): RandomStream => RandomStream.of(7).substream(name);
  const draws = (name: string, draw: (source: RandomStream) => number, count = 20_000): string => {
    const source = stream(name);
    return of(count, () => draw(source));
  };
  const wide = (name: string, scale: number): ((i: number) => number) => {
    const source = stream(name);
    return () => scale * source.normal();
  };
  const over = (f: (x: number) => number, x: (i: number) => number): string => of(20_000, (i) => f(x(i)));
  const positive = (name: string): ((i: number) => number) => {
    const x = wide(name, 100);
    return (i) => exp(x(i));
  };
  const correlations = Float64Array.of(1, 0.5, 0.2, 0.5, 1, -0.3, 0.2, -0.3, 1);
  const lower = new Float64Array(9);
  choleskyFactor(correlations, 3, lower);
  const matrix = stream("matrix").fillNormal(new Float64Array(300 * 120));
  const gram = syrk(matrix, 300, 120);
  const factor = new Float64Array(120 * 120);
  choleskyFactor(gram, 120, factor);
  const law = (distribution: {
    logPdf(x: number): number;
    cdf(x: number): number;
    survival(x: number): number;
    quantile(p: number): number;
  }): string => {
    const source = stream("law");
    return of(2000, (i) => {
      const x = distribution.quantile(source.uniformOpen());
      return [x, distribution.cdf(x), distribution.survival(x), distribution.logPdf(x)][i % 4]!;
    });
  };
  return {
    word: draws("word", (source) => source.word()),
    uniform: draws("uniform", (source) => source.uniform()),
    integer: draws("integer", (source) => source.integer(1000)),
    normal: draws("normal", (source) => source.normal()),
    exponential: draws("exponential", (source) => source.exponential()),
    gamma: draws("gamma", (source) => source.gamma(0.7) + source.gamma(3.5)),
    studentT: draws("studentT", (source) => source.studentT(4)),
    beta: draws("beta", (source) => source.beta(0.5, 2)),
    shuffle: digest(
      Float64Array.from(
        shuffleInPlace(
          stream("shuffle"),
          Array.from({ length: 1000 }, (_, i) => i),
        ),
      ),
    ),
    bootstrap: digest(Float64Array.from(stationaryBootstrapIndices(stream("bootstrap"), 5000, 12))),
    multivariateNormal: digest(multivariateNormal(stream("mvn"), Float64Array.of(1, 2, 3), lower, 2000)),
    multivariateStudentT: digest(multivariateStudentT(stream("mvt"), 5, Float64Array.of(1, 2, 3), lower, 2000)),
    wishart: digest(wishart(stream("wishart"), 6, lower, 3)),
    gaussianCopula: digest(gaussianCopula(stream("gaussian copula"), correlations, 3, 1000)),
    studentTCopula: digest(studentTCopula(stream("t copula"), 4, correlations, 3, 500)),
    exp: over(exp, wide("exp", 200)),
    expm1: over(expm1, wide("expm1", 3)),
    log: over(log, positive("log")),
    log1p: over(log1p, positive("log1p")),
    sin: over(sin, wide("sin", 1000)),
    cos: over(cos, wide("cos", 1e9)),
    pow: over((x) => pow(exp(x), 3.7 * x), wide("pow", 5)),
    logGamma: over(logGamma, positive("logGamma")),
    normalLaw: law(normalDistribution(1, 2)),
    studentTLaw: law(studentTDistribution(3.5)),
    gammaLaw: law(gammaDistribution(2.2, 3)),
    betaLaw: law(betaDistribution(0.6, 4)),
    fLaw: law(fDistribution(3, 9)),
    counts: of(100, (k) => poissonDistribution(30).cdf(k) + binomialDistribution(100, 0.3).survival(k)),
    gemm: digest(gemm(matrix, matrix, 100, 120, 90)),
    syrk: digest(gram),
    cholesky: digest(factor),
    eigen: digest(symmetricEigen(gram, 120).vectors),
  };
}
