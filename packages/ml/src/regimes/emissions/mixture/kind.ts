import { invalidInput } from "@plimsoll/core";
import type { RandomStream } from "@plimsoll/numeric";
import type { CovarianceForm } from "../../covariance-form.ts";
import type { EmissionKind } from "../../emission.ts";
import { startResponsibilities } from "../../initialize.ts";
import { GaussianEmission } from "../gaussian/gaussian-emission.ts";
import { checkedForm, gaussianFrom } from "../gaussian/kind.ts";
import { lawRowsSchema, requireLaws } from "../laws.ts";
import { flattenMatrices, flattenRows, formSchema, matricesSchema, requireForm, rowsSchema } from "../matrices.ts";
import {
  type CovarianceFloorOption,
  type CovarianceSettings,
  covarianceSettingsShape,
  defaultFloor,
  varianceFloor,
} from "../settings.ts";
import { MixtureEmission } from "./mixture-emission.ts";
import * as z from "zod";

/** The law of each state of a hidden Markov model with Gaussian mixtures. */
export interface MixtureParameters {
  /** Form of the covariances; tied components share the covariance of their state. */
  readonly covariance: CovarianceForm;
  /** states x components; each row sums to 1 */
  readonly weights: readonly (readonly number[])[];
  /** states x components x columns */
  readonly means: readonly (readonly (readonly number[])[])[];
  /** states x components x columns x columns */
  readonly covariances: readonly (readonly (readonly (readonly number[])[])[])[];
}

/** Options of a law of Gaussian mixtures. */
export interface MixtureOptions extends CovarianceFloorOption {
  /**
   * Gaussians in each state, 1 to 10.
   * @defaultValue 2
   */
  readonly components?: number;
  /**
   * Tied components share the covariance of their state.
   * @defaultValue "full"
   */
  readonly covariance?: CovarianceForm;
}

/** Checks how many components are asked for. */
function checkedComponents(components: number): number {
  if (Number.isInteger(components) && components >= 1 && components <= 10) return components;
  throw invalidInput("components", `expected a whole number from 1 to 10, was ${components}`);
}

export const mixtureKind: EmissionKind<MixtureOptions, MixtureParameters, CovarianceSettings> = {
  kind: "mixture-hmm",
  title: "a mixture HMM",
  parametersShape: {
    covariance: formSchema,
    weights: lawRowsSchema,
    means: z.array(rowsSchema),
    covariances: z.array(matricesSchema),
  },
  settingsShape: covarianceSettingsShape,
  minimumRows: (states, columns, { components = 2 }) => 2 * states * checkedComponents(components) + columns,
  starts(observations, states, { components = 2, covariance = "full", covarianceFloor = 1e-6 }) {
    const form = checkedForm(covariance);
    const floor = varianceFloor(observations, covarianceFloor);
    return (attempt: number, random: RandomStream) => {
      const outer = startResponsibilities(observations, states, attempt, random.substream("states"));
      // the other kind of start inside a state: components must not repeat the states
      const inner = startResponsibilities(observations, components, attempt + 1, random.substream("components"));
      const joint = new Float64Array(observations.rows * states * components);
      for (let index = 0; index < joint.length; index++) {
        const row = Math.floor(index / (states * components));
        const state = Math.floor(index / components) % states;
        joint[index] = outer[row * states + state]! * inner[row * components + (index % components)]!;
      }
      const gaussian = gaussianFrom(observations, form, floor, joint, states * components, components);
      return new MixtureEmission(new Float64Array(states * components).fill(1 / components), gaussian, states);
    };
  },
  of({ covariance, weights, means, covariances }, settings) {
    const states = weights.length;
    const components = weights[0]?.length ?? 0;
    const flatWeights = requireLaws(flattenRows(weights, "weights"), components, "weights");
    if (means.length !== states || covariances.length !== states) {
      throw invalidInput("means", "the sizes of weights, means and covariances do not agree");
    }
    const columns = means[0]?.[0]?.length ?? 0;
    const flatMeans = flattenRows(means.flat(), "means", columns, states * components);
    const flat = requireForm(
      flattenMatrices(covariances.flat(), "covariances", columns, states * components),
      columns,
      covariance,
      components,
      "covariances",
    );
    const floor = settings === undefined ? defaultFloor(flat, columns) : Float64Array.from(settings.covarianceFloor);
    if (floor.length !== columns) {
      throw invalidInput("covarianceFloor", "the sizes of means and covarianceFloor do not agree");
    }
    return new MixtureEmission(
      flatWeights,
      new GaussianEmission(covariance, flatMeans, flat, floor, components),
      states,
    );
  },
};
