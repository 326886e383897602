import { invalidInput, PlimsollError } from "../errors.ts";
import { checkName } from "../ports/check-name.ts";
import { parseInstant } from "../ports/instant.ts";
import { encodeJson } from "../ports/json.ts";
import type {
  ModelRecord,
  ModelRegistry,
  ModelStage,
  ModelVersion,
  NewModel,
  RegisteredModel,
} from "../ports/model-registry.ts";
import { byCodePoint } from "./code-points.ts";

interface Row {
  readonly artifact: string | Uint8Array;
  /** The record as JSON, without its stage. */
  readonly record: string;
  stage: ModelStage;
}

/** A {@link ModelRegistry} in memory. */
export class MemoryModelRegistry implements ModelRegistry {
  readonly #models = new Map<string, Row[]>();

  async register(model: NewModel): Promise<ModelRecord> {
    const { name, format, trainedAt, artifact, metrics = {}, provenance = {} } = model;
    checkName(name, "name");
    checkName(format, "format");
    parseInstant(trainedAt, "trainedAt");
    for (const [metric, value] of Object.entries(metrics)) {
      if (Number.isFinite(value)) continue;
      throw invalidInput(
        `metrics.${metric}`,
        `metrics.${metric} of model "${name}": expected a finite number, was ${value}`,
      );
    }
    const rows = this.#models.get(name) ?? [];
    const row: Row = {
      artifact: artifact instanceof Uint8Array ? artifact.slice() : encodeJson(artifact, "artifact"),
      record: encodeJson({ name, version: rows.length + 1, format, trainedAt, metrics, provenance }, "provenance"),
      stage: "candidate",
    };
    rows.push(row);
    this.#models.set(name, rows);
    return recordOf(row);
  }

  async load(name: string, version: ModelVersion): Promise<RegisteredModel> {
    const row = this.#find(name, version);
    const { artifact } = row;
    return {
      ...recordOf(row),
      artifact: typeof artifact === "string" ? (JSON.parse(artifact) as unknown) : artifact.slice(),
    };
  }

  async list(name?: string): Promise<readonly ModelRecord[]> {
    const names = name === undefined ? [...this.#models.keys()].sort(byCodePoint) : [name];
    return names.flatMap((each) => (this.#models.get(each) ?? []).map(recordOf));
  }

  async promote(name: string, version: number, stage: ModelStage): Promise<ModelRecord> {
    const row = this.#find(name, version);
    if (stage === "champion") {
      for (const other of this.#models.get(name)!) if (other.stage === "champion") other.stage = "retired";
    }
    row.stage = stage;
    return recordOf(row);
  }

  #find(name: string, version: ModelVersion): Row {
    const rows = this.#models.get(name) ?? [];
    let row: Row | undefined;
    if (version === "champion") row = rows.find((each) => each.stage === "champion");
    else if (version === "latest") row = rows.at(-1);
    else row = rows[version - 1];
    if (row !== undefined) return row;
    const id = `${name}@${version}`;
    throw new PlimsollError(
      "NOT_FOUND",
      `no model ${id}: ${rows.length === 0 ? `nothing is registered as "${name}"` : `"${name}" has versions 1 to ${rows.length}`}`,
      { kind: "model", id },
    );
  }
}

function recordOf(row: Row): ModelRecord {
  return { ...(JSON.parse(row.record) as Omit<ModelRecord, "stage">), stage: row.stage };
}
