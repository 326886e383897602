export * from "./dense/index.ts";
export * from "./statistics/index.ts";
export * from "./measures/index.ts";
export * from "./prospect/index.ts";
export * from "./qp/index.ts";
export * from "./distributions/index.ts";
export * from "./random/index.ts";
export * from "./wasm/index.ts";
