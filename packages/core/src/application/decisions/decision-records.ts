import { PlimsollError } from "../../errors.ts";
import { canonicalJson } from "../../hash/canonical-json.ts";
import { sha256 } from "../../hash/sha256.ts";
import type { DecisionBasis } from "../../portfolio/portfolio-events.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";

/** What a stored problem or solution turned out to be when it was read back and hashed again. */
export type DecisionDocument =
  | { readonly status: "verified"; readonly hash: string; readonly json: unknown }
  /** What stands under the hash is something else: it was changed after the decision. */
  | { readonly status: "altered"; readonly hash: string; readonly json: unknown; readonly actualHash: string }
  | { readonly status: "missing"; readonly hash: string };

/** The problem and the solution that a decision rests on. */
export interface Decision {
  readonly problem: DecisionDocument;
  readonly solution: DecisionDocument;
}

/** Which half of a decision a document is. */
export type DecisionDocumentKind = "problem" | "solution";

/** The key of a problem or solution. */
export function decisionKey(kind: DecisionDocumentKind, hash: string): string {
  return `decision/${kind}/${hash}`;
}

/**
 * Stores a problem or solution under the hash of its content and returns the hash; what is there already is not written
 * again.
 * @throws `INVALID_INPUT` for what JSON can't hold
 */
export async function keepDecisionDocument(
  store: KeyValueStore,
  kind: DecisionDocumentKind,
  document: unknown,
): Promise<string> {
  const text = canonicalJson(document, kind);
  const hash = sha256(text);
  await keepOnce(store, decisionKey(kind, hash), JSON.parse(text));
  return hash;
}

/** Writes `value` unless the key has one; says whether it wrote. */
export async function keepOnce(store: KeyValueStore, key: string, value: unknown): Promise<boolean> {
  try {
    await store.set(key, value, { expectedVersion: "none" });
    return true;
  } catch (error) {
    if (PlimsollError.is(error, "CONFLICT")) return false;
    throw error;
  }
}

/** A stored problem or solution, checked against its hash. */
export async function readDecisionDocument(
  store: KeyValueStore,
  kind: DecisionDocumentKind,
  hash: string,
): Promise<DecisionDocument> {
  const entry = await store.get<unknown>(decisionKey(kind, hash));
  if (entry === undefined) return { status: "missing", hash };
  const actualHash = sha256(canonicalJson(entry.value, kind));
  if (actualHash === hash) return { status: "verified", hash, json: entry.value };
  return { status: "altered", hash, json: entry.value, actualHash };
}

/**
 * The problem and solution that `basis` names, each checked against its hash: a document that is gone or was changed is
 * a finding, not an error.
 *
 * @example
 * ```ts
 * import { MemoryKeyValueStore, optimizePortfolio, fixedClock, resolveDecision } from "@plimsoll/core";
 *
 * const decisions = new MemoryKeyValueStore();
 * const optimizer = { optimize: async (problem: { assets: string[] }) => ({ weights: { [problem.assets[0]!]: 1 } }) };
 * const clock = fixedClock("2024-01-31T15:00:00Z");
 * const { basis } = await optimizePortfolio({ optimizer, decisions, clock }, { id: "o-1", problem: { assets: ["VTI"] } });
 * console.log((await resolveDecision(decisions, basis)).solution.status); // verified
 * ```
 */
export async function resolveDecision(store: KeyValueStore, basis: DecisionBasis): Promise<Decision> {
  return {
    problem: await readDecisionDocument(store, "problem", basis.problemHash),
    solution: await readDecisionDocument(store, "solution", basis.solutionHash),
  };
}

/** @throws `NOT_FOUND` where problem or solution of `basis` aren't stored as they were hashed */
export async function requireDecision(store: KeyValueStore, basis: DecisionBasis): Promise<void> {
  const decision = await resolveDecision(store, basis);
  for (const kind of ["problem", "solution"] as const) {
    const { status, hash } = decision[kind];
    if (status === "verified") continue;
    throw new PlimsollError(
      "NOT_FOUND",
      `basis.${kind}Hash: the ${kind} ${hash} is ${status}; store it by optimizePortfolio before deciding on it`,
      { kind, id: hash },
    );
  }
}
