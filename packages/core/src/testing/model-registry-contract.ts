import type { ModelRegistry, NewModel } from "../ports/model-registry.ts";
import { equal, failsWith } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

const model = (over: Partial<NewModel> = {}): NewModel => ({
  name: "regimes",
  format: "gaussian-hmm",
  artifact: { means: [0.1, -0.2] },
  trainedAt: "2024-01-31T00:00:00Z",
  metrics: { logLikelihood: -12.5 },
  provenance: { seed: 1, from: "2000-01-01" },
  ...over,
});

/** The contract of `ModelRegistry`: an adapter passes all cases, or is wrong. */
export function modelRegistryContract(subject: ContractSubject<ModelRegistry>): readonly ContractCase[] {
  return casesOf(subject, {
    "a model reads back with all that was said about it": async ({ port }) => {
      const { artifact, ...said } = model();
      const record = { ...said, version: 1, stage: "candidate" };
      equal(await port.register(model()), record, "record");
      equal(await port.load("regimes", 1), { ...record, artifact }, "model");
      equal(await port.list("regimes"), [record], "list");
      const bare = { name: "bare", format: "onnx", artifact: null, trainedAt: "2024-01-31T00:00:00Z" };
      await port.register(bare);
      const expected = { ...bare, version: 1, stage: "candidate", metrics: {}, provenance: {} };
      equal(await port.load("bare", "latest"), expected, "model without metrics and provenance");
    },

    "versions of a name count up": async ({ port }) => {
      for (const artifact of ["one", "two", "three"]) await port.register(model({ artifact }));
      await port.register(model({ name: "other" }));
      equal((await port.load("regimes", 2)).artifact, "two", "second version");
      equal((await port.load("regimes", "latest")).artifact, "three", "latest version");
      equal(
        (await port.list("regimes")).map((each) => each.version),
        [1, 2, 3],
        "versions",
      );
      const all = (await port.list()).map((each) => `${each.name}@${each.version}`);
      equal(all, ["other@1", "regimes@1", "regimes@2", "regimes@3"], "all models");
      equal(await port.list("unknown"), [], "models of an unknown name");
    },

    "registrations at the same time get versions of their own": async ({ port, other }) => {
      const records = await Promise.all(
        Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? port : other).register(model({ artifact: i }))),
      );
      equal(
        records.map((record) => record.version).sort((a, b) => a - b),
        [1, 2, 3, 4, 5, 6, 7, 8],
        "versions",
      );
      for (const [i, record] of records.entries()) {
        equal((await port.load("regimes", record.version)).artifact, i, `artifact of version ${record.version}`);
      }
    },

    "bytes come back as bytes": async ({ port }) => {
      const artifact = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
      await port.register(model({ artifact }));
      equal((await port.load("regimes", 1)).artifact, artifact, "artifact");
    },

    "there is one champion at most": async ({ port }) => {
      for (const artifact of ["one", "two"]) await port.register(model({ artifact }));
      await failsWith("NOT_FOUND", () => port.load("regimes", "champion"), "a champion before there is one");
      equal((await port.promote("regimes", 1, "champion")).stage, "champion", "stage");
      equal((await port.load("regimes", "champion")).artifact, "one", "champion");
      await port.promote("regimes", 2, "champion");
      equal(
        (await port.list("regimes")).map((each) => each.stage),
        ["retired", "champion"],
        "stages",
      );
      equal((await port.load("regimes", "champion")).artifact, "two", "new champion");
      await port.promote("regimes", 2, "retired");
      await failsWith("NOT_FOUND", () => port.load("regimes", "champion"), "a champion after it was retired");
    },

    "an unknown model is NOT_FOUND": async ({ port }) => {
      await port.register(model());
      await failsWith("NOT_FOUND", () => port.load("unknown", "latest"), "an unknown name");
      for (const version of [0, 2, 1.5, -1]) {
        await failsWith("NOT_FOUND", () => port.load("regimes", version), `version ${version}`);
      }
      await failsWith("NOT_FOUND", () => port.promote("regimes", 2, "champion"), "promotion of an unknown version");
      await failsWith("NOT_FOUND", () => port.promote("unknown", 1, "champion"), "promotion of an unknown name");
    },

    "what can't be stored is INVALID_INPUT": async ({ port }) => {
      const bad: Readonly<Record<string, Partial<NewModel>>> = {
        "no name": { name: "" },
        "no format": { format: "" },
        "an artifact that is not JSON": { artifact: { mean: NaN } },
        "an infinite metric": { metrics: { loss: Infinity } },
        "provenance that is not JSON": { provenance: { seed: 1n } },
        "a time without zone": { trainedAt: "2024-01-31" },
      };
      for (const [what, over] of Object.entries(bad)) {
        await failsWith("INVALID_INPUT", () => port.register(model(over)), what);
      }
      equal(await port.list(), [], "models after failed registrations");
    },

    "what was handed in or out can be changed without changing the registry": async ({ port }) => {
      const bytes = Uint8Array.of(1, 2);
      const metrics = { loss: 1 };
      await port.register(model({ artifact: bytes, metrics }));
      bytes[0] = 9;
      metrics.loss = 9;
      const loaded = await port.load("regimes", 1);
      (loaded.artifact as Uint8Array)[1] = 9;
      (loaded.provenance as { seed: number }).seed = 9;
      const again = await port.load("regimes", 1);
      equal([again.artifact, again.metrics, again.provenance["seed"]], [Uint8Array.of(1, 2), { loss: 1 }, 1], "model");
    },
  });
}
