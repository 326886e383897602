import { PlimsollError } from "../errors.ts";
import { encodeJson } from "../ports/json.ts";
import type { Notifier, NotifierMessage } from "../ports/notifier.ts";

/** A {@link Notifier} that keeps its messages, for tests and for programs that show them themselves. */
export class RecordingNotifier implements Notifier {
  readonly channels: readonly string[];
  readonly #messages = new Map<string, string>();

  constructor(channels: readonly string[]) {
    this.channels = [...channels];
  }

  async notify(message: NotifierMessage): Promise<void> {
    const { channel, id } = message;
    if (!this.channels.includes(channel)) {
      throw new PlimsollError("NOT_FOUND", `no channel "${channel}": there are ${this.channels.join(", ") || "none"}`, {
        kind: "channel",
        id: channel,
      });
    }
    const key = JSON.stringify([channel, id]);
    if (!this.#messages.has(key)) this.#messages.set(key, encodeJson(message, "message"));
  }

  /** What was sent, in order; only over one channel, if given. */
  messages(channel?: string): readonly NotifierMessage[] {
    const all = Array.from(this.#messages.values(), (text) => JSON.parse(text) as NotifierMessage);
    return channel === undefined ? all : all.filter((message) => message.channel === channel);
  }
}
