import { Poller } from "../poller.js";
import { Readings, readingOf } from "../vitals.js";
import { freshnessOf } from "../freshness.js";
import { nameOf } from "../names.js";
import { VITALS } from "../codes.js";
import { agoText, patientName } from "../format.js";
import { LiveMark, emptyPanel, pageHead, problemPanel } from "../panel.js";
import { MissingAlerts } from "../missingalerts.js";
import { alertBadge, lineOf, worstOf } from "../alerts.js";
import { h, put, reconcile, say } from "../dom.js";
import { sparkline } from "../chart.js";

const INTERVAL = 4000;
const TICK = 5000;
const PATIENTS_EVERY = 8;
const OVERLAP = 2000;
const SPARK = 60;
const PAGE = 500;
const MOST = 2500;

/** One column for each kind: blood pressure may come from a cuff or a line. */
const COLUMNS = [...Map.groupBy(VITALS, (vital) => vital.kind).values()];

const ABOUT = "Patients who have given you, or your institution, a consent that holds now.";
const NOBODY =
  "A consent names you or your institution, a purpose and a period; the patient gives it and can take it back.";

/** All patients whose records the user may see, those with alerts first. */
class PatientsPage {
  constructor(main, app) {
    this.app = app;
    this.live = new LiveMark();
    this.list = h("div", { class: "board" });
    this.nothing = h("div", {});
    this.missing = new MissingAlerts(app);
    this.records = new Map();
    this.runs = 0;
    put(
      main,
      pageHead("Patients", this.live.element, ABOUT),
      this.missing.element,
      this.nothing,
      this.list,
      openForm(),
    );
    this.error = null;
    this.begun = false;
    this.poller = new Poller(() => this.refresh(), INTERVAL, (error) => this.tell(error));
    this.unfollow = app.alerts.follow((error) => {
      this.missing.tell(error, app.alerts.all().length > 0);
      this.age();
    });
    this.clock = setInterval(() => this.age(), TICK);
  }

  stop() {
    this.poller.stop();
    this.unfollow();
    clearInterval(this.clock);
  }

  tell(error) {
    this.error = error;
    this.begun ||= error === null;
    if (error && !this.begun) {
      put(this.nothing, problemPanel(error));
      this.live.tell(error);
    }
    this.age();
  }

  /** Tells how old everything is, also while the node can't be asked. */
  age() {
    if (!this.begun) {
      return;
    }
    if (this.records.size === 0) {
      this.live.tell(this.error);
    } else {
      this.live.tellArrival(this.error, this.newest());
    }
    this.draw();
  }

  newest() {
    return Math.max(0, ...[...this.records.values()].map((record) => record.readings.newest));
  }

  async refresh() {
    const { api } = this.app;
    if (this.runs++ % PATIENTS_EVERY === 0) {
      const { resources } = await api.search("Patient", { _count: 100 });
      this.admit(resources);
    }
    const newest = this.newest();
    const since = newest ? { date: `ge${new Date(newest - OVERLAP).toISOString()}` } : {};
    const { resources } = await api.search("Observation", { _sort: "-date", _count: PAGE, ...since }, MOST);
    for (const reading of resources.map(readingOf).filter((it) => it !== null)) {
      this.records.get(reading.patient)?.readings.add([reading]);
    }
  }

  admit(patients) {
    const permitted = new Set(patients.map((patient) => patient.id));
    for (const patient of patients) {
      if (!this.records.has(patient.id)) {
        this.records.set(patient.id, { patient, readings: new Readings(200) });
      }
    }
    for (const id of [...this.records.keys()].filter((it) => !permitted.has(it))) {
      this.records.delete(id);
    }
  }

  draw() {
    if (this.records.size === 0) {
      put(this.list);
      put(this.nothing, emptyPanel("No patient has given you a consent.", NOBODY));
      return;
    }
    const rows = [...this.records.values()].map((record) => ({
      ...record,
      worst: worstOf(this.app.alerts.of(record.patient.id)),
    }));
    rows.sort((a, b) => (b.worst?.rank ?? 0) - (a.worst?.rank ?? 0) || (a.patient.id < b.patient.id ? -1 : 1));
    put(this.nothing);
    reconcile(this.list, rows, { key: (row) => row.patient.id, build: patientCard, update: updateCard });
  }
}

function patientCard({ patient }) {
  const { id } = patient;
  const name = nameOf(patient);
  const heading = h(
    "h2",
    {},
    h("a", { href: `#/patients/${id}` }, name),
    name.endsWith(patientName(id)) ? null : h("span", { class: "id", title: id }, patientName(id)),
  );
  const header = h("header", {}, heading, h("span", {}));
  return h("article", { class: "patient" }, header, h("dl", { class: "values" }), h("p", { class: "fine" }));
}

function updateCard(article, { readings, worst }) {
  const [header, values, note] = article.children;
  article.dataset.severity = worst?.severity ?? "";
  put(header.lastElementChild, worst && alertBadge(worst));
  put(values, COLUMNS.map((vitals) => valueOf(vitals, readings)));
  const newest = readings.newest ? `Last reading ${agoText(readings.newest)}` : "No readings yet";
  say(note, worst ? `${lineOf(worst)} · ${agoText(worst.millis)}` : newest);
}

/** The value of the vital sign that was measured last, of those that share a column. */
function valueOf(vitals, readings) {
  const newest = vitals.map((vital) => [vital, readings.summary(vital)]).filter(([, summary]) => summary !== null);
  newest.sort(([, a], [, b]) => b.time - a.time);
  const [vital, summary] = newest[0] ?? [vitals[0], null];
  const points = readings.of(Object.keys(vital.codes).find((code) => readings.latest(code)) ?? "").slice(-SPARK);
  const fresh = summary && freshnessOf(vital, summary.time);
  const unit = summary && h("span", { class: "unit" }, summary.unit);
  return h(
    "div",
    { class: `vital ${vital.kind}`, "data-old": fresh?.old ?? false },
    h("dt", {}, h("abbr", { title: vital.label }, vital.short), " ", unit),
    h("dd", {}, summary ? h("strong", {}, summary.text) : h("span", { class: "none" }, "–")),
    h("dd", { class: "trend" }, sparkline(points, vital.least)),
    h("dd", { class: "age" }, fresh?.text),
  );
}

function openForm() {
  const form = { pattern: "[0-9a-f]{32}", required: true, title: "32 hexadecimal digits" };
  const input = h("input", { id: "handle", name: "handle", autocomplete: "off", spellcheck: "false", ...form });
  const submit = (event) => {
    event.preventDefault();
    location.hash = `#/patients/${encodeURIComponent(input.value.trim())}`;
  };
  return h(
    "form",
    { class: "open", onsubmit: submit },
    h("label", { for: "handle" }, "Open a record by its handle"),
    h("div", { class: "row" }, input, h("button", { type: "submit" }, "Open")),
    h("p", { class: "fine" }, "Asking is recorded in the patient's access trail, also when it is denied."),
  );
}

export function showPatients(main, app) {
  return new PatientsPage(main, app);
}
