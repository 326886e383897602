import * as fc from "fast-check";

// A fixed seed keeps the gate repeatable; `PLIMSOLL_SEED=random` searches anew, `PLIMSOLL_SEED=<n>` repeats a search.
const requested = process.env["PLIMSOLL_SEED"] ?? "20260101";
fc.configureGlobal(requested === "random" ? {} : { seed: Number(requested) });
