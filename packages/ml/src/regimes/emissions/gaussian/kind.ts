import { invalidInput } from "@plimsoll/core";
import type { RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../../../observations.ts";
import type { CovarianceForm } from "../../covariance-form.ts";
import type { EmissionKind } from "../../emission.ts";
import { startResponsibilities } from "../../initialize.ts";
import { flattenMatrices, flattenRows, formSchema, matricesSchema, requireForm, rowsSchema } from "../matrices.ts";
import {
  type CovarianceFloorOption,
  type CovarianceSettings,
  covarianceSettingsShape,
  defaultFloor,
  varianceFloor,
} from "../settings.ts";
import { GaussianEmission } from "./gaussian-emission.ts";

/** The law of each state of a Gaussian hidden Markov model. */
export interface GaussianParameters {
  readonly covariance: CovarianceForm;
  /** states x columns */
  readonly means: readonly (readonly number[])[];
  /** states x columns x columns */
  readonly covariances: readonly (readonly (readonly number[])[])[];
}

/** Options of a Gaussian law. */
export interface GaussianOptions extends CovarianceFloorOption {
  /** @defaultValue "full" */
  readonly covariance?: CovarianceForm;
}

/** Throws `INVALID_INPUT` for a form that doesn't exist. */
export function checkedForm(form: CovarianceForm): CovarianceForm {
  if (!["spherical", "diagonal", "tied", "full"].includes(form)) {
    throw invalidInput("covariance", `expected spherical, diagonal, tied or full, was ${form}`);
  }
  return form;
}

/** The Gaussian law of `blocks` states that responsibilities (rows x blocks) lead to. */
export function gaussianFrom(
  observations: Observations,
  form: CovarianceForm,
  floor: Float64Array,
  responsibilities: Float64Array,
  blocks: number,
  group: number,
): GaussianEmission {
  const { rows, columns, values, missing, complete } = observations;
  const centre = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    if (missing[t] === 0) for (let i = 0; i < columns; i++) centre[i]! += values[t * columns + i]! / complete;
  }
  const means = new Float64Array(blocks * columns);
  const covariances = new Float64Array(blocks * columns * columns);
  for (let k = 0; k < blocks; k++) {
    means.set(centre, k * columns);
    for (let i = 0; i < columns; i++) covariances[(k * columns + i) * columns + i] = floor[i]!;
  }
  return new GaussianEmission(form, means, covariances, floor, group).reestimate(observations, responsibilities);
}

export const gaussianKind: EmissionKind<GaussianOptions, GaussianParameters, CovarianceSettings> = {
  kind: "gaussian-hmm",
  title: "a Gaussian HMM",
  parametersShape: { covariance: formSchema, means: rowsSchema, covariances: matricesSchema },
  settingsShape: covarianceSettingsShape,
  minimumRows: (states, columns) => 2 * states + columns,
  starts(observations, states, { covariance = "full", covarianceFloor = 1e-6 }) {
    const form = checkedForm(covariance);
    const floor = varianceFloor(observations, covarianceFloor);
    return (attempt: number, random: RandomStream) =>
      gaussianFrom(
        observations,
        form,
        floor,
        startResponsibilities(observations, states, attempt, random),
        states,
        states,
      );
  },
  of({ covariance, means, covariances }, settings) {
    const flatMeans = flattenRows(means, "means");
    const columns = flatMeans.length / means.length;
    const flat = requireForm(
      flattenMatrices(covariances, "covariances", columns, means.length),
      columns,
      covariance,
      means.length,
      "covariances",
    );
    const floor = settings === undefined ? defaultFloor(flat, columns) : Float64Array.from(settings.covarianceFloor);
    if (floor.length !== columns) {
      throw invalidInput("covarianceFloor", `the sizes of means and covarianceFloor do not agree`);
    }
    return new GaussianEmission(covariance, flatMeans, flat, floor);
  },
};
