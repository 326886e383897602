import type { Json } from "../../problem/normalize.ts";
import type { Cut } from "./rule-family.ts";

/** Why nothing in a node is better than a bound: the relaxation it belongs to, and what proves its bound. */
export interface ChoiceRecord {
  /**
   * `bound`: the point and multipliers bound the goal. `empty`: the multipliers contradict the rows. `over-cap`: the least
   * risk of cap number `cap` is over it. `no-excess`: nothing earns more than the risk-free rate.
   */
  readonly kind: "bound" | "empty" | "over-cap" | "no-excess";
  readonly cap: number;
  readonly weights: Float64Array;
  readonly rows: Float64Array;
  readonly absolutes: Float64Array;
  readonly caps: Float64Array;
  /** Positions in {@link ChoiceProof.cuts}. */
  readonly cuts: readonly number[];
  readonly apart: readonly number[];
  readonly proof: Json | undefined;
}

/**
 * A tree over the choices of a {@link ChoiceModel}. Node 0 is the root; where `choice[t]` < 0 node t is a leaf, else node
 * `first[t]` keeps the `states[t]` of that choice and the node after it the rest.
 */
export interface ChoiceProof {
  readonly diagonal: Float64Array | undefined;
  readonly cuts: readonly Cut[];
  readonly choice: readonly number[];
  readonly states: readonly number[];
  readonly first: readonly number[];
  /** Records by node; a node without one is bounded by those above it and below. */
  readonly records: ReadonlyMap<number, ChoiceRecord>;
}

/** A proof as JSON. */
export function choiceProofToJson(proof: ChoiceProof, bound: number): Json {
  const { diagonal, cuts, choice, states, first, records } = proof;
  return {
    bound,
    choices: {
      diagonal: diagonal === undefined ? null : [...diagonal],
      cuts: cuts.map(({ rule, members }) => ({ rule, members: [...members] })),
      choice: [...choice],
      states: [...states],
      first: [...first],
      records: [...records].map(([node, record]) => ({
        node,
        kind: record.kind,
        cap: record.cap,
        weights: [...record.weights],
        rows: [...record.rows],
        absolutes: [...record.absolutes],
        caps: [...record.caps],
        cuts: [...record.cuts],
        apart: [...record.apart],
        ...(record.proof === undefined ? {} : { proof: record.proof }),
      })),
    },
  };
}

type Numbers = readonly number[];

interface ChoicesJson {
  readonly diagonal: Numbers | null;
  readonly cuts: readonly { readonly rule: number; readonly members: Numbers }[];
  readonly choice: Numbers;
  readonly states: Numbers;
  readonly first: Numbers;
  readonly records: readonly {
    readonly node: number;
    readonly kind: ChoiceRecord["kind"];
    readonly cap: number;
    readonly weights: Numbers;
    readonly rows: Numbers;
    readonly absolutes: Numbers;
    readonly caps: Numbers;
    readonly cuts: Numbers;
    readonly apart: Numbers;
    readonly proof?: Json;
  }[];
}

/** The proof that {@link choiceProofToJson} wrote; undefined where the JSON holds none. */
export function choiceProofFromJson(json: Json | undefined): ChoiceProof | undefined {
  const choices = (json as { readonly choices?: ChoicesJson } | null | undefined)?.choices;
  if (choices === undefined) return undefined;
  return {
    diagonal: choices.diagonal === null ? undefined : Float64Array.from(choices.diagonal),
    cuts: choices.cuts.map(({ rule, members }) => ({ rule, members: Int32Array.from(members) })),
    choice: choices.choice,
    states: choices.states,
    first: choices.first,
    records: new Map(
      choices.records.map(({ node, weights, rows, absolutes, caps, proof, ...rest }) => [
        node,
        {
          ...rest,
          weights: Float64Array.from(weights),
          rows: Float64Array.from(rows),
          absolutes: Float64Array.from(absolutes),
          caps: Float64Array.from(caps),
          proof,
        },
      ]),
    ),
  };
}
