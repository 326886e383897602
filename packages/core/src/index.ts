export * from "./errors.ts";
export type * from "./report/chart-spec.ts";
export type * from "./report/table-spec.ts";
