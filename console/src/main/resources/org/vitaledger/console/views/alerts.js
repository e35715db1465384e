import { LiveMark, emptyPanel, pageHead } from "../panel.js";
import { MissingAlerts } from "../missingalerts.js";
import { SEVERITIES, alertBadge, severityWord } from "../alerts.js";
import { agoText, shortId, timeText } from "../format.js";
import { h, put, reconcile, say } from "../dom.js";

const ABOUT = "Raised at the bedside gateway by its rules (early warning score, limits), for a clinician to judge.";
const TICK = 5000;
const OPEN = "OPEN";
const NOTHING = ["No alerts.", "They appear here as they are raised, if the consent covers the whole record."];
const NOT_LOADED = "The alerts are not loaded yet.";
const LIMITS = "All that are open, the most urgent first, then the newest others. Each patient's page has the patient's own.";

/** The alerts of the patients whose records the user may see, those that are open first. */
class AlertsPage {
  constructor(main, app) {
    this.app = app;
    this.severity = null;
    this.error = null;
    this.live = new LiveMark();
    this.list = h("ul", { class: "alerts" });
    this.nothing = h("div", {});
    this.missing = new MissingAlerts(app);
    this.limits = h("p", { class: "fine limits" }, LIMITS);
    const holder = h("div", { "aria-live": "polite", "aria-relevant": "additions" }, this.nothing, this.list);
    const card = h("section", { class: "card" }, this.filter(), holder, this.limits);
    put(main, pageHead("Alerts", this.live.element, ABOUT), this.missing.element, card);
    this.unfollow = app.alerts.follow((error) => this.tell(error));
    this.clock = setInterval(() => this.draw(), TICK);
  }

  stop() {
    this.unfollow();
    clearInterval(this.clock);
  }

  filter() {
    const choices = [null, OPEN, ...SEVERITIES];
    const buttons = choices.map((severity) => {
      const choose = () => {
        this.severity = severity;
        buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(choices[i] === severity)));
        this.draw();
      };
      const pressed = { "aria-pressed": String(severity === null), "data-severity": severity };
      return h("button", { type: "button", onclick: choose, ...pressed }, choiceWord(severity));
    });
    return h("div", { class: "periods severities", role: "group", "aria-label": "Severity" }, buttons);
  }

  tell(error) {
    this.error = error;
    this.live.tell(error);
    this.draw();
    this.learnNames();
  }

  async learnNames() {
    const { names, alerts, session } = this.app;
    const ids = alerts.all().map((alert) => alert.patient);
    if (session.role !== "PATIENT" && (await names.learn(ids).catch(() => false))) {
      this.draw();
    }
  }

  draw() {
    const alerts = this.app.alerts.all();
    const chosen = alerts.filter((alert) => isChosen(alert, this.severity));
    const none = alerts.length === 0 ? NOTHING : [`None such among ${alerts.length} alerts.`];
    this.missing.tell(this.error, alerts.length > 0);
    this.limits.hidden = this.error !== null;
    const isSaid = chosen.length > 0 || (this.error && alerts.length === 0);
    put(this.nothing, isSaid ? null : emptyPanel(...(this.app.alerts.loaded ? none : [NOT_LOADED])));
    showAlertItems(this.list, chosen, this.app);
  }
}

/** An alert's words change while it is open: its value is held, or grows old. */
function updateWords(item, alert) {
  say(item.querySelector(".what"), alert.text);
  say(item.querySelector(".rule"), ruleOf(alert));
  if (item.dataset.severity !== alert.severity) {
    item.dataset.severity = alert.severity;
    item.querySelector(".badge").replaceWith(alertBadge(alert));
  }
}

function ruleOf(alert) {
  return `${alert.rule} · device ${shortId(alert.device)}`;
}

function choiceWord(choice) {
  return choice === null ? "All" : choice === OPEN ? "Open" : severityWord(choice);
}

function isChosen(alert, choice) {
  return choice === null || (choice === OPEN ? alert.open : alert.severity === choice);
}

/** Puts alerts into a list, in their order. */
export function showAlertItems(list, alerts, app) {
  reconcile(list, alerts, {
    key: (alert) => alert.id,
    build: (alert) => alertItem(alert, app),
    update: (item, alert) => {
      updateWords(item, alert);
      say(item.querySelector("time"), `${timeText(alert.millis)} · ${agoText(alert.millis)}`);
      say(item.querySelector(".state"), stateOf(alert));
      item.toggleAttribute("data-past", !alert.open);
      const who = item.querySelector("a");
      if (who) {
        say(who, app.names.of(alert.patient));
      }
    },
  });
}

function stateOf({ open, late, ahead, time, raised }) {
  // A score carries the gateway's time, which is not what the monitor's clock says.
  const said = Date.parse(time) > Date.parse(raised) ? `: it says ${timeText(Date.parse(time))}` : "";
  const clock = ahead && `The monitor's clock is ahead${said}`;
  return [open ? "Open" : "Over", clock, late && !ahead && "Late: measured long before it arrived"]
    .filter(Boolean)
    .join(" · ");
}

function alertItem(alert, app) {
  const named = app.session.role !== "PATIENT" && !location.hash.includes(alert.patient);
  const who = named && h("a", { href: `#/patients/${alert.patient}` }, app.names.of(alert.patient));
  const detail = h("p", { class: "fine" }, who, who && " · ", h("span", { class: "rule" }, ruleOf(alert)));
  const state = h("p", { class: "state" });
  return h(
    "li",
    { class: "alert", "data-severity": alert.severity },
    alertBadge(alert),
    h("div", {}, h("p", { class: "what" }, alert.text), state, detail),
    h("time", { datetime: alert.time }, timeText(alert.millis)),
  );
}

export function showAlerts(main, app) {
  return new AlertsPage(main, app);
}
