import { readAlert } from "./alerts.js";

const MOST = 100;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** Takes server-sent events apart: gives the data of each event in a stream of texts. */
async function* events(stream) {
  let rest = "";
  for await (const text of stream) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim());
      if (data.length > 0) {
        yield JSON.parse(data.join("\n"));
      }
    }
  }
}

async function* texts(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    yield part.value;
  }
}

/** The newest alerts, and those that come, for all pages: one list at the beginning, then one stream. */
export class AlertFeed {
  constructor(api) {
    this.api = api;
    this.alerts = [];
    this.error = null;
    this.loaded = false;
    this.listeners = new Set();
    this.abort = new AbortController();
    this.run();
  }

  /** Tells the listener (alerts newest first, error or null) now and after every change; answers how to stop that. */
  follow(listener) {
    this.listeners.add(listener);
    if (this.loaded || this.error) {
      listener(this.alerts, this.error);
    }
    return () => this.listeners.delete(listener);
  }

  stop() {
    this.abort.abort();
    this.listeners.clear();
  }

  async run() {
    let pause = FIRST_PAUSE;
    while (!this.abort.signal.aborted) {
      try {
        await this.listen();
        pause = FIRST_PAUSE;
      } catch (error) {
        this.tell(error);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Ends when the server ends the stream, as it does with the token. */
  async listen() {
    const { signal } = this.abort;
    const response = await this.api.call("/alerts/stream", { accept: "text/event-stream", signal });
    this.alerts = (await this.api.json("/alerts")).map(readAlert);
    this.loaded = true;
    this.tell(null);
    for await (const event of events(texts(response))) {
      const alert = readAlert(event);
      this.alerts = [alert, ...this.alerts.filter((it) => it.id !== alert.id)].slice(0, MOST);
      this.tell(null);
    }
  }

  tell(error) {
    this.error = error;
    if (!this.abort.signal.aborted) {
      this.listeners.forEach((listener) => listener(this.alerts, error));
    }
  }
}
