import type { LogFields, Logger, LogLevel } from "../ports/logger.ts";

/** An entry that a {@link RecordingLogger} took. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A {@link Logger} that keeps its entries, for tests. */
export class RecordingLogger implements Logger {
  /** All entries in order, also those of loggers made by `with`. */
  readonly entries: readonly LogEntry[];
  readonly #entries: LogEntry[];
  readonly #fields: LogFields;

  constructor(fields: LogFields = {}, entries: LogEntry[] = []) {
    this.#fields = fields;
    this.#entries = entries;
    this.entries = entries;
  }

  debug(message: string, fields?: LogFields): void {
    this.#keep("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#keep("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#keep("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#keep("error", message, fields);
  }

  with(fields: LogFields): RecordingLogger {
    return new RecordingLogger({ ...this.#fields, ...fields }, this.#entries);
  }

  #keep(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.#entries.push({ level, message, fields: { ...this.#fields, ...fields } });
  }
}
