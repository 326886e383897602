import { parseHTML } from "linkedom";

/** What the serializer and the decorations need of a DOM element; the DOM's own types are not loaded here. */
export interface SvgElement {
  readonly nodeType: number;
  readonly localName: string;
  readonly textContent: string | null;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<SvgElement>;
}

/** A document of its own for each chart: nothing is shared between calls, nothing is global. */
export function createDocument(): object {
  return parseHTML("<!doctype html><html><body></body></html>").document;
}
