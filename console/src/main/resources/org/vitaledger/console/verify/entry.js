import { CborRejected, arrayOf, bytesOf, intOf, longOf, readDeterministic, textOf, unsignedOf } from "./cbor.js";
import { hex } from "./bytes.js";

const MEMBER = /^[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?$/;
const GATEWAY = /^[a-z0-9-]{1,32}$/;
const ALGORITHMS = { 1: ["Ed25519", 32], 2: ["ES256", 65], 3: ["ML-DSA-44", 1312] };
const REGISTER_DEVICE = 3n;
const ANCHOR = 8n;

/**
 * Reads an entry of a ledger's log: {kind: "ordered", submitter, command, outcome} or {kind: "close", height, time,
 * stateRoot}. Of the commands only those that proofs rest on are read in full; others have the type "other".
 */
export function parseEntry(bytes) {
  const items = arrayOf(readDeterministic(bytes), 4);
  const kind = intOf(items[0]);
  if (kind === 1) {
    const submitter = textOf(items[1], MEMBER);
    return { kind: "ordered", submitter, command: command(items[2]), outcome: intOf(items[3]) };
  }
  if (kind === 2) {
    const time = Number(longOf(items[2]));
    return { kind: "close", height: unsignedOf(items[1]), time, stateRoot: bytesOf(items[3], 32) };
  }
  throw new CborRejected("an unknown kind of entry");
}

function command(value) {
  const items = arrayOf(value);
  switch (items[0]) {
    case REGISTER_DEVICE:
      return registerDevice(arrayOf(items, 3));
    case ANCHOR:
      return anchor(arrayOf(items, 7));
    default:
      return { type: "other" };
  }
}

function registerDevice(items) {
  const [code, raw] = arrayOf(items[2], 2);
  const known = ALGORITHMS[intOf(code)];
  if (!known) {
    throw new CborRejected("a key of an unknown algorithm");
  }
  const key = { algorithm: known[0], raw: bytesOf(raw, known[1]) };
  return { type: "RegisterDevice", device: hex(bytesOf(items[1], 8)), key };
}

function anchor(items) {
  return {
    type: "Anchor",
    gateway: { member: textOf(items[1], MEMBER), name: textOf(items[2], GATEWAY) },
    number: unsignedOf(items[3], 1n),
    root: bytesOf(items[4], 32),
    readings: intOf(items[5]),
    ranges: arrayOf(items[6]).map(range),
  };
}

function range(value) {
  const items = arrayOf(value, 4);
  return {
    device: hex(bytesOf(items[0], 8)),
    first: unsignedOf(items[1], 1n),
    last: unsignedOf(items[2], 1n),
    readings: intOf(items[3]),
  };
}
