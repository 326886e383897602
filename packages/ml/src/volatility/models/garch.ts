import { squaredShockModel } from "./squared-shock-model.ts";
import { noLags, type VarianceModel } from "./variance-model.ts";

/** GARCH (Bollerslev 1986): h = omega + sum alpha e^2 + sum beta h. */
export const garchModel: VarianceModel = squaredShockModel("garch", noLags);
