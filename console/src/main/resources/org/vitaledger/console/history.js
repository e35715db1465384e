import { readingOf } from "./vitals.js";

const PAGE = 500;
/** How many readings are fetched for one wish of the user, and for one look at what is new. */
const AT_ONCE = 10_000;
const NEWS = 5_000;
/** Readings may arrive out of order: every search looks a little back, some of them further. */
const OVERLAP = 2000;
const FAR_BACK = 5 * 60_000;
const FAR_EVERY = 15;

/** Loads the readings of one patient, newest first, without holes: what is missing lies before `loadedFrom`. */
export class History {
  /** @param {() => void} told is called whenever more is there */
  constructor(api, patient, readings, told) {
    this.api = api;
    this.patient = patient;
    this.readings = readings;
    this.told = told;
    this.runs = 0;
    this.allowance = 0;
    this.from = Infinity;
    this.loading = false;
    this.error = null;
    this.stopped = false;
  }

  stop() {
    this.stopped = true;
  }

  /** Allows another large piece. */
  loadMore() {
    this.allowance = AT_ONCE;
    this.reach(this.from);
  }

  /** Whether the readings from that time on are all there. */
  covers(from) {
    return this.readings.loadedFrom <= from;
  }

  /** Whether more can't be held at a time. */
  full() {
    return this.readings.full(PAGE);
  }

  pages(dates) {
    const date = dates.map(([prefix, time]) => ["date", prefix + new Date(time).toISOString()]);
    return this.api.pages("Observation", [["patient", this.patient], ["_sort", "-date"], ["_count", PAGE], ...date]);
  }

  /** Fetches what is new. */
  async refresh() {
    const { readings } = this;
    if (readings.newest === 0) {
      await this.first();
      return;
    }
    const since = readings.newest - (++this.runs % FAR_EVERY === 0 ? FAR_BACK : OVERLAP);
    const found = [];
    for await (const { resources, more } of this.pages([["ge", since]])) {
      found.push(...readingsOf(resources));
      if (more && found.length >= NEWS) {
        // What came meanwhile is not closed up to what was there: without that, a hole would look like silence.
        readings.holeBefore(found.at(-1).time);
        break;
      }
    }
    readings.add(found);
  }

  async first() {
    for await (const { resources, more } of this.pages([])) {
      this.take(resources, more);
      return;
    }
  }

  take(resources, more) {
    const found = readingsOf(resources);
    this.readings.add(found);
    if (!more) {
      this.readings.loadedFrom = -Infinity;
    } else if (found.length > 0) {
      this.readings.loadedFrom = Math.min(this.readings.loadedFrom, found.at(-1).time);
    }
  }

  /** Loads back to that time, as far as it is allowed; one load at a time. */
  async reach(from) {
    this.from = from;
    if (this.loading || !this.wanted()) {
      return;
    }
    this.loading = true;
    this.error = null;
    try {
      await this.load();
    } catch (error) {
      this.error = error;
      this.allowance = 0;
    } finally {
      this.loading = false;
      this.told();
    }
  }

  wanted() {
    const { stopped, allowance, readings } = this;
    return !stopped && allowance > 0 && readings.newest > 0 && !this.covers(this.from) && !this.full();
  }

  async load() {
    for await (const { resources, more } of this.pages([["le", this.readings.loadedFrom]])) {
      this.take(resources, more);
      this.allowance -= resources.length;
      this.told();
      if (!this.wanted()) {
        return;
      }
    }
  }
}

function readingsOf(resources) {
  return resources.map(readingOf).filter((it) => it !== null);
}
