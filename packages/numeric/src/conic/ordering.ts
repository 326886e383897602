/**
 * Approximate minimum degree ordering of a symmetric pattern (Amestoy, Davis and Duff 1996): a quotient graph with
 * element absorption, approximate external degrees, mass elimination and merging of indistinguishable nodes. Nodes of
 * more than 10 sqrt(n) neighbours go last. Returns the nodes in elimination order.
 *
 * `starts`, `neighbours`: both triangles, without the diagonal.
 */
export function minimumDegreeOrder(size: number, starts: Int32Array, neighbours: Int32Array): Int32Array {
  const graph = new QuotientGraph(size, starts, neighbours);
  graph.eliminateAll();
  return graph.order();
}

const LIVE = 0;
const ELEMENT = 1;
const ABSORBED = 2;
const NOBODY: Int32Array = new Int32Array(0);

class QuotientGraph {
  readonly #size: number;
  /** Per node, its elements and then its plain neighbours; lists shrink in place. */
  readonly #starts: Int32Array;
  readonly #lists: Int32Array;
  readonly #elementCount: Int32Array;
  readonly #neighbourCount: Int32Array;
  readonly #state: Uint8Array;
  /** Original nodes that a node stands for; 0 once merged into another. */
  readonly #weight: Int32Array;
  readonly #members: Int32Array[] = [];
  readonly #elementWeight: Int32Array;
  /** Nodes merged into a node, as chains. */
  readonly #nextMerged: Int32Array;
  readonly #lastMerged: Int32Array;
  readonly #degree: Int32Array;
  /** How many of the nodes that go last a node touches, at least. */
  readonly #denseDegree: Int32Array;
  /** Bucket that a node is queued in. */
  readonly #bucket: Int32Array;
  readonly #head: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #mark: Int32Array;
  readonly #outside: Int32Array;
  readonly #outsideMark: Int32Array;
  readonly #hash: Int32Array;
  readonly #pivots: number[] = [];
  readonly #dense: number[] = [];
  #stamp = 0;
  #eliminated = 0;

  constructor(size: number, starts: Int32Array, neighbours: Int32Array) {
    this.#size = size;
    this.#starts = starts;
    this.#lists = neighbours.slice();
    this.#elementCount = new Int32Array(size);
    this.#neighbourCount = new Int32Array(size);
    this.#state = new Uint8Array(size);
    this.#weight = new Int32Array(size).fill(1);
    this.#elementWeight = new Int32Array(size);
    this.#nextMerged = new Int32Array(size).fill(-1);
    this.#lastMerged = Int32Array.from({ length: size }, (_, i) => i);
    this.#degree = new Int32Array(size);
    this.#denseDegree = new Int32Array(size);
    this.#bucket = new Int32Array(size);
    this.#head = new Int32Array(size + 1).fill(-1);
    this.#next = new Int32Array(size).fill(-1);
    this.#previous = new Int32Array(size).fill(-1);
    this.#mark = new Int32Array(size);
    this.#outside = new Int32Array(size);
    this.#outsideMark = new Int32Array(size);
    this.#hash = new Int32Array(size);
    const limit = Math.max(16, 10 * Math.sqrt(size));
    for (let i = 0; i < size; i++) {
      const count = starts[i + 1]! - starts[i]!;
      this.#neighbourCount[i] = count;
      if (count <= limit) continue;
      this.#state[i] = ABSORBED;
      this.#weight[i] = 0;
      this.#dense.push(i);
    }
    this.#dense.sort((i, j) => starts[i + 1]! - starts[i]! - (starts[j + 1]! - starts[j]!) || i - j);
    for (let i = 0; i < size; i++) {
      if (this.#state[i] !== LIVE) continue;
      this.#dropDead(i);
      this.#enqueue(i, this.#neighbourCount[i]!);
    }
  }

  eliminateAll(): void {
    const live = this.#size - this.#dense.length;
    let least = 0;
    while (this.#eliminated < live) {
      while (this.#head[least] === -1) least++;
      const pivot = this.#head[least]!;
      this.#dequeue(pivot);
      least = Math.min(least, this.#eliminate(pivot));
    }
  }

  order(): Int32Array {
    const order = new Int32Array(this.#size);
    let at = 0;
    for (const pivot of this.#pivots) for (let i = pivot; i !== -1; i = this.#nextMerged[i]!) order[at++] = i;
    for (const i of this.#dense) order[at++] = i;
    return order;
  }

  /** Turns a node into an element and updates its neighbours; returns the least degree among them. */
  #eliminate(pivot: number): number {
    const members = this.#gather(pivot);
    const reach = members.reduce((sum, i) => sum + this.#weight[i]!, 0);
    this.#pivots.push(pivot);
    this.#eliminated += this.#weight[pivot]!;
    this.#state[pivot] = ELEMENT;
    this.#countOutside(members);
    // of the members now, which the marks of `gather` still show
    const inside = this.#stamp;
    const buckets = new Map<number, number[]>();
    let absorbedWeight = 0;
    for (const i of members) {
      if (this.#updateMember(i, pivot, inside, reach)) {
        const bucket = buckets.get(this.#hash[i]!);
        if (bucket === undefined) buckets.set(this.#hash[i]!, [i]);
        else bucket.push(i);
      } else absorbedWeight += this.#massEliminate(i, pivot);
    }
    for (const bucket of buckets.values()) if (bucket.length > 1) this.#mergeAlike(bucket);
    const left = members.filter((i) => this.#weight[i]! > 0);
    this.#members[pivot] = Int32Array.from(left);
    this.#elementWeight[pivot] = reach - absorbedWeight;
    const rest = this.#size - this.#dense.length - this.#eliminated;
    let least = this.#size;
    for (const i of left) {
      const external = reach - absorbedWeight - this.#weight[i]!;
      const degree = Math.max(0, Math.min(rest - this.#weight[i]!, this.#degree[i]! + external));
      this.#denseDegree[i] = Math.max(this.#denseDegree[i]!, this.#denseDegree[pivot]!);
      least = Math.min(least, this.#enqueue(i, degree));
    }
    return least;
  }

  /** Nodes adjacent to the pivot directly or through its elements, which it absorbs. */
  #gather(pivot: number): number[] {
    const stamp = (this.#stamp += 1);
    const found: number[] = [];
    const add = (i: number): void => {
      if (this.#weight[i] === 0 || this.#mark[i] === stamp || i === pivot || this.#state[i] !== LIVE) return;
      this.#mark[i] = stamp;
      found.push(i);
    };
    const from = this.#starts[pivot]!;
    const elements = this.#elementCount[pivot]!;
    for (let p = from; p < from + elements; p++) {
      const element = this.#lists[p]!;
      if (this.#state[element] !== ELEMENT) continue;
      this.#members[element]!.forEach(add);
      this.#absorb(element);
    }
    const end = from + elements + this.#neighbourCount[pivot]!;
    for (let p = from + elements; p < end; p++) add(this.#lists[p]!);
    for (const i of found) this.#dequeue(i);
    return found;
  }

  /** For every element that touches the members: the weight of its nodes outside them. */
  #countOutside(members: readonly number[]): void {
    const stamp = this.#stamp;
    for (const i of members) {
      const from = this.#starts[i]!;
      for (let p = from; p < from + this.#elementCount[i]!; p++) {
        const element = this.#lists[p]!;
        if (this.#state[element] !== ELEMENT) continue;
        if (this.#outsideMark[element] !== stamp) {
          this.#outsideMark[element] = stamp;
          this.#outside[element] = this.#elementWeight[element]!;
        }
        this.#outside[element]! -= this.#weight[i]!;
      }
    }
  }

  /** Compresses a member's lists and finds its degree beside the new element; false if it touches nothing else. */
  #updateMember(i: number, pivot: number, stamp: number, reach: number): boolean {
    const from = this.#starts[i]!;
    const lists = this.#lists;
    const elements = this.#elementCount[i]!;
    const neighbours = this.#neighbourCount[i]!;
    let degree = 0;
    let hash = pivot;
    const kept: number[] = [];
    for (let p = from; p < from + elements; p++) {
      const element = lists[p]!;
      if (this.#state[element] !== ELEMENT) continue;
      if (this.#outside[element] === 0) {
        this.#absorb(element);
        continue;
      }
      kept.push(element);
      degree += this.#outside[element]!;
      hash += element;
    }
    const elementsKept = kept.length;
    for (let p = from + elements; p < from + elements + neighbours; p++) {
      const j = lists[p]!;
      if (this.#weight[j] === 0 || this.#state[j] !== LIVE || this.#mark[j] === stamp) continue;
      kept.push(j);
      degree += this.#weight[j]!;
      hash += j;
    }
    lists[from] = pivot;
    for (let k = 0; k < kept.length; k++) lists[from + 1 + k] = kept[k]!;
    this.#elementCount[i] = elementsKept + 1;
    this.#neighbourCount[i] = kept.length - elementsKept;
    this.#degree[i] = Math.min(degree, Math.max(0, this.#degree[i]! - this.#weight[pivot]!) + reach);
    this.#hash[i] = hash % (2 * this.#size);
    return kept.length > 0;
  }

  #massEliminate(i: number, pivot: number): number {
    const weight = this.#weight[i]!;
    this.#eliminated += weight;
    this.#append(i, pivot);
    return weight;
  }

  /** Merges nodes with the same elements and neighbours. */
  #mergeAlike(bucket: readonly number[]): void {
    for (let a = 0; a < bucket.length; a++) {
      const i = bucket[a]!;
      if (this.#weight[i] === 0) continue;
      const from = this.#starts[i]!;
      const length = this.#elementCount[i]! + this.#neighbourCount[i]!;
      const stamp = (this.#stamp += 1);
      for (let p = from; p < from + length; p++) this.#mark[this.#lists[p]!] = stamp;
      for (let b = a + 1; b < bucket.length; b++) {
        const j = bucket[b]!;
        const other = this.#starts[j]!;
        if (this.#weight[j] === 0 || this.#elementCount[j] !== this.#elementCount[i]) continue;
        if (this.#neighbourCount[j] !== this.#neighbourCount[i]) continue;
        let alike = true;
        for (let p = other; alike && p < other + length; p++) alike = this.#mark[this.#lists[p]!] === stamp;
        if (!alike) continue;
        this.#weight[i]! += this.#weight[j]!;
        this.#append(j, i);
      }
    }
  }

  /** Orders a node, and what was merged into it, right after another. */
  #append(i: number, keeper: number): void {
    this.#weight[i] = 0;
    this.#state[i] = ABSORBED;
    this.#nextMerged[this.#lastMerged[keeper]!] = i;
    this.#lastMerged[keeper] = this.#lastMerged[i]!;
  }

  #absorb(element: number): void {
    this.#state[element] = ABSORBED;
    this.#members[element] = NOBODY;
  }

  #dropDead(i: number): void {
    const from = this.#starts[i]!;
    let to = from;
    for (let p = from; p < this.#starts[i + 1]!; p++) {
      const j = this.#lists[p]!;
      if (this.#state[j] === LIVE) this.#lists[to++] = j;
    }
    this.#denseDegree[i] = this.#starts[i + 1]! - to;
    this.#neighbourCount[i] = to - from;
  }

  #enqueue(i: number, degree: number): number {
    const bucket = degree + this.#denseDegree[i]!;
    this.#degree[i] = degree;
    this.#bucket[i] = bucket;
    const first = this.#head[bucket]!;
    this.#next[i] = first;
    this.#previous[i] = -1;
    if (first !== -1) this.#previous[first] = i;
    this.#head[bucket] = i;
    return bucket;
  }

  #dequeue(i: number): void {
    const next = this.#next[i]!;
    const previous = this.#previous[i]!;
    if (next !== -1) this.#previous[next] = previous;
    if (previous === -1) this.#head[this.#bucket[i]!] = next;
    else this.#next[previous] = next;
  }
}
