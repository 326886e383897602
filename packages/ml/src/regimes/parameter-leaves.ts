/** A number inside parameters, and where it stands, such as `"means[1][0]"`. */
export interface ParameterLeaf {
  readonly name: string;
  readonly value: number;
}

/** All numbers of a JSON value in order. */
export function leavesOf(json: unknown, name = ""): ParameterLeaf[] {
  if (typeof json === "number") return [{ name, value: json }];
  if (Array.isArray(json)) return json.flatMap((entry, index) => leavesOf(entry, `${name}[${index}]`));
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, entry]) => leavesOf(entry, name === "" ? key : `${name}.${key}`));
}

/** A JSON value with its numbers replaced, in order, by what `take` gives. */
export function mapLeaves(json: unknown, take: () => number | null): unknown {
  if (typeof json === "number") return take();
  if (Array.isArray(json)) return json.map((entry) => mapLeaves(entry, take));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, entry]) => [key, mapLeaves(entry, take)]));
}
