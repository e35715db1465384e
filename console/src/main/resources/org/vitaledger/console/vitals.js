import { VITALS, codeName, vitalOf } from "./codes.js";
import { unitText } from "./format.js";

/** A reading as the pages need it, from a FHIR Observation; null if it has no number, or no time. */
export function readingOf(observation) {
  const quantity = observation.valueQuantity;
  const coding = observation.code?.coding?.[0] ?? {};
  const time = Date.parse(observation.effectiveDateTime ?? observation.effectiveInstant);
  if (quantity?.value === undefined || Number.isNaN(time)) {
    return null;
  }
  return {
    id: observation.id,
    code: coding.code ?? "",
    name: codeName(coding.code) ?? coding.display ?? observation.code?.text ?? coding.code ?? "Reading",
    value: Number(quantity.value),
    // The digits as they were measured: 37.0 is not 37.
    text: String(quantity.value),
    unit: unitText(quantity.code ?? quantity.unit),
    ucum: quantity.code ?? quantity.unit,
    time,
    patient: (observation.subject?.reference ?? "").replace("Patient/", ""),
    device: (observation.device?.reference ?? "").replace("Device/", ""),
  };
}

/** Parts of one measurement are at most so far apart. */
const PAIR = 60_000;

function together(reading, other) {
  return reading !== null && Math.abs(reading.time - other.time) <= PAIR;
}

const byTime = (a, b) => a.time - b.time;

/**
 * The readings of one patient, each once, by code in the order of time. Those from `loadedFrom` on are all there; when
 * there are too many of a code, its oldest go, and `loadedFrom` moves up.
 */
export class Readings {
  /** @param {number} most of each code, so that what is measured often does not push out what is measured seldom */
  constructor(most = 20_000) {
    this.most = most;
    this.byId = new Map();
    this.byCode = new Map();
    this.newest = 0;
    this.loadedFrom = Infinity;
  }

  /** Takes readings in any order and answers how many of them are new. */
  add(readings) {
    const fresh = readings.filter(({ id }) => !this.byId.has(id));
    fresh.forEach((reading) => this.byId.set(reading.id, reading));
    for (const [code, some] of Map.groupBy(fresh, (reading) => reading.code)) {
      // Two runs in order, or nearly: sorting finds that out.
      this.byCode.set(code, this.bounded([...this.of(code), ...some.sort(byTime)].sort(byTime)));
    }
    this.newest = fresh.reduce((newest, { time }) => Math.max(newest, time), this.newest);
    return fresh.length;
  }

  bounded(list) {
    if (list.length <= this.most) {
      return list;
    }
    const kept = list.slice(-Math.ceil(this.most * 0.9));
    list.slice(0, -kept.length).forEach(({ id }) => this.byId.delete(id));
    this.holeBefore(kept[0].time);
    return kept;
  }

  /** Before that time something is missing. */
  holeBefore(time) {
    this.loadedFrom = this.loadedFrom === Infinity ? time : Math.max(this.loadedFrom, time);
  }

  /** Whether it holds no more of some code. */
  full(room) {
    return [...this.byCode.values()].some((list) => list.length + room > this.most);
  }

  /** The readings of one code, oldest first. */
  of(code) {
    return this.byCode.get(code) ?? [];
  }

  /** The time of the oldest reading, or Infinity if there is none. */
  oldest() {
    return Math.min(...[...this.byCode.values()].map((list) => list[0]?.time ?? Infinity));
  }

  latest(code) {
    return this.of(code).at(-1) ?? null;
  }

  /** The newest readings of all codes, newest first. */
  newestFirst(most) {
    const newest = [...this.byCode.values()].flatMap((list) => list.slice(-most));
    return newest.sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1)).slice(0, most);
  }

  /** The vital signs of the list that there are readings of. */
  vitals() {
    return VITALS.filter((vital) => Object.keys(vital.codes).some((code) => this.of(code).length > 0));
  }

  /** The newest reading of every other code, by name. */
  others() {
    const codes = [...this.byCode.keys()].filter((code) => vitalOf(code) === null && this.of(code).length > 0);
    return codes.map((code) => this.latest(code)).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** The latest values of a vital sign: {text, unit, reading, detail}, or null if there are none. */
  summary(vital) {
    const latest = Object.keys(vital.codes)
      .map((code) => this.latest(code))
      .filter((reading) => reading !== null)
      .sort((a, b) => b.time - a.time);
    if (latest.length === 0) {
      return null;
    }
    const inPair = latest.find((it) => vital.pair?.includes(it.code));
    if (inPair) {
      const [high, low] = vital.pair.map((code) => this.latest(code)).map((it) => (together(it, inPair) ? it : null));
      const time = Math.min(high?.time ?? low.time, low?.time ?? high.time);
      return { text: `${high?.text ?? "–"}/${low?.text ?? "–"}`, unit: inPair.unit, reading: high ?? low, time };
    }
    const [reading] = latest;
    return { text: reading.text, unit: reading.unit, reading, time: reading.time };
  }
}
