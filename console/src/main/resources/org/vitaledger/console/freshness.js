import { agoText, spanText } from "./format.js";
import { now } from "./clock.js";
import { vitalOf } from "./codes.js";

const MINUTE = 60_000;

/** How long a value counts as present. What is measured continuously is missed soon; what is taken by hand, later. */
const PRESENT_FOR = {
  "heart-rate": 5 * MINUTE,
  oxygen: 5 * MINUTE,
  respiration: 5 * MINUTE,
  "pressure-76215-3": 5 * MINUTE,
  "pressure-8480-6": 30 * MINUTE,
  "pressure-76534-7": 30 * MINUTE,
  temperature: 30 * MINUTE,
};
const OTHERS = 24 * 60 * MINUTE;

/** A page is live only while something continuous comes; for a while longer it may come again. */
const LIVE_FOR = MINUTE;
const SILENT_AFTER = 5 * MINUTE;

/** How long a value of a vital sign counts as present, in milliseconds. */
export function presentFor(vital) {
  return PRESENT_FOR[vital?.key] ?? OTHERS;
}

function freshness(time, bound) {
  const age = now() - time;
  const span = spanText(age);
  return age > bound ? { old: true, span, text: `no data for ${span}` } : { old: false, span, text: agoText(time) };
}

/** How old a value is: {old, span, text}, the last two for people. */
export function freshnessOf(vital, time) {
  return freshness(time, presentFor(vital));
}

export function freshnessOfReading(reading) {
  return freshnessOf(vitalOf(reading.code), reading.time);
}

/** Whether data arrive, told by the newest of them: {live, old, span, text}. */
export function arrival(newest) {
  return { ...freshness(newest, SILENT_AFTER), live: now() - newest <= LIVE_FOR };
}

/** Marks what shows an old value, for its colours. */
export function markOld(element, old) {
  element.toggleAttribute("data-old", old);
}
