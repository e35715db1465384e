import { alertBadge } from "../alerts.js";
import { LiveMark, card, emptyPanel, pageHead, problemPanel, table } from "../panel.js";
import { Poller } from "../poller.js";
import { countText, timeText } from "../format.js";
import { h, put, reconcile, say } from "../dom.js";

const INTERVAL = 2000;
const MOST = 25;

/** How the node runs: counters, devices, what was refused, what is missing. No clinical content. */
export function showOperations(main, app) {
  const live = new LiveMark();
  const counters = h("dl", { class: "counters" });
  const parts = {
    devices: new Part("Devices", "No devices are enrolled.", ["Device", "Status", "Key", "Worn", "Anchored to"]),
    quarantine: new Part("Quarantine", "Nothing was refused.", ["Time", "Source", "Reason", "Bytes"]),
    gaps: new Part("Sequence gaps", "No sequence has a gap.", ["Device", "First missing", "Last missing", "Packs"]),
    alerts: new Part("Alerts raised", "No alerts were raised.", ["Time", "Severity", "Device"]),
  };
  put(
    main,
    pageHead("Operations", live.element, "How this node runs. Clinical content is not shown to operators."),
    counters,
    h(
      "div",
      { class: "columns" },
      h("div", {}, parts.devices.element),
      h("div", {}, parts.quarantine.element, parts.gaps.element, parts.alerts.element),
    ),
  );
  const refresh = async () => {
    const { api } = app;
    showCounters(counters, await api.json("/ops/metrics"));
    parts.devices.show(await api.json("/ops/devices"), deviceCells);
    parts.quarantine.show((await api.json("/ops/quarantine")).slice(0, MOST), quarantineCells);
    parts.gaps.show(await api.json("/ops/gaps"), gapCells);
    parts.alerts.show((await api.json("/ops/alerts")).slice(0, MOST), alertCells);
  };
  return new Poller(refresh, INTERVAL, (error) => {
    live.tell(error);
    if (error && counters.childElementCount === 0) {
      put(counters, problemPanel(error));
    }
  });
}

class Part {
  constructor(title, nothing, columns) {
    this.nothing = nothing;
    this.rows = h("tbody", {});
    this.none = h("div", {});
    this.table = table(title, columns, this.rows);
    this.element = card(title, this.none, this.table);
  }

  show(items, cells) {
    put(this.none, items.length === 0 && emptyPanel(this.nothing));
    this.table.hidden = items.length === 0;
    reconcile(this.rows, items, { key: JSON.stringify, build: (item) => h("tr", {}, cells(item)) });
  }
}

function showCounters(list, { ingest = {}, responses = {}, height, entries }) {
  const answers = Object.entries(responses).map(([status, count]) => [`HTTP ${status}`, count]);
  const all = [...Object.entries(ingest), ["Ledger blocks", height], ["Log entries", entries], ...answers];
  reconcile(list, all.map(([name, value]) => ({ name, value })), {
    key: ({ name }) => name,
    build: ({ name }) => h("div", {}, h("dt", {}, wordsOf(name)), h("dd", {})),
    update: (element, { value }) => say(element.lastElementChild, countText(value)),
  });
}

/** `readingsAccepted`, `readings.accepted` and `readings_accepted` as words. */
function wordsOf(name) {
  if (/^[A-Z]/.test(name)) {
    return name;
  }
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[._-]+/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function deviceCells({ device, status, algorithm, patient, anchoredSequence }) {
  const active = status === "ACTIVE";
  return [
    h("th", { scope: "row", class: "id" }, device),
    h("td", {}, h("span", { class: "outcome", "data-state": active ? "good" : "bad" }, active ? "active" : "revoked")),
    h("td", {}, algorithm),
    h("td", {}, patient ? "yes" : "no"),
    h("td", { class: "num" }, anchoredSequence > 0 ? `pack ${countText(anchoredSequence)}` : "nothing yet"),
  ];
}

function alertCells({ time, severity, device }) {
  return [
    h("td", { class: "num" }, timeText(Date.parse(time))),
    h("td", {}, alertBadge({ severity })),
    h("th", { scope: "row", class: "id" }, device),
  ];
}

function quarantineCells({ time, source, reason, bytes }) {
  return [
    h("td", { class: "num" }, timeText(Date.parse(time))),
    h("th", { scope: "row", class: "id" }, source),
    h("td", {}, reason),
    h("td", { class: "num" }, countText(bytes)),
  ];
}

function gapCells({ device, first, last }) {
  return [
    h("th", { scope: "row", class: "id" }, device),
    h("td", { class: "num" }, countText(first)),
    h("td", { class: "num" }, countText(last)),
    h("td", { class: "num" }, countText(last - first + 1)),
  ];
}
