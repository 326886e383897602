/** How much attention a log entry asks for, in rising order. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Structured facts beside a message; secrets never belong here. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Takes messages for whoever runs the program. A logger never throws and never waits. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to every entry; the entry's own fields win. */
  with(fields: LogFields): Logger;
}

const drop = (): void => {};

/** The logger that drops everything: the default wherever a logger is optional. */
export const silentLogger: Logger = Object.freeze({
  debug: drop,
  info: drop,
  warn: drop,
  error: drop,
  with: (): Logger => silentLogger,
});
