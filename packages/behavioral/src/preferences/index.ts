export type { PreferenceEstimate, PreferenceReport } from "./adjustment.ts";
export {
  behavioralPreferences,
  type BehavioralPreferences,
  type PreferenceAdjustment,
  type UnaddressedBias,
} from "./behavioral-preferences.ts";
export type { PreferenceOptions } from "./preference-options.ts";
