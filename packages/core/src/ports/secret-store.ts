import { PlimsollError } from "../errors.ts";

/** A secret that does not show itself in logs, JSON or string templates; only `reveal` gives it away. */
export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  static of(value: string): Secret {
    return new Secret(value);
  }

  /** The secret itself, for the one call that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }
}

/** Where API keys and passwords come from. */
export interface SecretStore {
  /** The secret of that name, such as `"TIINGO_TOKEN"`, or `undefined`. */
  get(name: string): Promise<Secret | undefined>;
}

/**
 * The secret of that name.
 * @throws `NOT_FOUND` naming the secret, when the store does not have it
 *
 * @example
 * ```ts
 * import { MemorySecretStore, requireSecret } from "@plimsoll/core";
 *
 * const secret = await requireSecret(new MemorySecretStore({ TOKEN: "t-1" }), "TOKEN");
 * console.log(`${secret}`, secret.reveal()); // [secret] t-1
 * ```
 */
export async function requireSecret(store: SecretStore, name: string): Promise<Secret> {
  const secret = await store.get(name);
  if (secret !== undefined) return secret;
  throw new PlimsollError("NOT_FOUND", `no secret "${name}": add it to the secret store`, { kind: "secret", id: name });
}
