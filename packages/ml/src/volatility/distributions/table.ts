import { gedLaw } from "./ged.ts";
import type { InnovationDistribution, InnovationLaw } from "./innovation-law.ts";
import { normalLaw } from "./normal.ts";
import { skewTLaw } from "./skew-t.ts";
import { studentTLaw } from "./student-t.ts";

/** Every law of innovations by name. */
export const innovationLaws: Readonly<Record<InnovationDistribution, InnovationLaw>> = {
  normal: normalLaw,
  "student-t": studentTLaw,
  "skew-t": skewTLaw,
  ged: gedLaw,
};
