export type * from "./chart-spec.ts";
export type * from "./table-spec.ts";
