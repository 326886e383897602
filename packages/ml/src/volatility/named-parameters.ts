import { invalidInput } from "@plimsoll/core";
import { innovationLaws } from "./distributions/table.ts";
import { varianceModels } from "./models/table.ts";
import { type GarchSpecification, parameterLayout, partsOf } from "./specification.ts";

/** Parameters by name as a vector; `INVALID_INPUT` when one is missing, unknown, not finite or outside the domain. */
export function readParameters(
  specification: GarchSpecification,
  parameters: Readonly<Record<string, number>>,
): Float64Array {
  const { model, distribution, variance } = specification;
  const layout = parameterLayout(specification);
  const unknown = Object.keys(parameters).find((name) => !layout.names.includes(name));
  if (unknown !== undefined) {
    throw invalidInput(
      `parameters.${unknown}`,
      `parameters.${unknown}: ${model} has no such parameter: it has ${layout.names.join(", ")}`,
      { expected: layout.names.join(", ") },
    );
  }
  const values = Float64Array.from(layout.names, (name) => {
    const value = parameters[name];
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw invalidInput(`parameters.${name}`, `parameters.${name}: expected a finite number, was ${value}`);
  });
  const at = partsOf(layout, values);
  const expected = varianceModels[model].domain(variance, at.variance);
  if (expected !== null) {
    throw invalidInput("parameters", `parameters: outside the domain of ${model}: expected ${expected}`, {
      reason: "non-stationary",
      expected,
    });
  }
  innovationLaws[distribution].bounds.forEach(([lower, upper], i) => {
    const name = innovationLaws[distribution].parameterNames[i]!;
    const value = at.shape[i]!;
    if (!(value > lower && value < upper)) {
      throw invalidInput(
        `parameters.${name}`,
        `parameters.${name}: expected a number strictly between ${lower} and ${upper}, was ${value}`,
      );
    }
  });
  return values;
}

/** A vector by names. */
export function nameParameters(names: readonly string[], values: Float64Array): Readonly<Record<string, number>> {
  return Object.freeze(Object.fromEntries(names.map((name, i) => [name, values[i]!])));
}
