import { aparchModel } from "./aparch.ts";
import { egarchModel } from "./egarch.ts";
import { ewmaModel } from "./ewma.ts";
import { figarchModel } from "./figarch.ts";
import { garchModel } from "./garch.ts";
import { gjrGarchModel } from "./gjr-garch.ts";
import { harModel } from "./har.ts";
import { tarchModel } from "./tarch.ts";
import type { VarianceModel, VolatilityModelName } from "./variance-model.ts";

/** Every model of the variance by name. */
export const varianceModels: Readonly<Record<VolatilityModelName, VarianceModel>> = {
  garch: garchModel,
  "gjr-garch": gjrGarchModel,
  egarch: egarchModel,
  tarch: tarchModel,
  aparch: aparchModel,
  figarch: figarchModel,
  har: harModel,
  ewma: ewmaModel,
};
