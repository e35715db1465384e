import { unitText } from "./format.js";

/** Which LOINC codes make which vital sign, in the order of the page; others are shown under their own names. */
export const VITALS = [
  { key: "heart-rate", label: "Heart rate", short: "HR", codes: { "8867-4": "" } },
  { key: "oxygen", label: "Oxygen saturation", short: "SpO₂", codes: { "59408-5": "", "2708-6": "", "2710-2": "" } },
  { key: "respiration", label: "Respiratory rate", short: "RR", codes: { "9279-1": "" } },
  {
    key: "pressure",
    label: "Blood pressure",
    short: "BP",
    codes: { "8480-6": "systolic", "8462-4": "diastolic", "8478-0": "mean" },
  },
  { key: "temperature", label: "Temperature", short: "Temp", codes: { "8310-5": "" } },
];

const SYSTOLIC = "8480-6";
const DIASTOLIC = "8462-4";

export function vitalOf(code) {
  return VITALS.find((vital) => code in vital.codes) ?? null;
}

/** The name of what a LOINC code of the list measures, or null. */
export function vitalName(code) {
  const vital = vitalOf(code);
  const part = vital?.codes[code];
  return vital && (part ? `${vital.label}, ${part}` : vital.label);
}

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
    name: nameOf(coding, observation.code?.text),
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

function nameOf(coding, text) {
  return vitalName(coding.code) ?? coding.display ?? text ?? coding.code ?? "Reading";
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

  latest(code) {
    return this.of(code).at(-1) ?? null;
  }

  /** The newest readings of all codes, newest first. */
  newestFirst(most) {
    return [...this.byId.values()].sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1)).slice(0, most);
  }

  /** The vital signs that there are readings of, those of the list first, then the others by name. */
  vitals() {
    const known = VITALS.filter((vital) => Object.keys(vital.codes).some((code) => this.byCode.has(code)));
    const others = [...this.byCode.keys()]
      .filter((code) => vitalOf(code) === null)
      .map((code) => ({ key: `other code-${code}`, label: this.latest(code).name, short: code, codes: { [code]: "" } }))
      .sort((a, b) => a.label.localeCompare(b.label));
    return [...known, ...others];
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
    const systolic = this.latest(SYSTOLIC);
    const diastolic = this.latest(DIASTOLIC);
    if (vital.key === "pressure" && systolic && diastolic) {
      const text = `${systolic.text}/${diastolic.text}`;
      return { text, unit: systolic.unit, reading: systolic, time: Math.max(systolic.time, diastolic.time) };
    }
    const [reading] = latest;
    return { text: reading.text, unit: reading.unit, reading, time: reading.time };
  }
}
