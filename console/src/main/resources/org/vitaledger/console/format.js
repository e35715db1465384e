import { now } from "./clock.js";

/** Times, numbers and identifiers as people read them. */

const MINUTES = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const CLOCK = new Intl.DateTimeFormat(undefined, { ...MINUTES, second: "2-digit" });
const SHORT = new Intl.DateTimeFormat(undefined, MINUTES);
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
const COUNT = new Intl.NumberFormat();

/** Units of the Unified Code for Units of Measure as they are written at the bedside. */
const UNITS = {
  "mm[Hg]": "mmHg",
  "Cel": "°C",
  "[degF]": "°F",
  "{beats}/min": "/min",
  "{breaths}/min": "/min",
  "{score}": "",
  "[pH]": "",
  "meq/L": "mEq/L",
  "ug/L": "µg/L",
  "10*3/uL": "×10³/µL",
};

export function unitText(unit) {
  return UNITS[unit] ?? unit ?? "";
}

/** The time of day, with the day in front if that is not today. */
export function timeText(millis) {
  const date = new Date(millis);
  const today = date.toDateString() === new Date(now()).toDateString();
  return today ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
}

export function tickText(millis, span) {
  const date = new Date(millis);
  return span > 36 * 3600e3 ? DAY.format(date) : (span < 5 * 60e3 ? CLOCK : SHORT).format(date);
}

export function wholeTimeText(millis) {
  return WHOLE.format(new Date(millis));
}

/** How long ago, in the largest fitting unit; the future counts as now. */
export function agoText(millis) {
  const age = now() - millis;
  return age < 1500 ? "now" : `${spanText(age)} ago`;
}

/** A length of time in the largest unit of which it is two at least. */
export function spanText(millis) {
  const seconds = Math.round(millis / 1000);
  return seconds < 120 ? `${seconds} s`
    : seconds < 7200 ? `${Math.floor(seconds / 60)} min`
    : seconds < 172800 ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86400)} days`;
}

export function countText(number) {
  return COUNT.format(number);
}

/** An identifier's first and last characters; the whole belongs into a title. */
export function shortId(id, head = 8) {
  return id.length > head + 6 ? `${id.slice(0, head)}…${id.slice(-4)}` : id;
}

/** A patient's handle means nothing outside; its first eight digits in two groups are enough to tell patients apart. */
export function patientName(handle) {
  return `${handle.slice(0, 4)} ${handle.slice(4, 8)}`;
}
