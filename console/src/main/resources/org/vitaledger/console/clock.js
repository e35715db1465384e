/**
 * The time by which ages are told: the node's, as its answers carry it. A machine at the bedside whose clock is slow
 * would make old values look new.
 */

/** `Date` counts whole seconds, and an answer takes its time. */
const TOLERANCE = 3000;

let offset = 0;

/** Milliseconds since 1970. */
export function now() {
  return Date.now() + offset;
}

/** Takes over the time of an answer. */
export function hear(response) {
  const time = Date.parse(response.headers.get("Date") ?? "");
  if (!Number.isNaN(time) && Math.abs(time - now()) > TOLERANCE) {
    offset = time - Date.now();
  }
}
