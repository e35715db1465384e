import { patientName } from "./format.js";

/** How soon a name that is not known is asked for again: every search is an access on record. */
const AGAIN = 60_000;

/** The name in the record, or the handle where the consent does not cover the name. */
export function nameOf(patient) {
  const [name] = patient.name ?? [];
  const text = name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(" ");
  return text || `Patient ${patientName(patient.id)}`;
}

/** The names of the patients whose records the user may see. */
export class PatientNames {
  constructor(api) {
    this.api = api;
    this.names = new Map();
    this.askedAt = -Infinity;
  }

  /** The name, or the handle as long as there is none. */
  of(id) {
    return this.names.get(id) ?? `Patient ${patientName(id)}`;
  }

  /** Asks for names if one of the patients has none; answers whether there are new ones. */
  async learn(ids) {
    if (performance.now() - this.askedAt < AGAIN || ids.every((id) => this.names.has(id))) {
      return false;
    }
    this.askedAt = performance.now();
    const { resources } = await this.api.search("Patient", { _count: 100 });
    resources.forEach((patient) => this.names.set(patient.id, nameOf(patient)));
    return true;
  }
}
