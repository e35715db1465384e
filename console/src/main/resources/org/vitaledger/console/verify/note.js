import { parseBase64, parseUtf8, sha256, hex, concat, utf8, uint64 } from "./bytes.js";

/** A text that is not of the C2SP format it claims to be of. */
export class NoteRejected extends Error {}

/** The signature types of C2SP signed-note and tlog-cosignature, by their identifier byte. */
const TYPES = {
  1: { algorithm: "Ed25519", keySize: 32, signatureSize: 64, timed: false },
  4: { algorithm: "Ed25519", keySize: 32, signatureSize: 64, timed: true },
  6: { algorithm: "ML-DSA-44", keySize: 1312, signatureSize: 2420, timed: true },
};

const ML_DSA_44 = 6;
const PROOF_HEADER = "c2sp.org/tlog-proof@v1";
const MAX_PROOF = 4 << 20;
const MAX_NOTE = 1 << 20;
const MAX_PATH = 63;
const MAX_SIGNATURES = 100;
// The most bytes of a name that an ML-DSA-44 cosignature can commit to.
const MAX_NAME = 255;
const NUMBER = /^(0|[1-9][0-9]{0,18})$/;
const MAX_LONG = (1n << 63n) - 1n;
const SPACES = /[\p{Z}\u0009-\u000d\u001c-\u001f\u0085]/u;
// Control characters are what these formats forbid.
const CONTROLS = /[\u0000-\u001f]/;
const CONTROLS_BUT_NEWLINE = /[\u0000-\u0009\u000b-\u001f]/;

export function number(text) {
  const value = NUMBER.test(text) ? BigInt(text) : -1n;
  require(value >= 0n && value <= MAX_LONG, "a number is not in its one decimal form");
  return value;
}

function base64(text) {
  const bytes = parseBase64(text);
  require(bytes !== null, "a text is not in base64");
  return bytes;
}

function hash(text) {
  const bytes = base64(text);
  require(bytes.length === 32, "a hash does not have 32 bytes");
  return bytes;
}

export function require(holds, message) {
  if (!holds) {
    throw new NoteRejected(message);
  }
}

function isKeyName(name) {
  return name !== "" && !CONTROLS.test(name) && !name.includes("+") && !SPACES.test(name);
}

/** Reads a verifier key, `name+identifier+base64(type || key)` (C2SP signed-note). */
export async function parseVerifierKey(text) {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1);
  require(text.length <= 4096 && first >= 0 && second >= 0, "a key is not in the form of a vkey");
  const name = text.slice(0, first);
  require(isKeyName(name), "a key's name is not allowed");
  const content = base64(text.slice(second + 1));
  const type = TYPES[content[0]];
  require(type !== undefined, "a key is of an unknown type");
  require(content[0] !== ML_DSA_44 || utf8(name).length <= MAX_NAME, "a key's name is not allowed");
  require(content.length === 1 + type.keySize, "a key is not of its type's size");
  const id = (await sha256(utf8(name + "\n"), content)).subarray(0, 4);
  require(hex(id) === text.slice(first + 1, second), "a key's identifier is not the hash of the key");
  return { name, id, typeCode: content[0], type, raw: content.subarray(1) };
}

function parseSignature(line) {
  const space = line.lastIndexOf(" ");
  require(line.startsWith("\u2014 ") && space >= 2, "a line of the note is no signature");
  const name = line.slice(2, space);
  require(isKeyName(name), "the name in a signature is not allowed");
  const content = base64(line.slice(space + 1));
  require(content.length > 4, "a signature is empty");
  return { name, keyId: content.subarray(0, 4), signature: content.subarray(4) };
}

/** Reads a signed note: its text, which ends with a newline, and its signatures, unchecked. */
export function parseNote(text) {
  require(utf8(text).length <= MAX_NOTE, "the note is too large");
  require(!CONTROLS_BUT_NEWLINE.test(text), "the note holds control characters");
  const split = text.lastIndexOf("\n\n");
  require(split >= 0 && text.endsWith("\n") && split + 2 < text.length, "the note has no signatures");
  const lines = text.slice(split + 2, -1).split("\n");
  require(lines.length <= MAX_SIGNATURES, "the note has too many signatures");
  return { text: text.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

/** Reads a checkpoint (C2SP tlog-checkpoint), the text of a note. */
export function parseCheckpoint(text) {
  const lines = text.split("\n");
  require(lines.length >= 4 && lines[lines.length - 1] === "", "the note is no checkpoint");
  const extensions = lines.slice(3, -1);
  require(extensions.every((line) => line !== "" && !CONTROLS.test(line)), "the checkpoint has an empty line");
  const [origin] = lines;
  require(origin !== "" && !CONTROLS.test(origin), "the origin is not allowed");
  return { origin, size: number(lines[1]), root: hash(lines[2]), extensions };
}

/** Reads a proof file (C2SP tlog-proof): the extra data or null, the entry's index, its inclusion path, the note. */
export function parseProof(bytes) {
  require(bytes.length <= MAX_PROOF, "the file is too large");
  const text = parseUtf8(bytes);
  require(text !== null, "the file is not UTF-8");
  require(text.startsWith(PROOF_HEADER + "\n"), "the first line does not name the format");
  const split = text.indexOf("\n\n");
  require(split >= 0, "the file has no checkpoint");
  const lines = text.slice(0, split).split("\n").slice(1);
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift().slice("extra ".length)) : null;
  require(lines[0]?.startsWith("index ") === true, "the file has no index");
  const index = number(lines.shift().slice("index ".length));
  require(lines.length <= MAX_PATH, "the inclusion path is too long");
  return { extra, index, path: lines.map(hash), note: parseNote(text.slice(split + 2)) };
}

/** The bytes that a key signs for a note, or null if keys of its type can't sign that note. */
function signedMessage(key, text, time) {
  switch (key.typeCode) {
    case 1:
      return utf8(text);
    case 4:
      return utf8(`cosignature/v1\ntime ${time}\n${text}`);
    default:
      return subtreeMessage(key.name, text, time);
  }
}

/** An ML-DSA-44 cosignature covers the checkpoint as a subtree from 0 (C2SP tlog-cosignature), not its extensions. */
function subtreeMessage(cosigner, text, time) {
  let checkpoint;
  try {
    checkpoint = parseCheckpoint(text);
  } catch (e) {
    if (e instanceof NoteRejected) {
      return null;
    }
    throw e;
  }
  const name = utf8(cosigner);
  const origin = utf8(checkpoint.origin);
  if (origin.length > MAX_NAME) {
    return null;
  }
  const head = concat(utf8("subtree/v1\n\0"), name.length, name, uint64(time), origin.length, origin);
  return concat(head, uint64(0), uint64(checkpoint.size), checkpoint.root);
}

/**
 * What a note says about one key: {state: "absent" | "invalid" | "valid" | "unsupported", time}. All signatures that
 * claim to be the key's must verify; the time is the earliest that they tell, in seconds since 1970.
 */
export async function checkSignature(note, key, verify) {
  let time = null;
  let state = "absent";
  for (const claimed of note.signatures) {
    if (claimed.name !== key.name || hex(claimed.keyId) !== hex(key.id)) {
      continue;
    }
    const answer = await checkOne(note, key, claimed.signature, verify);
    if (answer.state === "invalid") {
      return answer;
    }
    state = answer.state === "unsupported" || state === "unsupported" ? "unsupported" : "valid";
    time = time === null || (answer.time !== null && answer.time < time) ? answer.time : time;
  }
  return { state, time };
}

async function checkOne(note, key, signature, verify) {
  const invalid = { state: "invalid", time: null };
  const offset = key.type.timed ? 8 : 0;
  if (signature.length !== key.type.signatureSize + offset) {
    return invalid;
  }
  const time = offset ? new DataView(signature.buffer, signature.byteOffset).getBigInt64(0) : null;
  const message = time !== null && time < 0n ? null : signedMessage(key, note.text, time);
  if (message === null) {
    return invalid;
  }
  const holds = await verify(key.type.algorithm, key.raw, message, signature.subarray(offset));
  return { state: holds === null ? "unsupported" : holds ? "valid" : "invalid", time };
}
