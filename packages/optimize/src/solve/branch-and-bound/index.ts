export { searchCardinality } from "./search.ts";
