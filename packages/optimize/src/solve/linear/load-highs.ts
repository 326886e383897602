import type { Highs, InitOptions } from "highs";

type Loader = (options?: InitOptions) => Promise<Highs>;

const loaded = new Map<string, Promise<Highs>>();

/** Loads HiGHS on first use: 1.2 MB of WebAssembly, about 100 ms. One instance for each place it is located at. */
export function loadHighs(locateFile?: (file: string) => string): Promise<Highs> {
  const key = locateFile?.("highs.wasm") ?? "";
  let instance = loaded.get(key);
  if (instance === undefined) {
    instance = import("highs").then((module) => {
      // its types are written for CommonJS: what Node calls the default export may be the module or the function
      const candidate = module.default as unknown as Loader | { readonly default: Loader };
      const loader = typeof candidate === "function" ? candidate : candidate.default;
      return loader(locateFile === undefined ? {} : { locateFile });
    });
    // a failed load may be tried again, with another locateFile
    instance.catch(() => loaded.delete(key));
    loaded.set(key, instance);
  }
  return instance;
}
