import type { GarchState } from "./garch-state.ts";
import { rescaleMean } from "./mean/mean-settings.ts";
import { varianceModels } from "./models/table.ts";
import { identity, type ParameterInformation, parameterInformation } from "./parameter-covariance.ts";
import { parameterLayout, partsOf } from "./specification.ts";
import { columnSizes, leastSquaresMean } from "./starting-point.ts";

/** Information about parameters of returns whose residuals have variance 1, and the way to the unit of the returns. */
export interface ScaledInformation {
  readonly information: ParameterInformation;
  /** Derivatives of parameters in the unit of the returns by those of the information, row-major. */
  readonly jacobian: Float64Array;
}

/** The information of a model at its parameters. */
export function scaledInformation({ specification, data, presample, parameters }: GarchState): ScaledInformation {
  const layout = parameterLayout(specification);
  const { model, mean, variance } = specification;
  const size = parameters.length;
  const scale = Math.sqrt(leastSquaresMean(mean, data).variance);
  const at = partsOf(layout, parameters);
  const unit = Float64Array.of(
    ...rescaleMean(mean, at.mean, 1 / scale),
    ...varianceModels[model].rescale(variance, at.variance, 1 / scale),
    ...at.shape,
  );
  const jacobian = { values: identity(size), stride: size };
  const there = partsOf(layout, unit);
  rescaleMean(mean, there.mean, scale, { ...jacobian, offset: 0 });
  varianceModels[model].rescale(variance, there.variance, scale, { ...jacobian, offset: layout.mean });
  const scaled = {
    ...specification,
    variance: { ...variance, target: variance.target === null ? null : variance.target / scale ** 2 },
  };
  // outside variables are brought to size 1 too
  const sizes = columnSizes(data.regressors, mean.regressors);
  const firstColumn = layout.mean - mean.regressors;
  sizes.forEach((columnSize, j) => {
    const i = firstColumn + j;
    unit[i]! *= columnSize;
    jacobian.values[i * size + i]! /= columnSize;
  });
  const information = parameterInformation(
    scaled,
    {
      values: data.values.map((value) => value / scale),
      regressors: data.regressors.map((value, i) => value / sizes[i % mean.regressors]!),
    },
    presample === null ? null : presample / scale ** 2,
    unit,
  );
  return { information, jacobian: jacobian.values };
}
