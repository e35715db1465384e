import { Poller } from "../poller.js";
import { LiveMark, emptyPanel, problemPanel } from "../panel.js";
import { agoText, patientName, shortId, timeText } from "../format.js";
import { alertBadge, readAlert } from "../alerts.js";
import { h, put, reconcile, say } from "../dom.js";

const INTERVAL = 2000;

/** The alerts of the patients whose records the user may see, newest first. */
export function showAlerts(main, app) {
  const live = new LiveMark();
  const list = h("ul", { class: "alerts" });
  const nothing = h("div", {});
  const holder = h("div", { "aria-live": "polite", "aria-relevant": "additions" }, nothing, list);
  put(
    main,
    h("div", { class: "title" }, h("h1", {}, "Alerts"), live.element),
    h("p", { class: "lead" }, "Raised at the bedside gateway by its rules (early warning score, thresholds, trends), for a clinician to judge."),
    h("section", { class: "card" }, holder),
  );
  const refresh = async () => {
    const alerts = (await app.api.json("/alerts?count=100")).map(readAlert);
    put(nothing, alerts.length === 0 && emptyPanel("No alerts.", "They appear here as they are raised."));
    showAlertItems(list, alerts, app);
  };
  return new Poller(refresh, INTERVAL, (error) => {
    live.tell(error);
    if (error && list.childElementCount === 0) {
      put(nothing, problemPanel(error));
    }
  });
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
  return h(
    "li",
    { class: "alert", "data-severity": alert.severity },
    alertBadge(alert),
    h("div", {}, h("p", { class: "what" }, alert.text), h("p", { class: "fine" }, who, who && " · ", `${alert.rule} · device ${shortId(alert.device)}`)),
    h("time", { datetime: alert.time }, timeText(alert.millis)),
  );
}
