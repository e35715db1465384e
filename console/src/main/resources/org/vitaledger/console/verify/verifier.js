import { CborRejected } from "./cbor.js";
import { CoseRejected, parseSign1 } from "./cose.js";
import { concat, equal, hex, sha256 } from "./bytes.js";
import {
  parseAuditHead,
  parseAuditRecord,
  parseConsent,
  parseEvidence,
  parseReading,
  parseTrail,
} from "./evidence.js";
import { convert, declaredCodes } from "./codes.js";
import { decimalText } from "./decimal.js";
import { parseEntry } from "./entry.js";
import { readSenml } from "./senml.js";
import { describeFile } from "./textfault.js";
import { leafHash, verifyGrowth, verifyInclusion, verifyLeaves, verifyState } from "./merkle.js";
import { NoteRejected, parseProof } from "./note.js";
import { checkPolicy, describeRefusal, parsePolicy } from "./policy.js";

/** The steps of a verification, in their order, by kind of evidence; the names are those of the server's verifier. */
export const STEPS = {
  reading: ["POLICY", "PROOF", "CHECKPOINT", "EVIDENCE", "INCLUSION", "ENTRY", "COMMITMENT", "ENROLMENT", "PACK",
    "CONTENT"],
  consent: ["POLICY", "PROOF", "CHECKPOINT", "EVIDENCE", "INCLUSION", "ENTRY", "STATE"],
  accesses: ["POLICY", "PROOF", "CHECKPOINT", "EVIDENCE", "INCLUSION", "ENTRY", "STATE", "TRAIL", "RECORD"],
};

const SALT_SIZE = 16;

/** Ends a verification at the first step that does not hold. */
class Refutation extends Error {
  constructor(step, detail) {
    super(detail);
    this.step = step;
  }
}

function require(holds, step, detail) {
  if (!holds) {
    throw new Refutation(step, detail);
  }
}

/** A file is not of its format: nothing can be said about what it claims. */
class Unreadable extends Refutation {}

async function readable(step, detail, bytes, parse) {
  try {
    return await parse(bytes);
  } catch (e) {
    throw e instanceof NoteRejected ? new Unreadable(step, `${detail}: ${describeFile(bytes, e)}`) : e;
  }
}

/** Runs what may reject its input; a rejection refutes the step. */
async function attempt(step, detail, action) {
  try {
    return await action();
  } catch (e) {
    if (e instanceof NoteRejected || e instanceof CborRejected || e instanceof CoseRejected) {
      throw new Refutation(step, `${detail}: ${e.message}`);
    }
    throw e;
  }
}

/**
 * Checks a proof file (C2SP tlog-proof) with nothing but a policy (C2SP tlog-policy), as the stand-alone verifier does.
 * Answers {proved, unreadable, step, detail, kind, statement, checkpoint, log, cosignatures, unchecked}: step and detail tell the
 * first step that failed, and unreadable whether that is because a file is none of its format; unchecked names the signatures that `verifySignature` could not check, and as long as there
 * are any, somebody else must check the proof too.
 *
 * @param {Uint8Array} proof
 * @param {Uint8Array} policy
 * @param {(algorithm: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean|null>}
 *     verifySignature answers null for an algorithm that it does not know
 */
export async function verifyProof(proof, policy, verifySignature) {
  const answer = { proved: false, unreadable: false, step: null, detail: "", kind: null, statement: null, unchecked: [] };
  try {
    await run(proof, policy, verifySignature, answer);
    return { ...answer, proved: true };
  } catch (e) {
    if (e instanceof Refutation) {
      return { ...answer, unreadable: e instanceof Unreadable, step: e.step, detail: e.message };
    }
    throw e;
  }
}

async function run(proofBytes, policyBytes, verifySignature, answer) {
  const policy = await readable("POLICY", "not a tlog-policy", policyBytes, parsePolicy);
  const proof = await readable("PROOF", "not a tlog-proof", proofBytes, parseProof);
  const check = await checkPolicy(policy, proof.note, verifySignature);
  require(check.accepted, "CHECKPOINT", describeRefusal(check.reason));
  const { checkpoint } = check;
  Object.assign(answer, { checkpoint, log: check.log, cosignatures: check.cosignatures });
  const signers = [{ name: check.log.name, ...check.log }, ...check.cosignatures];
  answer.unchecked.push(...signers.filter((it) => !it.checked).map((it) => `${it.name} (${it.algorithm})`));
  const evidence = proof.extra === null ? null : parseEvidence(proof.extra);
  require(evidence !== null, "EVIDENCE", "the extra data is no evidence of a known kind");
  answer.kind = evidence.kind;
  await requireIncluded("INCLUSION", { index: proof.index, entry: evidence.entry, path: proof.path }, checkpoint);
  const checks = { reading: checkReading, consent: checkConsent, accesses: checkAccesses };
  const context = { checkpoint, verifySignature, unchecked: answer.unchecked };
  answer.statement = await checks[evidence.kind](evidence, context);
  answer.statement.entryIndex = proof.index;
}

async function requireIncluded(step, { index, entry, path }, checkpoint) {
  require(index < checkpoint.size, step, "the entry is not under the checkpoint");
  const holds = await verifyInclusion({ index, size: checkpoint.size, path }, await leafHash(entry), checkpoint.root);
  require(holds, step, "the inclusion path does not lead to the checkpoint's root");
}

async function applied(step, bytes) {
  const entry = await attempt(step, "the entry is not one of a ledger", () => parseEntry(bytes));
  require(entry.kind === "ordered" && entry.outcome === 0, step, "the entry is not an applied command");
  return entry;
}

async function checkReading(evidence, { checkpoint, verifySignature, unchecked }) {
  const { command: anchor } = await applied("ENTRY", evidence.entry);
  require(anchor.type === "Anchor", "ENTRY", "the entry is not an anchor");
  const reading = await attempt("COMMITMENT", "the reading is not in canonical bytes", () =>
    parseReading(evidence.reading),
  );
  await requireCommitted(evidence, anchor, reading);
  const { enrolment } = evidence;
  await requireIncluded("ENROLMENT", enrolment, checkpoint);
  const { command: enrolled } = await applied("ENROLMENT", enrolment.entry);
  const ofDevice = enrolled.type === "RegisterDevice" && enrolled.device === reading.device;
  require(ofDevice, "ENROLMENT", "the entry does not enrol the reading's device");
  const { key } = enrolled;
  const payload = await requireSigned(evidence.signed, { reading, key, verifySignature, unchecked });
  const said = requireSaid(payload, reading, await declaredCodes());
  return { reading, said, key, gateway: anchor.gateway, batch: anchor.number, batchReadings: anchor.readings };
}

async function requireCommitted({ place, reading: bytes }, anchor, reading) {
  const placed = place.salt.length === SALT_SIZE && place.leaf < anchor.readings;
  require(placed, "COMMITMENT", "the reading has no place in the batch");
  const commitment = await sha256(place.salt, bytes);
  const path = { index: BigInt(place.leaf), size: BigInt(anchor.readings), path: place.path };
  const holds = await verifyInclusion(path, await leafHash(commitment), anchor.root);
  require(holds, "COMMITMENT", "the commitment's path does not lead to the batch's root");
  const named = anchor.ranges.some(
    (range) => range.device === reading.device && range.first <= reading.sequence && reading.sequence <= range.last,
  );
  require(named, "COMMITMENT", "the anchor does not name the reading's device and sequence");
}

async function requireSigned(signed, { reading, key, verifySignature, unchecked }) {
  require(equal(await sha256(signed), reading.pack), "PACK", "the reading names another pack");
  const message = await attempt("PACK", "the pack is not a COSE_Sign1 message", () => parseSign1(signed));
  const ofDevice =
    message.keyId !== null && hex(message.keyId) === reading.device && message.sequence === reading.sequence;
  const sameAlgorithm = message.algorithm === key.algorithm;
  const holds =
    ofDevice && sameAlgorithm && (await verifySignature(key.algorithm, key.raw, message.toBeSigned, message.signature));
  if (holds === null) {
    unchecked.push(`the device (${key.algorithm})`);
    return message.payload;
  }
  require(holds, "PACK", "the device's key did not sign the pack");
  return message.payload;
}

/** What the device said of the reading; the two may differ by what the table of codes declares. */
function requireSaid(payload, reading, codes) {
  const demand = (holds, detail) => require(holds, "CONTENT", detail);
  const said = recordsOf(payload)[reading.index];
  demand(said !== undefined, "the pack has no record at the reading's place");
  demand(said.time === reading.time, "the device signed another time than that of the reading");
  const named = codes.get(said.parameter);
  demand(named?.code === reading.code, "the device signed another quantity than that of the reading");
  demand(named.ucum === reading.unit, "the reading is not in the unit that is declared for its code");
  const conversion = named.known.get(said.unit || named.unit);
  demand(conversion !== undefined, "no declared conversion leads from the device's unit to the reading's");
  demand(said.value !== null, "the device signed no number");
  const converted = convert(said.value, conversion);
  const same = converted !== null && decimalText(converted) === reading.value;
  demand(same, "the device signed another number than that of the reading");
  return { parameter: said.parameter, value: decimalText(said.value), unit: said.unit };
}

function recordsOf(payload) {
  try {
    return readSenml(payload);
  } catch (e) {
    if (e instanceof CborRejected) {
      throw new Refutation("CONTENT", `the pack holds no sensor measurements: ${e.message}`);
    }
    throw e;
  }
}

async function checkConsent(evidence) {
  const close = await closing(evidence.entry);
  const key = concat(4, evidence.consent);
  const holds = await verifyState(evidence.proof, key, close.stateRoot);
  require(holds, "STATE", "the state proof does not lead to the block's state root");
  const consent =
    evidence.proof.value === null
      ? null
      : await attempt("STATE", "the record is not a consent", () => parseConsent(evidence.proof.value));
  return { id: hex(evidence.consent), consent, height: close.height, time: close.time };
}

async function closing(bytes) {
  const close = await attempt("ENTRY", "the entry is not one of a ledger", () => parseEntry(bytes));
  require(close.kind === "close", "ENTRY", "the entry does not close a block");
  return close;
}

/** A member that never anchored anything has an audit log without records. */
const NO_RECORDS = { size: 0n, patients: new Uint8Array(32), loss: null };

async function checkAccesses(evidence) {
  const close = await closing(evidence.entry);
  const key = concat(7, new TextEncoder().encode(evidence.member));
  const stood = await verifyState(evidence.head, key, close.stateRoot);
  require(stood, "STATE", "the state proof does not lead to the block's state root");
  const head = await claimed(evidence.head, NO_RECORDS, "STATE", "the record is not the head of an audit log", parseAuditHead);
  const known = await verifyState(evidence.trail, evidence.patient, head.patients);
  require(known, "TRAIL", "the patient's proof does not lead to the map of the audit log");
  const trail = await claimed(evidence.trail, null, "TRAIL", "the record is not a patient's trail", parseTrail);
  const records = await shownRecords(evidence, trail);
  await requireGrowth(evidence.growth, trail);
  const { member } = evidence;
  const count = trail?.count ?? 0n;
  return { member, patient: hex(evidence.patient), first: evidence.first + 1n, records, count, head, time: close.time };
}

/** Nothing is claimed by the root of an empty tree. */
async function requireGrowth(growth, trail) {
  const isNone = growth.from === 0n && growth.path.length === 0 && equal(growth.root, await sha256());
  const holds = isNone || (trail !== null && (await verifyGrowth(growth, trail.count, trail.root)));
  require(holds, "TRAIL", "the patient's trail does not begin with what it is said to have grown from");
}

function claimed({ value }, absent, step, detail, parse) {
  return value === null ? absent : attempt(step, detail, () => parse(value));
}

async function shownRecords(evidence, trail) {
  if (trail === null || evidence.records.length === 0) {
    const nothing = evidence.first === 0n && evidence.records.length === 0 && evidence.path.length === 0;
    require(
      trail === null && nothing,
      "RECORD",
      "the proof shows records where there are none, or none where there are",
    );
    return [];
  }
  const records = [];
  for (const bytes of evidence.records) {
    const record = await attempt("RECORD", "the audit record is not in canonical bytes", () => parseAuditRecord(bytes));
    const number = evidence.first + BigInt(records.length) + 1n;
    const ours = record.member === evidence.member && record.patient === hex(evidence.patient);
    require(record.number === number && ours, "RECORD", "a record is not the one of its number in this trail");
    records.push(record);
  }
  const leaves = await Promise.all(evidence.records.map((bytes) => leafHash(bytes)));
  const range = { first: evidence.first, size: trail.count, path: evidence.path };
  const holds = await verifyLeaves(range, leaves, trail.root);
  require(holds, "RECORD", "the records do not lead to the patient's trail");
  return records;
}
