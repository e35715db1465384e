import { CborRejected, arrayOf, bytesOf, intOf, longOf, readDeterministic, textOf, unsignedOf } from "./cbor.js";
import { decimal, decimalText } from "./decimal.js";
import { hex } from "./bytes.js";

const MARK = "vitaledger";
const MAX_PATH = 64;
const MAX_BESIDE = 128;
const MAX_RECORDS = 10000;
const MAX_SIBLINGS = 256;
const MEMBER = /^[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?$/;
const LOINC = /^[0-9]{1,7}-[0-9]$/;
const UNIT = /^[\x21-\x7e]{1,32}$/;
const INTERACTION = /^[\x20-\x7e]{1,64}$/;
const MAX_SCALE = 18;
const MAX_READINGS = 500;

/** The extra data of a proof as evidence of a reading, a consent or accesses, or null if it is none of these. */
export function parseEvidence(extra) {
  try {
    const [mark, kind, entry, ...fields] = arrayOf(readDeterministic(extra));
    return textOf(mark) === MARK ? ofKind(intOf(kind), bytesOf(entry), fields) : null;
  } catch (e) {
    if (e instanceof CborRejected) {
      return null;
    }
    throw e;
  }
}

function ofKind(kind, entry, fields) {
  switch (kind) {
    case 1:
      return ofReading(entry, arrayOf(fields, 8));
    case 2:
      arrayOf(fields, 2);
      return { kind: "consent", entry, consent: bytesOf(fields[0], 16), proof: stateClaim(fields[1]) };
    case 3:
      return ofAccesses(entry, arrayOf(fields, 10));
    default:
      return null;
  }
}

function ofReading(entry, fields) {
  return {
    kind: "reading",
    entry,
    place: { leaf: intOf(fields[0]), salt: bytesOf(fields[1]), path: path(fields[2], MAX_PATH) },
    reading: bytesOf(fields[3]),
    signed: bytesOf(fields[4]),
    enrolment: { index: unsignedOf(fields[5]), entry: bytesOf(fields[6]), path: path(fields[7], MAX_PATH) },
  };
}

function ofAccesses(entry, fields) {
  const records = arrayOf(fields[5]);
  if (records.length > MAX_RECORDS) {
    throw new CborRejected("too many records");
  }
  return {
    kind: "accesses",
    entry,
    member: textOf(fields[0], MEMBER),
    patient: bytesOf(fields[1], 16),
    head: stateClaim(fields[2]),
    trail: stateClaim(fields[3]),
    first: unsignedOf(fields[4]),
    records: records.map((record) => bytesOf(record)),
    path: path(fields[6], MAX_BESIDE),
    growth: { from: unsignedOf(fields[7]), root: bytesOf(fields[8], 32), path: path(fields[9], MAX_PATH) },
  };
}

function path(value, most) {
  const hashes = arrayOf(value);
  if (hashes.length > most) {
    throw new CborRejected("a path that is too long");
  }
  return hashes.map((hash) => bytesOf(hash, 32));
}

function stateClaim(value) {
  const [member, content, siblings] = arrayOf(value, 3);
  if (typeof member !== "boolean") {
    throw new CborRejected("not a state proof");
  }
  const claim = { value: null, other: null, siblings: path(siblings, MAX_SIBLINGS) };
  if (member) {
    return { ...claim, value: bytesOf(content) };
  }
  return { ...claim, other: content === null ? null : bytesOf(content, 64) };
}

/** The fields of a reading's canonical bytes. Its value is the digits as they were written, a text. */
export function parseReading(bytes) {
  const items = arrayOf(readDeterministic(bytes), 11);
  const index = intOf(items[4]);
  const scale = intOf(items[8]);
  if (intOf(items[0]) !== 1 || index >= MAX_READINGS || scale > MAX_SCALE) {
    throw new CborRejected("not a reading");
  }
  const device = hex(bytesOf(items[2], 8));
  const sequence = unsignedOf(items[3], 1n);
  return {
    id: `${device}-${sequence}-${index}`,
    patient: hex(bytesOf(items[1], 16)),
    device,
    sequence,
    index,
    time: Number(longOf(items[5])),
    code: textOf(items[6], LOINC),
    value: decimalText(decimal(longOf(items[7]), scale)),
    unit: textOf(items[9], UNIT),
    pack: bytesOf(items[10], 32),
  };
}

const ROLES = ["PATIENT", "PRACTITIONER", "AUDITOR", "OPERATOR"];
const PURPOSES = ["TREAT", "PATRQT", "HOPERAT", "HRESCH", "HPAYMT"];
const DENIALS = [
  ...["UNKNOWN_PRINCIPAL", "PRINCIPAL_INACTIVE", "ROLE_NOT_HELD", "ROLE_READS_NO_PATIENTS", "PATIENT_ERASED"],
  ...["NOT_OWN_RECORD", "NO_CONSENT", "CONSENT_REVOKED", "OUTSIDE_PERIOD", "OTHER_PURPOSE"],
];

function oneOf(names, value) {
  if (!names.includes(textOf(value))) {
    throw new CborRejected("an unknown name");
  }
  return value;
}

/** The year 10000, in milliseconds. */
const END = 253402300800000;

function timeOf(value) {
  const time = Number(longOf(value));
  if (time < 0 || time >= END) {
    throw new CborRejected("no time of an access");
  }
  return time;
}

/** The fields of an audit record's canonical bytes. */
export function parseAuditRecord(bytes) {
  const items = arrayOf(readDeterministic(bytes), 13);
  if (intOf(items[0]) !== 2) {
    throw new CborRejected("not an audit record");
  }
  bytesOf(items[1], 16);
  return {
    number: unsignedOf(items[2], 1n),
    member: textOf(items[3], MEMBER),
    principal: hex(bytesOf(items[4], 16)),
    role: oneOf(ROLES, items[5]),
    purpose: oneOf(PURPOSES, items[6]),
    patient: hex(bytesOf(items[7], 16)),
    interaction: textOf(items[8], INTERACTION),
    time: timeOf(items[9]),
    denied: oneOf(["", ...DENIALS], items[10]),
    height: unsignedOf(items[11]),
    consents: arrayOf(items[12]).map((consent) => {
      const [id, version] = arrayOf(consent, 2);
      return { id: hex(bytesOf(id, 16)), version: intOf(version) };
    }),
  };
}

/** The head of a member's audit log, as it stands in the state map. */
export function parseAuditHead(bytes) {
  const items = arrayOf(readDeterministic(bytes), 6);
  const [times, counted, kept] = items.slice(3).map((it) => unsignedOf(it));
  const whole = times === 0n && counted === 0n && kept === 0n;
  if (!whole && times === 0n) {
    throw new CborRejected("a loss that never happened");
  }
  return {
    size: unsignedOf(items[0]),
    root: bytesOf(items[1], 32),
    patients: bytesOf(items[2], 32),
    loss: whole ? null : { times, counted, kept },
  };
}

/** How many audit records there are of a patient, and which, as it stands in the map of an audit log. */
export function parseTrail(bytes) {
  const items = arrayOf(readDeterministic(bytes), 2);
  return { count: unsignedOf(items[0], 1n), root: bytesOf(items[1], 32) };
}

/** The fields of a consent's record in the state map. */
export function parseConsent(bytes) {
  const items = arrayOf(readDeterministic(bytes), 9);
  const [kind, grantee] = arrayOf(items[3], 2);
  return {
    id: hex(bytesOf(items[0], 16)),
    version: intOf(items[1]),
    patient: hex(bytesOf(items[2], 16)),
    grantee: intOf(kind) === 1 ? hex(bytesOf(grantee, 16)) : textOf(grantee),
    purposes: arrayOf(items[4]).map((code) => named(PURPOSES, code)),
    codes: arrayOf(items[5]).map((code) => textOf(code, LOINC)),
    start: Number(longOf(items[6])),
    end: Number(longOf(items[7])),
    status: named(["ACTIVE", "REVOKED"], items[8]),
  };
}

function named(names, code) {
  const name = names[intOf(code) - 1];
  if (name === undefined) {
    throw new CborRejected("an unknown code");
  }
  return name;
}
