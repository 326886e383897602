import { isAbsolute, relative, resolve } from "node:path";

/** A path that the user wrote, taken from `directory`, as short as they wrote it: it stands in messages. */
export function pathFrom(directory: string, path: string): string {
  return isAbsolute(path) ? path : relative(process.cwd(), resolve(directory, path));
}
