export type { CardinalityProgram, CountLimit } from "./program.ts";
export { searchCardinality } from "./search.ts";
