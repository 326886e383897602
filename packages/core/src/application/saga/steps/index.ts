import type { RebalanceStep } from "../step.ts";
import { cancel } from "./cancel.ts";
import { checkRisk } from "./check-risk.ts";
import { end } from "./end.ts";
import { place } from "./place.ts";
import { propose } from "./propose.ts";
import { record } from "./record.ts";
import { validate } from "./validate.ts";

/** The steps in their order: the first that is due comes next; a new step is a file and a line here. */
export const steps: readonly RebalanceStep[] = [propose, validate, checkRisk, place, cancel, record, end];
