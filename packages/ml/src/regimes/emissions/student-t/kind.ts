import { invalidInput } from "@plimsoll/core";
import type { RandomStream } from "@plimsoll/numeric";
import * as z from "zod";
import type { CovarianceForm } from "../../covariance-form.ts";
import type { EmissionKind } from "../../emission.ts";
import { startResponsibilities } from "../../initialize.ts";
import { checkedForm, gaussianFrom } from "../gaussian/kind.ts";
import { flattenMatrices, flattenRows, formSchema, matricesSchema, requireForm, rowsSchema } from "../matrices.ts";
import {
  type CovarianceFloorOption,
  type CovarianceSettings,
  covarianceSettingsShape,
  defaultFloor,
  varianceFloor,
} from "../settings.ts";
import { StudentTEmission } from "./student-t-emission.ts";

/** The law of each state of a Student-t hidden Markov model. */
export interface StudentTParameters {
  /** Form of the scatter matrices. */
  readonly covariance: CovarianceForm;
  /** Means where the degrees of freedom are above 1; states x columns. */
  readonly locations: readonly (readonly number[])[];
  /** states x columns x columns; the covariance is nu / (nu - 2) times the scatter. */
  readonly scatters: readonly (readonly (readonly number[])[])[];
  /** One number nu for each state. */
  readonly degreesOfFreedom: readonly number[];
}

/** What a Student law needs beside its parameters. */
export interface StudentTSettings extends CovarianceSettings {
  /** Range in which degrees of freedom were estimated; one point where they were fixed. */
  readonly degreesOfFreedomRange: readonly [number, number];
}

/** Options of a Student-t law. */
export interface StudentTOptions extends CovarianceFloorOption {
  /**
   * Form of the scatter matrices.
   * @defaultValue "full"
   */
  readonly covariance?: CovarianceForm;
  /**
   * Degrees of freedom: a number to hold them at, or the range in which each state's are estimated. Above 2 each state has
   * a covariance; at 200 it is a normal for all purposes.
   * @defaultValue [2.1, 200]
   */
  readonly degreesOfFreedom?: number | readonly [number, number];
}

const wholeRange = [2.1, 200] as const;

function rangeOf(option: number | readonly [number, number]): readonly [number, number] {
  const [least, most] = typeof option === "number" ? [option, option] : option;
  if (least > 0 && least <= most && most <= 1e6) return [least, most];
  throw invalidInput("degreesOfFreedom", `expected 0 < least <= most <= 1e6, was ${least} to ${most}`);
}

export const studentTKind: EmissionKind<StudentTOptions, StudentTParameters, StudentTSettings> = {
  kind: "student-t-hmm",
  title: "a Student-t HMM",
  parametersShape: {
    covariance: formSchema,
    locations: rowsSchema,
    scatters: matricesSchema,
    degreesOfFreedom: z.array(z.number().positive()),
  },
  settingsShape: {
    ...covarianceSettingsShape,
    degreesOfFreedomRange: z.tuple([z.number().positive(), z.number().positive()]),
  },
  minimumRows: (states, columns) => 3 * states + columns,
  starts(observations, states, { covariance = "full", covarianceFloor = 1e-6, degreesOfFreedom = wholeRange }) {
    const form = checkedForm(covariance);
    const floor = varianceFloor(observations, covarianceFloor);
    const range = rangeOf(degreesOfFreedom);
    const nu = Math.min(range[1], Math.max(range[0], 8));
    return (attempt: number, random: RandomStream) => {
      const responsibilities = startResponsibilities(observations, states, attempt, random);
      const { means, covariances } = gaussianFrom(observations, form, floor, responsibilities, states, states);
      const scatters = nu > 2 ? covariances.map((value) => (value * (nu - 2)) / nu) : covariances;
      return new StudentTEmission({ form, floor, range }, means, scatters, new Float64Array(states).fill(nu));
    };
  },
  of({ covariance, locations, scatters, degreesOfFreedom }, settings) {
    const flatLocations = flattenRows(locations, "locations");
    const columns = flatLocations.length / locations.length;
    const flat = requireForm(
      flattenMatrices(scatters, "scatters", columns, locations.length),
      columns,
      covariance,
      locations.length,
      "scatters",
    );
    if (degreesOfFreedom.length !== locations.length || degreesOfFreedom.some((nu) => !(nu > 0))) {
      throw invalidInput("degreesOfFreedom", `expected ${locations.length} positive numbers, one for each state`);
    }
    const floor = settings === undefined ? defaultFloor(flat, columns) : Float64Array.from(settings.covarianceFloor);
    if (floor.length !== columns) {
      throw invalidInput("covarianceFloor", "the sizes of locations and covarianceFloor do not agree");
    }
    const range = settings?.degreesOfFreedomRange ?? [
      Math.min(wholeRange[0], ...degreesOfFreedom),
      Math.max(wholeRange[1], ...degreesOfFreedom),
    ];
    return new StudentTEmission(
      { form: covariance, floor, range: [range[0], range[1]] },
      flatLocations,
      flat,
      Float64Array.from(degreesOfFreedom),
    );
  },
};
