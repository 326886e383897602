import type { ParseArgsConfig } from "node:util";

/** Where a command writes and what it may ask of the world; tests give their own. */
export interface CommandContext {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Folder that relative paths start from. */
  readonly directory: string;
  /** Milliseconds, for the times that are shown. */
  readonly now: () => number;
}

/** A stream of text, such as `process.stdout`. */
export interface TextOutput {
  write(text: string): unknown;
  /** Whether a person looks at it. */
  readonly isTTY?: boolean;
}

/** One option of a command, as `parseArgs` takes it, with its help. */
export interface CommandOption {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** What its value is called in the help, such as `file.csv`. */
  readonly value?: string;
  readonly help: string;
}

/** What the user wrote: options by name, and the words that are not options. */
export interface CommandInput {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
}

/** The recipe of a command: every command is one file of this folder that exports one of these. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name in the usage line, such as `<prices.csv> [options]`. */
  readonly usage: string;
  /** Two or three paragraphs for `--help`. */
  readonly description: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Does the work; a failure the user can mend is a `PlimsollError`. */
  readonly run: (input: CommandInput, context: CommandContext) => Promise<void>;
}

/** Options that every command has. */
export const COMMON_OPTIONS: Readonly<Record<string, CommandOption>> = {
  debug: { type: "boolean", help: "show the stack of an error" },
  help: { type: "boolean", short: "h", help: "show this help" },
};

/** The options as `parseArgs` takes them. */
export function parserOptions(
  options: Readonly<Record<string, CommandOption>>,
): NonNullable<ParseArgsConfig["options"]> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  );
}
