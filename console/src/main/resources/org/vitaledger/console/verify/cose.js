import { CborRejected, arrayOf, bytesOf, encodeHead, readWellFormed } from "./cbor.js";
import { concat, utf8 } from "./bytes.js";

/** A message that is no COSE_Sign1 of the profile. */
export class CoseRejected extends Error {}

const SIGN1 = 18n;
const ALGORITHM = 1n;
const CRITICAL = 2n;
const CONTENT_TYPE = 3n;
const KEY_ID = 4n;
const SEQUENCE = -70001n;
const KNOWN = [ALGORITHM, CRITICAL, CONTENT_TYPE, KEY_ID, SEQUENCE];
const ALGORITHMS = new Map([
  [-8n, "Ed25519"], [-19n, "Ed25519"], [-7n, "ES256"], [-9n, "ES256"], [-48n, "ML-DSA-44"],
]);

/**
 * Takes a COSE_Sign1 message apart (RFC 9052 section 4.2): {algorithm, keyId, sequence, payload, signature,
 * toBeSigned}. The key id and the sequence are those of the protected header.
 */
export function parseSign1(bytes) {
  try {
    return sign1(readWellFormed(bytes));
  } catch (e) {
    throw e instanceof CborRejected ? new CoseRejected(e.message) : e;
  }
}

function sign1(value) {
  const tagged = value !== null && typeof value === "object" && "tag" in value;
  require(!tagged || value.tag === SIGN1, "another tag than COSE_Sign1's");
  const [covered, open, payload, signature] = arrayOf(tagged ? value.value : value, 4);
  const encoded = bytesOf(covered);
  const header = encoded.length > 0 ? readWellFormed(encoded) : new Map();
  checkHeader(header, true);
  checkHeader(open, false);
  require(KNOWN.every((label) => !(header.has(label) && open.has(label))), "a header parameter stands twice");
  const algorithm = algorithmOf(header) ?? algorithmOf(open);
  require(algorithm !== null, "no known algorithm");
  // An empty map is signed as no bytes (RFC 9052 section 4.4).
  const signedHeader = header.size === 0 ? new Uint8Array() : encoded;
  return {
    algorithm,
    keyId: header.get(KEY_ID) ?? null,
    sequence: header.get(SEQUENCE) ?? 0n,
    payload: bytesOf(payload),
    signature: bytesOf(signature),
    toBeSigned: sigStructure(signedHeader, payload),
  };
}

function checkHeader(header, isProtected) {
  require(header instanceof Map, "a header that is no map");
  for (const label of header.keys()) {
    require(typeof label === "bigint" || !label.startsWith("h'"), "a header label of another type");
  }
  require(!header.has(KEY_ID) || header.get(KEY_ID) instanceof Uint8Array, "a key id that is no byte string");
  const sequence = header.get(SEQUENCE) ?? 0n;
  require(typeof sequence === "bigint" && sequence >= 0n, "a sequence that is no number");
  if (header.has(CRITICAL)) {
    const critical = header.get(CRITICAL);
    require(isProtected && Array.isArray(critical) && critical.length > 0, "a list of critical parameters in error");
    require(critical.every((label) => KNOWN.includes(label)), "an unknown critical parameter");
    require(critical.every((label) => header.has(label)), "a critical parameter that is missing");
  }
}

function algorithmOf(header) {
  if (!header.has(ALGORITHM)) {
    return null;
  }
  const algorithm = ALGORITHMS.get(header.get(ALGORITHM));
  require(algorithm !== undefined, "an unknown algorithm");
  return algorithm;
}

function sigStructure(header, payload) {
  const item = (major, content) => concat(encodeHead(major, content.length), content);
  return concat(0x84, item(3, utf8("Signature1")), item(2, header), item(2, new Uint8Array()), item(2, payload));
}

function require(holds, message) {
  if (!holds) {
    throw new CoseRejected(message);
  }
}
