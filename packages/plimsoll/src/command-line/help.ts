import { COMMON_OPTIONS, type Command } from "./command.ts";

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]): [string, string] => {
    const short = option.short === undefined ? "" : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` <${option.value}>`;
    return [`${short}--${name}${value}`, option.help];
  });
  return `Usage: plimsoll ${command.name} ${command.usage}\n\n${command.description}\n\nOptions:\n${columns(options)}\n`;
}

/** The help of the whole: what there is to run. */
export function generalHelp(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary }): [string, string] => [name, summary]);
  return `plimsoll: portfolios whose every answer carries its proof.

Usage: plimsoll <command> [options]

Commands:
${columns(list)}

Options:
${columns([
  ["-h, --help", "show this help; after a command, the help of that command"],
  ["-v, --version", "show the version"],
])}
`;
}
