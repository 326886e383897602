import { invalidInput } from "@plimsoll/core";
import { parseAs } from "../input/parse.ts";
import { ageWeightedMethod, type AgeWeightedSpec } from "./age-weighted.ts";
import { cornishFisherMethod, type CornishFisherSpec } from "./cornish-fisher.ts";
import { ewmaMethod, type EwmaSpec } from "./ewma.ts";
import { extremeValueMethod, type ExtremeValueSpec } from "./extreme-value.ts";
import { filteredHistoricalMethod, type FilteredHistoricalSpec } from "./filtered-historical.ts";
import { garchMethod, type GarchSpec } from "./garch.ts";
import { gaussianMethod, type GaussianSpec } from "./gaussian.ts";
import { historicalMethod, type HistoricalSpec } from "./historical.ts";
import { kernelMethod, type KernelSpec } from "./kernel.ts";
import { monteCarloMethod, type MonteCarloSpec } from "./monte-carlo.ts";
import { studentTMethod, type StudentTSpec } from "./student-t.ts";
import type { TailMethod } from "./tail-method.ts";
import { volatilityWeightedMethod, type VolatilityWeightedSpec } from "./volatility-weighted.ts";

/** How a tail is estimated, as plain data. */
export type TailMethodSpec =
  | HistoricalSpec
  | AgeWeightedSpec
  | VolatilityWeightedSpec
  | GaussianSpec
  | StudentTSpec
  | CornishFisherSpec
  | EwmaSpec
  | GarchSpec
  | FilteredHistoricalSpec
  | ExtremeValueSpec
  | KernelSpec
  | MonteCarloSpec;

/** The name of a method, which stands for its defaults (`"garch"` has none: it needs its parameters). */
export type TailMethodKind = TailMethodSpec["kind"];

/** Every method by name: the dispatcher, the schema and the message below are made from it. */
const tailMethods: {
  readonly [Kind in TailMethodKind]: TailMethod<Extract<TailMethodSpec, { readonly kind: Kind }>>;
} = {
  historical: historicalMethod,
  "age-weighted": ageWeightedMethod,
  "volatility-weighted": volatilityWeightedMethod,
  gaussian: gaussianMethod,
  "student-t": studentTMethod,
  "cornish-fisher": cornishFisherMethod,
  ewma: ewmaMethod,
  garch: garchMethod,
  "filtered-historical": filteredHistoricalMethod,
  "extreme-value": extremeValueMethod,
  kernel: kernelMethod,
  "monte-carlo": monteCarloMethod,
};

/** The names of all methods. */
export const tailMethodKinds: readonly TailMethodKind[] = Object.freeze(Object.keys(tailMethods) as TailMethodKind[]);

/** The method that `requested` names, with its parameters checked; throws `INVALID_INPUT` otherwise. */
export function resolveTailMethod(requested: TailMethodKind | TailMethodSpec): {
  readonly method: TailMethod<TailMethodSpec>;
  readonly spec: TailMethodSpec;
} {
  const spec = typeof requested === "string" ? { kind: requested } : requested;
  if (!Object.hasOwn(tailMethods, spec.kind)) {
    throw invalidInput("method", `method: no "${spec.kind}": choose one of ${tailMethodKinds.join(", ")}`, {
      expected: tailMethodKinds.join(" | "),
      received: spec.kind,
    });
  }
  // the kind picks the entry, so the entry's own spec type is what the schema returns
  const method = tailMethods[spec.kind] as unknown as TailMethod<TailMethodSpec>;
  return { method, spec: parseAs(method.schema, spec, "method") };
}
