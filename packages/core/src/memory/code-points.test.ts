import * as fc from "fast-check";
import { expect, test } from "vitest";
import { byCodePoint } from "./code-points.ts";

test("texts are ordered as their UTF-8 bytes are", () => {
  const bytes = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(Buffer.compare(bytes.encode(a), bytes.encode(b))));
    }),
  );
  expect(["🙂", "\uffff", "b", "", "ab", "a"].sort(byCodePoint)).toEqual(["", "a", "ab", "b", "\uffff", "🙂"]);
});
