import { type BiasKey, biasKeys } from "./bias-key.ts";
import type { Detector } from "./detector.ts";
import { disposition } from "./disposition.ts";

/** The detectors by bias: the one place that lists them. */
export const detectors: { readonly [Key in BiasKey]?: Detector } = { disposition };

/** The detectors in the report's order. */
export const detectorList: readonly Detector[] = biasKeys.flatMap((key) => detectors[key] ?? []);
