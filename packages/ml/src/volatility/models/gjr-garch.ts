import { squaredShockModel } from "./squared-shock-model.ts";
import { anyLags, type VarianceModel } from "./variance-model.ts";

/** GJR (Glosten, Jagannathan & Runkle 1993): h = omega + sum (alpha + gamma [e < 0]) e^2 + sum beta h. */
export const gjrGarchModel: VarianceModel = squaredShockModel("gjr-garch", anyLags);
