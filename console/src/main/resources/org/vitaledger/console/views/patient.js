import { sparkline } from "../chart.js";
import { Poller } from "../poller.js";
import { Problem } from "../api.js";
import { Readings, readingOf } from "../vitals.js";
import { LiveMark, card, emptyPanel, problemPanel, table, verifyButton } from "../panel.js";
import { agoText, patientName, shortId, timeText } from "../format.js";
import { showAlertItems } from "./alerts.js";
import { VitalTile, verifyLabel } from "../vitaltile.js";
import { h, put, reconcile, say } from "../dom.js";
import { nameOf } from "./patients.js";
import { verifyReading } from "../proofdialog.js";

const INTERVAL = 2000;
const FIRST = 600;
const BACK = 4000;
const PAGE = 500;
/** Readings may arrive out of order: every search looks a little back, some of them further. */
const OVERLAP = 2000;
const FAR_BACK = 5 * 60_000;
const FAR_EVERY = 15;
const ROWS = 12;
const MOST_ALERTS = 6;
const SPARK = 60;
const COLUMNS = ["Time", "Vital sign", "Value", "Device", "Proof"];
const OTHER_COLUMNS = ["Time", "Measurement", "Value", "Trend", "Proof"];
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
    this.others = h("tbody", {});
    this.othersCard = card("Other measurements", table("Other measurements", OTHER_COLUMNS, this.others));
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
    const parameters = { patient: this.id, _sort: "-date", _count: PAGE };
    if (this.readings.newest === 0) {
      return this.app.api.search("Observation", parameters, FIRST);
    }
    const overlap = this.runs % FAR_EVERY === 0 ? FAR_BACK : OVERLAP;
    const date = `ge${new Date(this.readings.newest - overlap).toISOString()}`;
    return this.app.api.search("Observation", { ...parameters, date });
  }

  /** Fetches what lies before the readings at hand, for a longer period; the newest of it, if there is much. */
  async loadBack(period) {
    const oldest = this.readings.oldest();
    const from = Number.isFinite(period.millis) ? this.readings.newest - period.millis : 0;
    if (oldest <= from || this.complete) {
      return;
    }
    const bound = (prefix, millis) => ["date", prefix + new Date(millis).toISOString()];
    const bounds = [bound("lt", oldest), ...(from > 0 ? [bound("ge", from)] : [])];
    const parameters = [["patient", this.id], ["_sort", "-date"], ["_count", PAGE], ...bounds];
    const found = await this.app.api.search("Observation", parameters, BACK).catch((error) => this.live.tell(error));
    if (found) {
      this.complete = from === 0 && found.length < BACK;
      this.readings.add(found.map(readingOf).filter((it) => it !== null));
      this.drawTiles();
    }
  }

  frame() {
    this.periods = h("div", { class: "periods", role: "group", "aria-label": "Period of the charts" });
    const buttons = PERIODS.map((period) => {
      const choose = () => {
        this.period = period;
        this.drawTiles();
        this.loadBack(period);
      };
      return h("button", { type: "button", onclick: choose }, period.name);
    });
    put(this.periods, buttons);
    const bar = h("div", { class: "bar" }, h("h2", { id: "vitals-title" }, "Vital signs"), this.periods);
    put(
      this.body,
      h("section", { "aria-labelledby": "vitals-title" }, bar, this.grid),
      this.othersCard,
      card("Newest readings", h("div", { class: "readings" }, table("Newest readings", COLUMNS, this.rows))),
    );
  }

  draw() {
    const alerts = (this.app.alerts?.alerts ?? []).filter((alert) => alert.patient === this.id);
    this.drawTiles();
    this.drawOthers();
    put(this.noAlerts, alerts.length === 0 && emptyPanel("No alerts."));
    showAlertItems(this.alerts, alerts.slice(0, MOST_ALERTS), this.app);
    this.drawRows();
  }

  drawTiles() {
    const vitals = this.readings.vitals();
    if (this.readings.newest === 0) {
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
    const span = this.readings.newest - this.readings.oldest();
    return PERIODS.find((period) => period.millis >= span * 0.8) ?? PERIODS.at(-1);
  }

  span() {
    const to = Math.max(this.readings.newest, Math.min(Date.now(), this.readings.newest + 20_000));
    const { millis } = this.period ?? this.fitting();
    return { from: Number.isFinite(millis) ? to - millis : Math.min(this.readings.oldest(), to - 60e3), to };
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
    });
  }

  drawRows() {
    reconcile(this.rows, this.readings.newestFirst(ROWS), {
      key: (reading) => reading.id,
      build: (reading) => this.row(reading, h("td", { class: "id", title: reading.device }, shortId(reading.device))),
    });
  }

  row(reading, more) {
    return h(
      "tr",
      {},
      h("td", { class: "num" }, timeText(reading.time)),
      h("th", { scope: "row" }, reading.name),
      h("td", { class: "num strong" }, `${reading.text} ${reading.unit}`),
      more,
      h("td", {}, verifyButton(verifyLabel(reading), () => verifyReading(this.app, reading))),
    );
  }
}

export function showPatient(main, app, id) {
  return new PatientPage(main, app, id);
}
