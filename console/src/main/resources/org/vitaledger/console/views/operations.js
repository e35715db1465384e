import { LiveMark, card, emptyPanel, problemPanel, table } from "../panel.js";
import { Poller } from "../poller.js";
import { countText, timeText } from "../format.js";
import { h, put, reconcile } from "../dom.js";

const INTERVAL = 2000;

/** How the node runs: counters, devices, what was refused, what is missing. No clinical content. */
export function showOperations(main, app) {
  const live = new LiveMark();
  const counters = h("dl", { class: "counters" });
  const parts = {
    devices: new Part("Devices", ["Device", "Status", "On a patient", "Owner"], "No devices are enrolled."),
    quarantine: new Part("Quarantine", ["Time", "Source", "Reason", "Bytes"], "Nothing was refused."),
    gaps: new Part("Sequence gaps", ["Device", "First missing", "Last missing", "Packs"], "No device's sequence has a gap."),
  };
  put(
    main,
    h("div", { class: "title" }, h("h1", {}, "Operations"), live.element),
    counters,
    h("div", { class: "columns" }, parts.devices.element, h("div", {}, parts.quarantine.element, parts.gaps.element)),
  );
  const refresh = async () => {
    const { api } = app;
    showCounters(counters, await api.json("/ops/metrics"));
    parts.devices.show(await api.search("Device", { _count: 200 }), (device) => device.id, deviceCells);
    parts.quarantine.show(await api.json("/ops/quarantine?count=50"), (it) => `${it.time}${it.source}`, quarantineCells);
    parts.gaps.show(await api.json("/ops/gaps"), (gap) => `${gap.device}-${gap.first}-${gap.last}`, gapCells);
  };
  return new Poller(refresh, INTERVAL, (error) => {
    live.tell(error);
    if (error && counters.childElementCount === 0) {
      put(counters, problemPanel(error));
    }
  });
}

class Part {
  constructor(title, columns, nothing) {
    this.nothing = nothing;
    this.rows = h("tbody", {});
    this.none = h("div", {});
    this.table = table(title, columns, this.rows);
    this.element = card(title, this.none, this.table);
  }

  show(items, key, cells) {
    put(this.none, items.length === 0 && emptyPanel(this.nothing));
    this.table.hidden = items.length === 0;
    reconcile(this.rows, items, { key, build: (item) => h("tr", {}, cells(item)) });
  }
}

function showCounters(list, counters) {
  const entries = Object.entries(counters).map(([name, value]) => ({ name, value }));
  reconcile(list, entries, {
    key: ({ name }) => name,
    build: ({ name }) => h("div", {}, h("dt", {}, wordsOf(name)), h("dd", {})),
    update: (element, { value }) => {
      element.lastElementChild.textContent = countText(value);
    },
  });
}

/** `readingsAccepted`, `readings.accepted` and `readings_accepted` as words. */
function wordsOf(name) {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[._-]+/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function deviceCells(device) {
  const active = device.status === "active";
  return [
    h("th", { scope: "row", class: "id" }, device.id),
    h("td", {}, h("span", { class: "outcome", "data-state": active ? "good" : "bad" }, active ? "active" : "revoked")),
    h("td", {}, device.patient ? "yes" : "no"),
    h("td", {}, device.owner?.display ?? ""),
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
