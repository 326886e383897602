import type { SvgElement } from "./document.ts";

const ELEMENT = 1;
const TEXT = 3;
const GEOMETRY = new Set([
  "d",
  "transform",
  "x",
  "y",
  "x1",
  "y1",
  "x2",
  "y2",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "dx",
]);
/** Plot labels its groups and brings a style sheet; the chart has one label and one style sheet of its own. */
const DROPPED_ATTRIBUTES = new Set(["aria-label", "aria-hidden", "class"]);
const DROPPED_ELEMENTS = new Set(["style", "title"]);

/** Text as XML character data; characters that XML cannot hold are replaced. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** A tenth of a pixel is finer than any screen; sixteen digits would double the page. */
function roundCoordinates(text: string): string {
  return text.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (digits) => String(Math.round(Number(digits) * 10) / 10 + 0));
}

/** The element and what it holds as well-formed XML, coordinates rounded to 0.1 pixel. */
function serialize(node: SvgElement): string {
  if (node.nodeType === TEXT) return escapeXml(node.textContent ?? "");
  if (node.nodeType !== ELEMENT || DROPPED_ELEMENTS.has(node.localName)) return "";
  let attributes = "";
  for (const { name, value } of node.attributes) {
    if (DROPPED_ATTRIBUTES.has(name)) continue;
    attributes += ` ${name}="${escapeXml(GEOMETRY.has(name) ? roundCoordinates(value) : value)}"`;
  }
  let content = "";
  for (const child of node.childNodes) content += serialize(child);
  return content === ""
    ? `<${node.localName}${attributes}/>`
    : `<${node.localName}${attributes}>${content}</${node.localName}>`;
}

/** The children of `node`, serialized. */
export function serializeChildren(node: SvgElement): string {
  let content = "";
  for (const child of node.childNodes) content += serialize(child);
  return content;
}
