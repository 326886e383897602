export * from "./errors.ts";
export * from "./values/index.ts";
export * from "./portfolio/index.ts";
export * from "./panel/index.ts";
export * from "./quality/index.ts";
export * from "./ports/index.ts";
export * from "./memory/index.ts";
export * from "./application/index.ts";
export type * from "./report/index.ts";
