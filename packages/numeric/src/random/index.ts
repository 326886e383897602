export { cos, exp, expm1, log, log1p, pow, sin } from "./elementary/index.ts";
export { RandomStream, type RandomStreamState } from "./random-stream.ts";
export { chooseIndices, chooseWeighted, shuffleInPlace } from "./sampling.ts";
export {
  blockBootstrapIndices,
  bootstrapIndices,
  stationaryBootstrapBlocks,
  stationaryBootstrapIndices,
} from "./bootstrap.ts";
export { gaussianCopula, multivariateNormal, multivariateStudentT, studentTCopula, wishart } from "./multivariate.ts";
export { QuickNormals } from "./quick-normals.ts";
export { CorrelatedNormals } from "./correlated-normals.ts";
