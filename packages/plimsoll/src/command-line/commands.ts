import type { Command } from "./command.ts";
import { demo } from "./demo.ts";
import { report } from "./report.ts";

/** Every command; a new one is a file in this folder and an entry here. */
export const commands: readonly Command[] = [report, demo];
