import { Chart } from "../chart.js";
import { Poller } from "../poller.js";
import { Problem } from "../api.js";
import { Readings, readingOf } from "../vitals.js";
import { LiveMark, card, emptyPanel, problemPanel, table, verifyButton } from "../panel.js";
import { agoText, patientName, shortId, timeText } from "../format.js";
import { showAlertItems } from "./alerts.js";
import { h, put, reconcile, say } from "../dom.js";
import { nameOf } from "./patients.js";
import { verifyReading } from "../proofdialog.js";

const INTERVAL = 2000;
const FIRST = 600;
/** Readings may arrive out of order: every search looks a little back, some of them further. */
const OVERLAP = 2000;
const FAR_BACK = 5 * 60_000;
const FAR_EVERY = 15;
const ROWS = 12;
const MOST_ALERTS = 6;
const COLUMNS = ["Time", "Vital sign", "Value", "Device", "Proof"];
const PERIODS = [
  { name: "1 min", millis: 60e3 },
  { name: "10 min", millis: 600e3 },
  { name: "1 h", millis: 3600e3 },
  { name: "24 h", millis: 86400e3 },
  { name: "All", millis: Infinity },
];

/** One patient: vital signs as they come, alerts, and the newest readings with their proofs. */
class PatientPage {
  constructor(main, app, id) {
    this.app = app;
    this.id = id;
    this.readings = new Readings();
    this.tiles = new Map();
    this.period = null;
    this.runs = 0;
    this.live = new LiveMark();
    this.heading = h("h1", {}, app.session.role === "PATIENT" ? "My record" : `Patient ${patientName(id)}`);
    this.alerts = h("ul", { class: "alerts", "aria-live": "polite", "aria-relevant": "additions" });
    this.noAlerts = h("div", {});
    const region = { class: "scroll", tabindex: "0", role: "region", "aria-label": "Alerts" };
    const list = h("div", region, this.noAlerts, this.alerts);
    this.grid = h("div", { class: "vitals" }, h("section", { class: "tile alerting" }, h("h3", {}, "Alerts"), list));
    this.rows = h("tbody", {});
    this.body = h("div", { class: "record" });
    const title = h("div", {}, this.heading, h("p", { class: "id" }, id));
    put(main, h("div", { class: "title" }, title, this.live.element), this.body);
    this.poller = new Poller(() => this.refresh(), INTERVAL, (error) => this.tell(error));
  }

  stop() {
    this.poller.stop();
  }

  tell(error) {
    const denied = error instanceof Problem && error.status === 403;
    if (denied || (error && this.runs === 0)) {
      this.tiles.clear();
      put(this.body, problemPanel(error));
      this.runs = 0;
    }
    this.live.tell(error, this.readings.newest ? ` · last reading ${agoText(this.readings.newest)}` : "");
    if (denied) {
      // Asking again and again would fill the patient's access trail with denials.
      this.poller.stop();
      this.live.element.hidden = true;
    }
  }

  async refresh() {
    const { api } = this.app;
    if (this.runs === 0) {
      const patient = await api.read(`Patient/${encodeURIComponent(this.id)}`);
      say(this.heading, this.app.session.role === "PATIENT" ? "My record" : nameOf(patient));
    }
    this.readings.add((await this.news()).map(readingOf).filter((it) => it !== null));
    if (this.runs++ === 0) {
      this.frame();
    }
    this.draw();
  }

  news() {
    const parameters = { patient: this.id, _sort: "-date", _count: 200 };
    if (this.readings.newest === 0) {
      return this.app.api.search("Observation", parameters, FIRST);
    }
    const overlap = this.runs % FAR_EVERY === 0 ? FAR_BACK : OVERLAP;
    const date = `ge${new Date(this.readings.newest - overlap).toISOString()}`;
    return this.app.api.search("Observation", { ...parameters, date });
  }

  frame() {
    this.periods = h("div", { class: "periods", role: "group", "aria-label": "Period of the charts" });
    const buttons = PERIODS.map((period) => {
      const choose = () => {
        this.period = period;
        this.drawTiles();
      };
      return h("button", { type: "button", onclick: choose }, period.name);
    });
    put(this.periods, buttons);
    const bar = h("div", { class: "bar" }, h("h2", { id: "vitals-title" }, "Vital signs"), this.periods);
    put(
      this.body,
      h("section", { "aria-labelledby": "vitals-title" }, bar, this.grid),
      card("Newest readings", h("div", { class: "readings" }, table("Newest readings", COLUMNS, this.rows))),
    );
  }

  draw() {
    const alerts = (this.app.alerts?.alerts ?? []).filter((alert) => alert.patient === this.id);
    this.drawTiles();
    put(this.noAlerts, alerts.length === 0 && emptyPanel("No alerts."));
    showAlertItems(this.alerts, alerts.slice(0, MOST_ALERTS), this.app);
    this.drawRows();
  }

  drawTiles() {
    const vitals = this.readings.vitals();
    if (vitals.length === 0) {
      this.nothing ??= emptyPanel("No readings yet.", "They appear here as soon as a device delivers them.");
      this.grid.prepend(this.nothing);
      return;
    }
    this.nothing?.remove();
    const span = this.span();
    for (const vital of vitals) {
      if (!this.tiles.has(vital.key)) {
        this.tiles.set(vital.key, new VitalTile(vital, (reading) => verifyReading(this.app, reading)));
        this.grid.append(this.tiles.get(vital.key).element);
      }
      this.tiles.get(vital.key).update(this.readings, span);
    }
    const current = this.period ?? this.fitting();
    const buttons = [...this.periods.children];
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(PERIODS[i] === current)));
  }

  /** The shortest period that holds most of what there is, until the user chooses one. */
  fitting() {
    const all = this.readings.newestFirst(400);
    const span = all.length > 0 ? all[0].time - all.at(-1).time : 0;
    return PERIODS.find((period) => period.millis >= span * 0.8) ?? PERIODS.at(-1);
  }

  span() {
    const to = Math.max(this.readings.newest, Math.min(Date.now(), this.readings.newest + 20_000));
    const { millis } = this.period ?? this.fitting();
    const oldest = Math.min(...[...this.readings.byCode.values()].map((list) => list[0].time));
    return { from: Number.isFinite(millis) ? to - millis : Math.min(oldest, to - 60e3), to };
  }

  drawRows() {
    reconcile(this.rows, this.readings.newestFirst(ROWS), {
      key: (reading) => reading.id,
      build: (reading) => this.row(reading),
    });
  }

  row(reading) {
    return h(
      "tr",
      {},
      h("td", { class: "num" }, timeText(reading.time)),
      h("th", { scope: "row" }, reading.name),
      h("td", { class: "num strong" }, `${reading.text} ${reading.unit}`),
      h("td", { class: "id", title: reading.device }, shortId(reading.device)),
      h("td", {}, verifyButton(verifyLabel(reading), () => verifyReading(this.app, reading))),
    );
  }
}

function verifyLabel(reading) {
  return `Verify ${reading.name}, ${reading.text} ${reading.unit}, ${timeText(reading.time)}`;
}

/** One vital sign: its newest value, and how it went. */
class VitalTile {
  constructor(vital, verify) {
    this.vital = vital;
    this.chart = new Chart();
    this.value = h("strong", {});
    this.unit = h("span", { class: "unit" });
    this.time = h("span", { class: "fine" });
    this.button = verifyButton("", () => verify(this.reading));
    const id = `vital-${vital.key.replace(" ", "-")}`;
    this.element = h(
      "article",
      { class: `tile vital ${vital.key}`, "aria-labelledby": id },
      h("header", {}, h("h3", { id }, vital.label), this.button),
      h("p", { class: "now" }, this.value, " ", this.unit, this.time),
      this.chart.element,
      Object.keys(vital.codes).length > 1 && vital.key === "pressure" ? legend() : null,
    );
  }

  update(readings, { from, to }) {
    const summary = readings.summary(this.vital);
    if (summary === null) {
      return;
    }
    this.reading = summary.reading;
    say(this.value, summary.text);
    say(this.unit, summary.unit);
    say(this.time, agoText(summary.time));
    this.button.setAttribute("aria-label", verifyLabel(summary.reading));
    const series = Object.entries(this.vital.codes).map(([code, name]) => ({
      name,
      points: readings.of(code).filter((it) => it.time >= from && it.time <= to),
    }));
    const count = series.reduce((sum, it) => sum + it.points.length, 0);
    const label = `${this.vital.label}: ${summary.text} ${summary.unit}, ${count} readings since ${timeText(from)}`;
    this.chart.update({ series: series.filter((it) => it.points.length > 0), from, to, label });
  }
}

function legend() {
  const entry = (index, text) => h("li", {}, h("span", { class: `swatch s${index}`, "aria-hidden": "true" }), text);
  return h("ul", { class: "legend" }, entry(0, "systolic"), entry(1, "diastolic"), entry(2, "mean"));
}

export function showPatient(main, app, id) {
  return new PatientPage(main, app, id);
}
