import { h, icon } from "./dom.js";

/** Alerts as the edge raised them; the console judges nothing itself. */

const RANKS = { CRITICAL: 3, WARNING: 2, INFO: 1 };
const WORDS = { CRITICAL: "Critical", WARNING: "Warning", INFO: "Notice" };
const CURRENT = 15 * 60_000;

export function readAlert(alert) {
  return { ...alert, rank: RANKS[alert.severity] ?? 0, millis: Date.parse(alert.time) };
}

/** The most urgent alert of the last quarter of an hour, the newest of equals; null if there is none. */
export function worstOf(alerts, now = Date.now()) {
  const current = alerts.map(readAlert).filter((alert) => now - alert.millis < CURRENT);
  current.sort((a, b) => b.rank - a.rank || b.millis - a.millis);
  return current[0] ?? null;
}

/** The severity as a word with a symbol, not by colour alone. */
export function alertBadge({ severity }) {
  return h("span", { class: "badge", "data-severity": severity }, icon("bell"), WORDS[severity] ?? severity);
}
