export {
  minimizeSmooth,
  type MinimizeSmoothOptions,
  type SmoothMinimum,
  type SmoothObjective,
} from "./minimize-smooth.ts";
