export { type Pattern, type PatternKind, patternKinds } from "./pattern.ts";
