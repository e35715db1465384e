import { sparkline } from "../chart.js";
import { Poller } from "../poller.js";
import { Problem } from "../api.js";
import { History } from "../history.js";
import { PartialNote, Periods } from "../periods.js";
import { Readings } from "../vitals.js";
import { LiveMark, card, emptyPanel, problemPanel, table, verifyButton } from "../panel.js";
import { freshnessOfReading, markOld } from "../freshness.js";
import { patientName, shortId, timeText } from "../format.js";
import { MissingAlerts } from "../missingalerts.js";
import { alertBadge, worstOf } from "../alerts.js";
import { showAlertItems } from "./alerts.js";
import { VitalTile, verifyLabel } from "../vitaltile.js";
import { h, put, reconcile, say } from "../dom.js";
import { nameOf } from "../names.js";
import { verifyReading } from "../proofdialog.js";

const INTERVAL = 2000;
const TICK = 1000;
const ROWS = 12;
const MOST_ALERTS = 20;
const SPARK = 60;
const COLUMNS = ["Time", "Vital sign", "Value", "Device", "Proof"];
const OTHER_COLUMNS = ["Time", "Measurement", "Value", "Trend", "Proof"];

/** One patient: vital signs as they come, alerts, and the newest readings with their proofs. */
class PatientPage {
  constructor(main, app, id) {
    this.app = app;
    this.id = id;
    this.readings = new Readings();
    this.history = new History(app.api, id, this.readings, () => this.drawTiles());
    this.tiles = new Map();
    this.periods = new Periods(() => this.more());
    this.partial = new PartialNote();
    this.error = null;
    this.begun = false;
    this.live = new LiveMark();
    this.heading = h("h1", {}, app.session.role === "PATIENT" ? "My record" : `Patient ${patientName(id)}`);
    this.alerts = h("ul", { class: "alerts", "aria-live": "polite", "aria-relevant": "additions" });
    this.noAlerts = h("div", {});
    this.level = h("span", { class: "level" });
    this.alertsTitle = h("h3", {}, "Alerts");
    const region = { class: "scroll", tabindex: "0", role: "region", "aria-label": "Alerts" };
    const list = h("div", region, this.noAlerts, this.alerts);
    this.grid = h("div", { class: "vitals" }, h("section", { class: "tile alerting" }, this.alertsTitle, list));
    this.rows = h("tbody", {});
    this.others = h("tbody", {});
    this.othersCard = card("Other measurements", table("Other measurements", OTHER_COLUMNS, this.others));
    this.body = h("div", { class: "record" });
    this.missing = new MissingAlerts(app);
    const name = h("div", { class: "named" }, this.heading, this.level);
    const title = h("div", {}, name, h("p", { class: "id" }, id));
    put(main, h("div", { class: "title" }, title, this.live.element), this.missing.element, this.body);
    this.poller = new Poller(() => this.refresh(), INTERVAL, (error) => this.tell(error));
    this.unfollow = app.alerts?.follow(() => this.drawAlerts()) ?? (() => {});
    this.clock = setInterval(() => this.age(), TICK);
  }

  stop() {
    this.poller.stop();
    this.history.stop();
    this.unfollow();
    clearInterval(this.clock);
  }

  tell(error) {
    this.error = error;
    const denied = error instanceof Problem && error.status === 403;
    if (denied || (error && !this.begun)) {
      this.tiles.clear();
      put(this.body, problemPanel(error));
      this.begun = false;
    }
    this.tellMissing(denied);
    this.age();
    if (denied) {
      // Asking again and again would fill the patient's access trail with denials.
      this.stop();
      this.live.element.hidden = true;
    }
  }

  /** Tells how old everything is, also while the node can't be asked. */
  age() {
    if (!this.begun) {
      return this.error && this.live.tell(this.error);
    }
    this.live.tellArrival(this.error, this.readings.newest);
    this.tiles.forEach((tile) => tile.age(this.readings));
    this.drawOthers();
    this.drawRows();
  }

  async refresh() {
    const { api } = this.app;
    if (!this.begun) {
      const patient = await api.read(`Patient/${encodeURIComponent(this.id)}`);
      say(this.heading, this.app.session.role === "PATIENT" ? "My record" : nameOf(patient));
    }
    await this.history.refresh();
    if (!this.begun) {
      this.begun = true;
      this.frame();
      this.drawAlerts();
      this.app.alerts?.load(this.id).catch(() => {});
      this.more();
    }
    this.drawTiles();
  }

  /** Loads what the period asks for. */
  more() {
    this.drawTiles();
    if (this.readings.newest > 0) {
      this.history.from = this.periods.span(this.readings).from;
      this.history.loadMore();
      this.drawTiles();
    }
  }

  frame() {
    const title = h("h2", { id: "vitals-title" }, "Vital signs");
    const bar = h("div", { class: "bar" }, title, this.periods.element);
    put(
      this.body,
      h("section", { "aria-labelledby": "vitals-title" }, bar, this.partial.element, this.grid),
      this.othersCard,
      card("Newest readings", h("div", { class: "readings" }, table("Newest readings", COLUMNS, this.rows))),
    );
  }

  /** Who may not read the record is told that, and not that its alerts are missing. */
  tellMissing(denied) {
    const { alerts } = this.app;
    const error = alerts?.error ?? (this.begun ? null : this.error);
    this.missing.tell(alerts && !denied ? error : null, alerts?.of(this.id).length > 0);
  }

  drawAlerts() {
    this.tellMissing(this.error?.status === 403);
    const feed = this.app.alerts;
    const alerts = feed?.of(this.id) ?? [];
    const none = feed?.error ? "See above." : feed?.has(this.id) ? "No alerts." : "The alerts are not loaded yet.";
    put(this.noAlerts, alerts.length === 0 && emptyPanel(none));
    showAlertItems(this.alerts, alerts.filter((alert, i) => i < MOST_ALERTS || alert.open), this.app);
    const worst = worstOf(alerts);
    put(this.level, worst && alertBadge(worst));
    say(this.alertsTitle, alertsTitle(alerts));
  }

  drawTiles() {
    if (!this.begun) {
      return;
    }
    if (this.readings.newest === 0) {
      this.nothing ??= emptyPanel("No readings yet.", "They appear here as soon as a device delivers them.");
      this.grid.prepend(this.nothing);
      return;
    }
    this.nothing?.remove();
    const { from, to } = this.periods.span(this.readings);
    const span = { from: Math.max(from, Math.min(this.readings.oldest(), to - 60e3)), to };
    for (const vital of this.readings.vitals()) {
      if (!this.tiles.has(vital.key)) {
        this.tiles.set(vital.key, new VitalTile(vital, (reading) => verifyReading(this.app, reading)));
        this.grid.append(this.tiles.get(vital.key).element);
      }
      this.tiles.get(vital.key).update(this.readings, from === -Infinity ? span : { from, to });
    }
    this.history.reach(from);
    this.partial.tell(this.history, from, () => this.more());
    this.age();
  }

  /** What is measured now and then stands in a table: name, value, how it went, when. */
  drawOthers() {
    const others = this.readings.others();
    this.othersCard.hidden = others.length === 0;
    reconcile(this.others, others, {
      key: (reading) => reading.id,
      build: (reading) => {
        const trend = h("td", { class: "vital other" }, sparkline(this.readings.of(reading.code).slice(-SPARK)));
        return this.row(reading, trend);
      },
      update: ageRow,
    });
  }

  drawRows() {
    reconcile(this.rows, this.readings.newestFirst(ROWS), {
      key: (reading) => reading.id,
      build: (reading) => this.row(reading, h("td", { class: "id", title: reading.device }, shortId(reading.device))),
      update: ageRow,
    });
  }

  row(reading, more) {
    return h(
      "tr",
      {},
      h("td", { class: "num" }, h("time", {}, timeText(reading.time)), h("span", { class: "fine age" })),
      h("th", { scope: "row" }, reading.name),
      h("td", { class: "num strong" }, `${reading.text} ${reading.unit}`),
      more,
      h("td", {}, verifyButton(verifyLabel(reading), () => verifyReading(this.app, reading))),
    );
  }
}

/** How many are open, so that nobody has to scroll for it. */
function alertsTitle(alerts) {
  const open = alerts.filter((alert) => alert.open).length;
  return open > 0 ? `Alerts · ${open} open` : "Alerts";
}

function ageRow(row, reading) {
  const { old, text } = freshnessOfReading(reading);
  markOld(row, old);
  say(row.querySelector(".age"), text);
}

export function showPatient(main, app, id) {
  return new PatientPage(main, app, id);
}
