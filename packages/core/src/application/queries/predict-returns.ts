import * as z from "zod";
import { PlimsollError } from "../../errors.ts";
import type { FeatureStore } from "../../ports/feature-store.ts";
import type { ModelIdentity, ReturnPredictor } from "../../ports/return-predictor.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { check } from "../../values/check.ts";

/** Features as a predictor takes them: what was known of each entity at one moment. */
export interface FeatureTable {
  /** ISO 8601 with zone. */
  readonly at: string;
  readonly entities: readonly string[];
  readonly features: readonly string[];
  /** Entities x features; `null` = unknown at that moment. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** What {@link predictReturns} stands on. */
export interface PredictPorts<Forecast> {
  readonly features: FeatureStore;
  readonly predictor: ReturnPredictor<FeatureTable, Forecast>;
}

/** What to forecast from, seen from when. */
export interface PredictRequest {
  readonly entities: readonly string[];
  readonly features: readonly string[];
  /** The moment of looking, ISO 8601 with zone: nothing that became known later is seen. */
  readonly at: string;
  /** Whether an unknown feature is an error or goes to the predictor as `null`. @defaultValue "refuse" */
  readonly missing?: "refuse" | "pass" | undefined;
}

/** Schema of {@link PredictRequest}. */
export const PredictRequestSchema: z.ZodType<PredictRequest> = z.strictObject({
  entities: z.array(z.string().min(1)).min(1, "expected at least one entity").readonly(),
  features: z.array(z.string().min(1)).min(1, "expected at least one feature").readonly(),
  at: z.string(),
  missing: z.enum(["refuse", "pass"]).optional(),
});

/** A forecast, the model that made it and the features that it saw. */
export interface PredictedReturns<Forecast> {
  readonly forecast: Forecast;
  readonly model: ModelIdentity;
  readonly features: FeatureTable;
}

/**
 * Query: a forecast from the features that were known at one moment; nothing is written.
 *
 * Errors: `INVALID_INPUT` for a malformed request; `NOT_ENOUGH_DATA` naming the first unknown feature unless it may pass;
 * those of the predictor.
 */
export async function predictReturns<Forecast>(
  ports: PredictPorts<Forecast>,
  request: PredictRequest,
  options: RunOptions = {},
): Promise<PredictedReturns<Forecast>> {
  const { entities, features, at, missing = "refuse" } = check(PredictRequestSchema, request, "request");
  const key = (entity: string, feature: string): string => JSON.stringify([entity, feature]);
  const known = new Map<string, number | null>();
  for (const { entity, feature, value } of await ports.features.read({ entities, features, at })) {
    known.set(key(entity, feature), value);
  }
  const table: FeatureTable = {
    at,
    entities,
    features,
    values: entities.map((entity) => features.map((feature) => known.get(key(entity, feature)) ?? null)),
  };
  if (missing === "refuse") requireKnown(table);
  return { forecast: await ports.predictor.predict(table, options), model: ports.predictor.model, features: table };
}

function requireKnown({ at, entities, features, values }: FeatureTable): void {
  const required = entities.length * features.length;
  const available = values.flat().filter((value) => value !== null).length;
  if (available === required) return;
  const row = values.findIndex((cells) => cells.includes(null));
  const feature = features[values[row]!.indexOf(null)]!;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `${feature} of ${entities[row]} was unknown at ${at}: write it to the feature store, or set missing to "pass"`,
    { required, available, argument: `${entities[row]}/${feature}` },
  );
}
