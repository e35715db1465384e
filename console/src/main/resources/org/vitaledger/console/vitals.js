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

/** The readings of one patient: newest kept, each once, by code in the order of time. */
export class Readings {
  constructor(most = 4000) {
    this.most = most;
    this.byId = new Map();
    this.byCode = new Map();
    this.newest = 0;
  }

  /** Takes readings in any order and answers how many of them are new. */
  add(readings) {
    let fresh = 0;
    for (const reading of readings) {
      if (!this.byId.has(reading.id)) {
        fresh++;
        this.byId.set(reading.id, reading);
        this.insert(reading);
        this.newest = Math.max(this.newest, reading.time);
      }
    }
    return fresh;
  }

  insert(reading) {
    const list = this.byCode.get(reading.code) ?? [];
    this.byCode.set(reading.code, list);
    let at = list.length;
    while (at > 0 && list[at - 1].time > reading.time) {
      at--;
    }
    list.splice(at, 0, reading);
    if (list.length > this.most) {
      this.byId.delete(list.shift().id);
    }
  }

  /** The readings of one code, oldest first. */
  of(code) {
    return this.byCode.get(code) ?? [];
  }

  /** The time of the oldest reading, or Infinity if there is none. */
  oldest() {
    return Math.min(...[...this.byCode.values()].map((list) => list[0].time));
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
    return VITALS.filter((vital) => Object.keys(vital.codes).some((code) => this.byCode.has(code)));
  }

  /** The newest reading of every other code, by name. */
  others() {
    const codes = [...this.byCode.keys()].filter((code) => vitalOf(code) === null);
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
    const [systolic, diastolic] = (vital.pair ?? []).map((code) => this.latest(code));
    if (systolic && diastolic) {
      const text = `${systolic.text}/${diastolic.text}`;
      return { text, unit: systolic.unit, reading: systolic, time: Math.max(systolic.time, diastolic.time) };
    }
    const [reading] = latest;
    return { text: reading.text, unit: reading.unit, reading, time: reading.time };
  }
}
