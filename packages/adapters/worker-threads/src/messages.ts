import type { Progress, SerializedError } from "@plimsoll/core";

/** What the pool tells a thread. */
export type ToThread =
  | { readonly kind: "run"; readonly url: string; readonly name: string; readonly input: unknown }
  | { readonly kind: "abort" };

/** What a thread tells the pool. */
export type FromThread =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly output: unknown }
  | { readonly kind: "failed"; readonly error: SerializedError }
  | { readonly kind: "broken"; readonly name: string; readonly message: string; readonly stack: string | undefined };
