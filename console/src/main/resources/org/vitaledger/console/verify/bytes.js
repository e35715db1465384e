/** Byte strings: hexadecimal, strict base64, strict UTF-8, SHA-256. Pure functions; what is not well-formed is null. */

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The lower-case hexadecimal form. */
export function hex(bytes) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** The standard base64 form, with padding. */
export function base64(bytes) {
  let text = "";
  for (const b of bytes) {
    text += String.fromCharCode(b);
  }
  return btoa(text);
}

/** The bytes of a base64 text, or null unless it is exactly what base64() writes for them. */
export function parseBase64(text) {
  if (!BASE64.test(text)) {
    return null;
  }
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return base64(bytes) === text ? bytes : null;
}

/** The UTF-8 form of a text. */
export function utf8(text) {
  return ENCODER.encode(text);
}

/** The text in UTF-8 bytes, or null if they are none. */
export function parseUtf8(bytes) {
  try {
    return DECODER.decode(bytes);
  } catch {
    return null;
  }
}

/** The parts one after the other; numbers are single bytes. */
export function concat(...parts) {
  const arrays = parts.map((part) => (typeof part === "number" ? Uint8Array.of(part) : part));
  const whole = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of arrays) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether both have the same bytes. */
export function equal(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** An unsigned 64-bit number, most significant byte first. */
export function uint64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** SHA-256 over the parts. */
export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}
