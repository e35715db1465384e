import { Problem } from "./api.js";
import { byUrgency, readAlert } from "./alerts.js";

/** Of each patient; those that are open stay in any case. */
const MOST_EACH = 50;
const MOST_SHOWN = 200;
/** Whether an alert is still open may change without another alert. */
const RELOAD = 30_000;
/** The server says that it is still there every ten seconds. */
const SILENCE = 30_000;
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

async function* texts(response, heard) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    heard();
    yield part.value;
  }
}

/** One patient's denial stops nothing for the others. */
function unlessDenied(error) {
  if (error.status !== 403) {
    throw error;
  }
}

const newestFirst = (a, b) => b.millis - a.millis;

/**
 * The alerts, and those that come, for all pages, each patient's apart: many alerts of one don't push out another's. A
 * list at the beginning, then one stream.
 */
export class AlertFeed {
  constructor(api) {
    this.api = api;
    this.byPatient = new Map();
    this.error = null;
    this.ofStream = null;
    this.ofList = null;
    this.loaded = false;
    this.asked = new Set();
    this.complete = new Set();
    this.listeners = new Set();
    this.abort = new AbortController();
    this.clock = setInterval(() => document.hidden || this.refresh(), RELOAD);
    this.run();
  }

  /** Tells the listener (error or null) now and after every change; answers how to stop that. */
  follow(listener) {
    this.listeners.add(listener);
    if (this.loaded || this.error) {
      listener(this.error);
    }
    return () => this.listeners.delete(listener);
  }

  /** All that are open of all patients, most urgent first, then the newest of the others. */
  all() {
    const all = [...this.byPatient.values()].flatMap((alerts) => [...alerts.values()]).sort(byUrgency);
    return all.filter((alert, i) => i < MOST_SHOWN || alert.open);
  }

  /** All that are open of one patient, most urgent first, then the newest of the others. */
  of(patient) {
    return [...(this.byPatient.get(patient)?.values() ?? [])].sort(byUrgency);
  }

  /** Whether the patient's alerts were asked for, and are there. */
  has(patient) {
    return this.complete.has(patient);
  }

  stop() {
    this.abort.abort();
    clearInterval(this.clock);
    this.listeners.clear();
  }

  /** Loads the newest alerts of a patient, from now on with the others. */
  async load(patient) {
    this.asked.add(patient);
    const query = new URLSearchParams({ patient, _count: MOST_EACH });
    const open = this.open(patient);
    // Who is denied does not ask again: each denial would stand in the patient's access trail.
    const found = await this.api.json(`/alerts?${query}`).catch((error) => {
      if (error.status === 403) {
        this.asked.delete(patient);
      }
      throw error;
    });
    const own = found.filter((alert) => alert.patient === patient);
    this.closeAllBut(own, open);
    this.add(own);
    this.complete.add(patient);
    this.tell(this.ofStream);
  }

  /** That the list is refused is told too: a stream that is open says nothing of it before the next alert. */
  async refresh() {
    try {
      await this.reload();
    } catch (error) {
      this.ofList = error;
      this.tell(this.ofStream);
    }
  }

  async reload() {
    const open = [...this.byPatient.keys()].flatMap((patient) => this.open(patient));
    const found = await this.api.json("/alerts");
    this.closeAllBut(found, open);
    this.add(found);
    this.loaded = true;
    for (const patient of [...this.asked]) {
      await this.load(patient).catch(unlessDenied);
    }
    this.ofList = null;
    this.tell(this.ofStream);
  }

  open(patient) {
    return this.of(patient).filter((alert) => alert.open);
  }

  /** The node answers with all that are open; others of those that were before it was asked are so no longer. */
  closeAllBut(found, open) {
    const still = new Set(found.map(({ id }) => id));
    for (const alert of open.filter(({ id }) => !still.has(id))) {
      this.byPatient.get(alert.patient)?.set(alert.id, { ...alert, open: false });
    }
  }

  add(found) {
    for (const alert of found.map(readAlert)) {
      const alerts = this.byPatient.get(alert.patient) ?? new Map();
      this.byPatient.set(alert.patient, alerts.set(alert.id, alert));
      if (alerts.size > MOST_EACH) {
        const closed = [...alerts.values()].filter((it) => !it.open).sort(newestFirst);
        closed.slice(MOST_EACH).forEach(({ id }) => alerts.delete(id));
      }
    }
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

  /** Ends when the server ends the stream, as it does with the token, or is silent for too long. */
  async listen() {
    const connection = new AbortController();
    const close = () => connection.abort();
    this.abort.signal.addEventListener("abort", close);
    let silence = setTimeout(close, SILENCE);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(close, SILENCE);
    };
    try {
      const options = { accept: "text/event-stream", signal: connection.signal };
      const response = await this.api.call("/alerts/stream", options);
      await this.reload();
      this.tell(null);
      for await (const event of events(texts(response, heard))) {
        this.add([event]);
        this.tell(null);
      }
    } catch (error) {
      throw connection.signal.aborted ? new Problem(0, "", "The node can't be reached.", "") : error;
    } finally {
      clearTimeout(silence);
      this.abort.signal.removeEventListener("abort", close);
    }
  }

  /** What became of the stream; why the list is missing counts until it is there again. */
  tell(ofStream) {
    this.ofStream = ofStream;
    this.error = ofStream ?? this.ofList;
    if (!this.abort.signal.aborted) {
      this.listeners.forEach((listener) => listener(this.error));
    }
  }
}
