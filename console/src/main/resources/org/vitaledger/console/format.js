/** Times, numbers and identifiers as people read them. */

const MINUTES = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const CLOCK = new Intl.DateTimeFormat(undefined, { ...MINUTES, second: "2-digit" });
const SHORT = new Intl.DateTimeFormat(undefined, MINUTES);
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
const COUNT = new Intl.NumberFormat();
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "narrow" });

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
export function timeText(millis, now = Date.now()) {
  const date = new Date(millis);
  const today = date.toDateString() === new Date(now).toDateString();
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
export function agoText(millis, now = Date.now()) {
  const seconds = Math.round((now - millis) / 1000);
  if (seconds < 2) {
    return "now";
  }
  const [amount, unit] =
    seconds < 90 ? [seconds, "second"]
    : seconds < 5400 ? [seconds / 60, "minute"]
    : seconds < 129600 ? [seconds / 3600, "hour"]
    : [seconds / 86400, "day"];
  return RELATIVE.format(-Math.round(amount), unit);
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
