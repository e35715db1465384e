import { LiveMark, emptyPanel, pageHead, problemPanel } from "../panel.js";
import { agoText, patientName, shortId, timeText } from "../format.js";
import { alertBadge } from "../alerts.js";
import { h, put, reconcile, say } from "../dom.js";

const ABOUT = "Raised at the bedside gateway by its rules (early warning score, limits), for a clinician to judge.";
const TICK = 5000;
const NOTHING = ["No alerts.", "They appear here as they are raised, if the consent covers the whole record."];

/** The alerts of the patients whose records the user may see, newest first. */
export function showAlerts(main, app) {
  const live = new LiveMark();
  const list = h("ul", { class: "alerts" });
  const nothing = h("div", {});
  const holder = h("div", { "aria-live": "polite", "aria-relevant": "additions" }, nothing, list);
  put(
    main,
    pageHead("Alerts", live.element, ABOUT),
    h("section", { class: "card" }, holder),
  );
  const show = (alerts, error) => {
    live.tell(error);
    put(nothing, error && alerts.length === 0 ? problemPanel(error) : alerts.length === 0 && emptyPanel(...NOTHING));
    showAlertItems(list, alerts, app);
  };
  const unfollow = app.alerts.follow(show);
  const clock = setInterval(() => showAlertItems(list, app.alerts.alerts, app), TICK);
  return {
    stop() {
      unfollow();
      clearInterval(clock);
    },
  };
}

/** Puts alerts into a list, newest first. */
export function showAlertItems(list, alerts, app) {
  reconcile(list, alerts, {
    key: (alert) => alert.id,
    build: (alert) => alertItem(alert, app),
    update: (item, alert) => say(item.querySelector("time"), `${timeText(alert.millis)} · ${agoText(alert.millis)}`),
  });
}

function alertItem(alert, app) {
  const named = app.session.role !== "PATIENT" && !location.hash.includes(alert.patient);
  const who = named && h("a", { href: `#/patients/${alert.patient}` }, `Patient ${patientName(alert.patient)}`);
  const source = `${alert.rule} · device ${shortId(alert.device)}`;
  const detail = h("p", { class: "fine" }, who, who && " · ", source);
  return h(
    "li",
    { class: "alert", "data-severity": alert.severity },
    alertBadge(alert),
    h("div", {}, h("p", { class: "what" }, alert.text), detail),
    h("time", { datetime: alert.time }, timeText(alert.millis)),
  );
}
