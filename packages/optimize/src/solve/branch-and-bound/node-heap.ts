import type { RelaxationStates } from "./relaxation-states.ts";

/** A node of the search that is not closed. */
export interface OpenNode {
  /** Its number in the tree. */
  at: number;
  readonly branches: Int8Array;
  readonly states: RelaxationStates;
  bound: number;
  /** What proves the bound. */
  multipliers: number;
}

/** Open nodes by bound, the least first. */
export class NodeHeap<Node extends { readonly bound: number } = OpenNode> {
  readonly #nodes: Node[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  /** The least bound, Infinity where there is no node. */
  get least(): number {
    return this.#nodes[0]?.bound ?? Infinity;
  }

  /** The least node and others at even distances, `count` at most. */
  sample(count: number): readonly Node[] {
    const stride = Math.max(1, Math.ceil(this.#nodes.length / count));
    return this.#nodes.filter((_, at) => at % stride === 0);
  }

  push(node: Node): void {
    const nodes = this.#nodes;
    let at = nodes.length;
    nodes.push(node);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (nodes[parent]!.bound <= node.bound) break;
      nodes[at] = nodes[parent]!;
      at = parent;
    }
    nodes[at] = node;
  }

  pop(): Node | undefined {
    const nodes = this.#nodes;
    const top = nodes[0];
    const last = nodes.pop();
    if (top === undefined || last === undefined || nodes.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= nodes.length) break;
      if (child + 1 < nodes.length && nodes[child + 1]!.bound < nodes[child]!.bound) child++;
      if (nodes[child]!.bound >= last.bound) break;
      nodes[at] = nodes[child]!;
      at = child;
    }
    nodes[at] = last;
    return top;
  }
}
