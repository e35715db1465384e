import { hex, parseUtf8 } from "./bytes.js";

/** Input that is no CBOR as it is expected here. */
export class CborRejected extends Error {}

export const MAX_DEPTH = 16;
const MAX_LONG = (1n << 63n) - 1n;
const MAX_INT = (1n << 31n) - 1n;

/**
 * Reads definite-length CBOR (RFC 8949) into values: integers as BigInt, byte strings as Uint8Array, texts, arrays,
 * maps as Map (keys: BigInt, text, or a byte string as "h'..'"), tags as {tag, value}, booleans, null, floating-point
 * numbers as {bits, number}.
 * Deterministic mode accepts the core deterministic encoding (section 4.2.1) only. Hostile input is rejected before
 * anything is allocated for it.
 */
class Reader {
  constructor(input, deterministic) {
    this.input = input;
    this.view = new DataView(input.buffer, input.byteOffset, input.byteLength);
    this.deterministic = deterministic;
    this.position = 0;
  }

  read(depth, isKey = false) {
    const head = this.byte();
    const major = head >>> 5;
    if (isKey && major > 3) {
      throw new CborRejected("a map key of another type than integer or string");
    }
    switch (major) {
      case 0:
        return this.long(head);
      case 1:
        return -1n - this.long(head);
      case 2:
        return this.string(head);
      case 3:
        return this.text(head);
      case 4:
        return this.array(head, depth);
      case 5:
        return this.map(head, depth);
      case 6:
        return this.tagged(head, depth);
      default:
        return this.simple(head);
    }
  }

  byte() {
    if (this.position >= this.input.length) {
      throw new CborRejected("truncated");
    }
    return this.input[this.position++];
  }

  fixed(size) {
    if (this.input.length - this.position < size) {
      throw new CborRejected("truncated");
    }
    let value = 0n;
    for (let i = 0; i < size; i++) {
      value = (value << 8n) | BigInt(this.input[this.position++]);
    }
    return value;
  }

  argument(head) {
    const info = head & 0x1f;
    if (info < 24) {
      return BigInt(info);
    }
    if (info > 27) {
      throw new CborRejected(info === 31 ? "indefinite length" : "malformed");
    }
    const size = 1 << (info - 24);
    const value = this.fixed(size);
    if (this.deterministic && (size === 1 ? value < 24n : value >> BigInt(size * 4) === 0n)) {
      throw new CborRejected("not in the shortest form");
    }
    return value;
  }

  long(head) {
    const value = this.argument(head);
    if (value > MAX_LONG) {
      throw new CborRejected("an integer beyond 64 bits with sign");
    }
    return value;
  }

  string(head) {
    const length = this.argument(head);
    if (length > BigInt(this.input.length - this.position)) {
      throw new CborRejected("truncated");
    }
    const start = this.position;
    this.position += Number(length);
    return this.input.subarray(start, this.position);
  }

  text(head) {
    const text = parseUtf8(this.string(head));
    if (text === null) {
      throw new CborRejected("a text that is not UTF-8");
    }
    return text;
  }

  count(head, depth, itemsEach) {
    const count = this.argument(head);
    if (count * itemsEach > BigInt(this.input.length - this.position)) {
      throw new CborRejected("truncated");
    }
    if (count > 0n && depth >= MAX_DEPTH) {
      throw new CborRejected("too deep");
    }
    return Number(count);
  }

  array(head, depth) {
    const items = [];
    for (let left = this.count(head, depth, 1n); left > 0; left--) {
      items.push(this.read(depth + 1));
    }
    return items;
  }

  map(head, depth) {
    const pairs = new Map();
    let before = null;
    for (let left = this.count(head, depth, 2n); left > 0; left--) {
      const start = this.position;
      const key = keyOf(this.read(depth + 1, true));
      const encoded = this.input.subarray(start, this.position);
      if (pairs.has(key) || (this.deterministic && before !== null && compare(before, encoded) >= 0)) {
        throw new CborRejected("map keys that are doubled or out of order");
      }
      before = encoded;
      pairs.set(key, this.read(depth + 1));
    }
    return pairs;
  }

  tagged(head, depth) {
    const tag = this.argument(head);
    if (depth >= MAX_DEPTH) {
      throw new CborRejected("too deep");
    }
    return { tag, value: this.read(depth + 1) };
  }

  simple(head) {
    const info = head & 0x1f;
    if (info === 20 || info === 21) {
      return info === 21;
    }
    if (info === 22) {
      return null;
    }
    if (info >= 25 && info <= 27) {
      return this.float(info);
    }
    if (info > 24 || (info === 24 && this.byte() < 32)) {
      throw new CborRejected("malformed");
    }
    return undefined;
  }

  float(info) {
    const at = this.position;
    this.fixed(1 << (info - 24));
    if (this.deterministic) {
      throw new CborRejected("nothing that is signed here holds a floating-point number");
    }
    if (info === 25) {
      return { bits: 16, number: half(this.view.getUint16(at)) };
    }
    return info === 26
      ? { bits: 32, number: this.view.getFloat32(at) }
      : { bits: 64, number: this.view.getFloat64(at) };
  }
}

function keyOf(key) {
  return key instanceof Uint8Array ? `h'${hex(key)}'` : key;
}

function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) {
      return a[i] - b[i];
    }
  }
  return a.length - b.length;
}

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) {
    return fraction ? NaN : sign * Infinity;
  }
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
}

function readAll(input, deterministic) {
  const reader = new Reader(input, deterministic);
  const value = reader.read(0);
  if (reader.position !== input.length) {
    throw new CborRejected("trailing bytes");
  }
  return value;
}

/** The value of an input in core deterministic encoding. */
export function readDeterministic(input) {
  return readAll(input, true);
}

/** The value of any well-formed input of definite length. */
export function readWellFormed(input) {
  return readAll(input, false);
}

/** The value as an array of exactly so many items. */
export function arrayOf(value, size) {
  if (!Array.isArray(value) || (size !== undefined && value.length !== size)) {
    throw new CborRejected("not the expected array");
  }
  return value;
}

/** The value as a byte string, of a size if one is given. */
export function bytesOf(value, size) {
  if (!(value instanceof Uint8Array) || (size !== undefined && value.length !== size)) {
    throw new CborRejected("not the expected byte string");
  }
  return value;
}

/** The value as a text, of a form if one is given. */
export function textOf(value, form) {
  if (typeof value !== "string" || (form && !form.test(value))) {
    throw new CborRejected("not the expected text");
  }
  return value;
}

/** The value as an integer of 64 bits with sign. */
export function longOf(value) {
  if (typeof value !== "bigint") {
    throw new CborRejected("not an integer");
  }
  return value;
}

/** The value as an unsigned integer, at least `least`. */
export function unsignedOf(value, least = 0n) {
  if (longOf(value) < least) {
    throw new CborRejected("an integer out of its bounds");
  }
  return value;
}

/** The value as a number from 0 to 2^31-1. */
export function intOf(value) {
  if (unsignedOf(value) > MAX_INT) {
    throw new CborRejected("an integer out of its bounds");
  }
  return Number(value);
}

/** The encoded head of an item, in the shortest form. */
export function encodeHead(major, argument) {
  const top = major << 5;
  if (argument < 24) {
    return Uint8Array.of(top | argument);
  }
  if (argument < 0x100) {
    return Uint8Array.of(top | 24, argument);
  }
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, argument);
  return argument < 0x10000 ? Uint8Array.of(top | 25, four[2], four[3]) : Uint8Array.of(top | 26, ...four);
}
