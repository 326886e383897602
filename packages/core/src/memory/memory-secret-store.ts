import { Secret, type SecretStore } from "../ports/secret-store.ts";

/** A {@link SecretStore} over given values, such as those of the environment, which the caller reads. */
export class MemorySecretStore implements SecretStore {
  readonly #secrets: ReadonlyMap<string, Secret>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#secrets = new Map(Object.entries(values).map(([name, value]) => [name, Secret.of(value)]));
  }

  async get(name: string): Promise<Secret | undefined> {
    return this.#secrets.get(name);
  }
}
