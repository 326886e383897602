export type { ReturnInput, ReturnPanelLike, WeightInput } from "./return-series.ts";
