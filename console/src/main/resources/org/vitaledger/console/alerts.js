import { h, icon } from "./dom.js";
import { now } from "./clock.js";
import { shortId, unitText } from "./format.js";
import { codeName } from "./codes.js";

/** Alerts as the edge raised them; the console judges nothing itself. */

const RANKS = { CRITICAL: 3, WARNING: 2, INFO: 1 };
const WORDS = { CRITICAL: "Critical", WARNING: "Warning", INFO: "Notice" };
const CURRENT = 15 * 60_000;

/** What the gateway's rules mean; others are shown by their name. */
const RULES = {
  "critical-low": "at or below the lower critical limit",
  "warning-low": "at or below the lower warning limit",
  "warning-high": "at or above the upper warning limit",
  "critical-high": "at or above the upper critical limit",
  "news2-single": "three points of NEWS2 for one parameter alone: urgent review on the ward",
  "news2-urgent": "early warning score (NEWS2) of 5 or 6: urgent response",
  "news2-emergency": "early warning score (NEWS2) of 7 or more: emergency response",
};

/** Of monitoring, not of a value: the text says all of it but which monitor it is about. */
const TECHNICAL = new Set(["monitor-clock", "not-stored", "no-values"]);

export function readAlert(alert) {
  const severity = alert.severity.toUpperCase();
  const technical = TECHNICAL.has(alert.rule);
  const rule = technical ? "technical" : RULES[alert.rule] ?? `rule ${alert.rule}`;
  const text = wordsOf(alert.text);
  // A clock that is ahead must not keep an alert on top of all that come after it.
  const millis = Math.min(Date.parse(alert.time), Date.parse(alert.raised));
  return { ...alert, severity, text, technical, rule, rank: RANKS[severity] ?? 0, millis };
}

/** What is open first, and of that the most urgent; then the newest. */
export function byUrgency(a, b) {
  const urgency = (alert) => (alert.open ? 1 + alert.rank : 0);
  return urgency(b) - urgency(a) || b.millis - a.millis;
}

/** The text with LOINC codes and UCUM units as people know them. */
function wordsOf(text) {
  return text
    .replace(/\b[0-9]{1,7}-[0-9]\b/g, (code) => codeName(code) ?? `LOINC ${code}`)
    .split(" ")
    .map(unitText)
    .join(" ")
    .trim();
}

/** What an alert says and why, in one line. */
export function lineOf({ text, technical, rule, device }) {
  return technical ? `${text.replace(/[.]$/, "")} (technical, device ${shortId(device)})` : `${text}, ${rule}`;
}

/** The most urgent alert that is open, or that is new if the node does not say; the newest of equals; or null. */
export function worstOf(alerts) {
  const current = alerts.filter(({ open, millis }) => open ?? now() - millis < CURRENT);
  current.sort((a, b) => b.rank - a.rank || b.millis - a.millis);
  return current[0] ?? null;
}

/** The severity as a word with a symbol, not by colour alone. */
export function alertBadge({ severity }) {
  return h("span", { class: "badge", "data-severity": severity }, icon("bell"), severityWord(severity));
}

export const SEVERITIES = Object.keys(RANKS);

export function severityWord(severity) {
  return WORDS[severity] ?? severity;
}
