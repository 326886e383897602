const text = `
import { parentPort } from "node:worker_threads";
const brand = Symbol.for("plimsoll.error");
let controller = new AbortController();

function failure(error) {
  if (error instanceof Error && brand in error) return { kind: "failed", error: error.toJSON() };
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: "broken", name, message, stack };
}

async function run({ url, name, input }, signal) {
  try {
    const task = (await import(url))[name];
    if (typeof task !== "function") throw new TypeError(url + ' exports no function "' + name + '"');
    const onProgress = (progress) => parentPort.postMessage({ kind: "progress", progress });
    parentPort.postMessage({ kind: "done", output: await task(input, { signal, onProgress }) });
  } catch (error) {
    // the task's error, or an output that structured clone can't carry
    parentPort.postMessage(failure(error));
  }
}

parentPort.on("message", (message) => {
  if (message.kind === "abort") {
    controller.abort();
    return;
  }
  controller = new AbortController();
  run(message, controller.signal);
});
`;

/**
 * What a thread runs: one task at a time, imported by address and name. Text rather than a module, so that it is found
 * wherever a bundler puts it and runs under any loader. It answers with the messages of `messages.ts`; errors of the
 * suite are told by their brand, so that core is loaded only where a task needs it.
 */
export const threadProgram: URL = new URL(`data:text/javascript,${encodeURIComponent(text)}`);
