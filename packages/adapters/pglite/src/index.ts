export { openPglite, type PgliteOpenOptions } from "./open-pglite.ts";
export { PgliteStores } from "./pglite-stores.ts";
