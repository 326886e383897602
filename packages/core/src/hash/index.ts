export { canonicalJson } from "./canonical-json.ts";
export { contentHash } from "./content-hash.ts";
export { sha256 } from "./sha256.ts";
