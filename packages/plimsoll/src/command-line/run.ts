import { parseArgs } from "node:util";
import { invalidInput, PlimsollError, type ErrorCode } from "@plimsoll/core";
import { COMMON_OPTIONS, type Command, type CommandContext, parserOptions } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { version } from "./version.ts";

/** Exit codes: what the user asked for was done, something failed, the input was wrong, Ctrl-C (128 + SIGINT). */
export const EXIT = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

/** Failures that another input would mend. */
const INPUT_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "INVALID_INPUT",
  "NOT_ENOUGH_DATA",
  "NOT_FOUND",
  "INFEASIBLE",
  "UNBOUNDED",
  "UNSUPPORTED",
]);

/**
 * Runs the command line and returns its exit code. Never throws: a failure is one line on stderr that names the culprit
 * and the remedy, with the stack only after `--debug`.
 */
export async function runCommandLine(words: readonly string[], context: CommandContext): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    const wanted = first === "help" ? commands.find(({ name }) => name === rest[0]) : undefined;
    (first === undefined ? context.stderr : context.stdout).write(
      wanted === undefined ? generalHelp(commands) : commandHelp(wanted),
    );
    return first === undefined ? EXIT.badInput : EXIT.done;
  }
  if (first === "--version" || first === "-v") {
    context.stdout.write(`${version()}\n`);
    return EXIT.done;
  }
  try {
    const command = commands.find(({ name }) => name === first);
    if (command === undefined) {
      const known = commands.map(({ name }) => name).join(", ");
      throw invalidInput("command", `there is no command "${first}": use ${known}, or --help`, { received: first });
    }
    return await runCommand(command, rest, context);
  } catch (error) {
    return fail(error, words.includes("--debug"), context);
  }
}

async function runCommand(command: Command, words: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parse(command, words);
  if (values["help"] === true) {
    context.stdout.write(commandHelp(command));
    return EXIT.done;
  }
  await command.run({ options: values, words: positionals }, context);
  return EXIT.done;
}

function parse(
  command: Command,
  words: readonly string[],
): { readonly values: Record<string, string | boolean | undefined>; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: parserOptions({ ...command.options, ...COMMON_OPTIONS }),
      allowPositionals: true,
    });
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    // parseArgs explains itself over several sentences; the first names the culprit
    const reason = (error as Error).message.split(/\. |\n/)[0]!;
    throw invalidInput("options", `${reason}: see plimsoll ${command.name} --help`);
  }
}

function fail(error: unknown, debug: boolean, context: CommandContext): number {
  const known = PlimsollError.is(error);
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
  if (known && error.code === "ABORTED") {
    context.stderr.write("plimsoll: stopped before the report was written\n");
    return EXIT.interrupted;
  }
  const text = known
    ? message
    : `unexpected failure: ${message} (a bug: please report it with the stack that --debug shows)`;
  context.stderr.write(`plimsoll: ${text}\n`);
  if (debug && error instanceof Error) context.stderr.write(`${error.stack ?? message}\n`);
  return known && INPUT_CODES.has(error.code) ? EXIT.badInput : EXIT.failed;
}
