import { inspect } from "node:util";
import { expect, test } from "vitest";
import { requireSecret } from "../ports/secret-store.ts";
import { MemorySecretStore } from "./memory-secret-store.ts";

const store = new MemorySecretStore({ TOKEN: "swordfish" });

test("a secret shows itself only when asked to", async () => {
  const secret = await requireSecret(store, "TOKEN");
  expect(secret.reveal()).toBe("swordfish");
  expect(`${String(secret)} ${JSON.stringify({ secret })} ${inspect(secret)}`).not.toContain("swordfish");
});

test("a secret that is not there is NOT_FOUND, by name", async () => {
  expect(await store.get("OTHER")).toBeUndefined();
  await expect(requireSecret(store, "OTHER")).rejects.toMatchObject({
    code: "NOT_FOUND",
    details: { kind: "secret", id: "OTHER" },
  });
});
