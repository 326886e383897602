/** Something a person should know. */
export interface NotifierMessage {
  /** Sending the same id again over the same channel tells nobody twice. */
  readonly id: string;
  /** Where it goes, such as `"email"` or `"alerts"`. */
  readonly channel: string;
  readonly severity: "info" | "warning" | "critical";
  readonly title: string;
  readonly text: string;
  /** ISO 8601 with zone. */
  readonly time: string;
  /** Facts for templates and machines. JSON. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** Sends messages by channel. */
export interface Notifier {
  /** The channels that it can reach. */
  readonly channels: readonly string[];
  /**
   * Resolves when the channel has taken the message.
   * @throws `NOT_FOUND` for an unknown channel, `UNAVAILABLE` or `VENDOR` when it can't be reached
   */
  notify(message: NotifierMessage): Promise<void>;
}
