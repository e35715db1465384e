import { timeText } from "./format.js";
import { h, put } from "./dom.js";
import { now } from "./clock.js";

const PERIODS = [
  { name: "1 min", millis: 60e3 },
  { name: "10 min", millis: 600e3 },
  { name: "1 h", millis: 3600e3 },
  { name: "24 h", millis: 86400e3 },
  { name: "All", millis: Infinity },
];
const SHORTEST_DEFAULT = 600e3;

/** The period that the charts show: it ends now, so that a silence is seen as one. */
export class Periods {
  /** @param {() => void} changed is called when the user chooses another period */
  constructor(changed) {
    this.period = null;
    this.buttons = PERIODS.map((period) => {
      const choose = () => {
        this.period = period;
        changed();
      };
      return h("button", { type: "button", onclick: choose }, period.name);
    });
    this.element = h("div", { class: "periods", role: "group", "aria-label": "Period of the charts" }, this.buttons);
  }

  /** {from, to} in milliseconds. Until the user chooses, the shortest that holds most of the readings at hand. */
  span(readings) {
    const to = Math.max(readings.newest, now());
    this.period ??= fitting(to - readings.newest, to - readings.oldest());
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(PERIODS[i] === this.period)));
    const { millis } = this.period;
    return { from: Number.isFinite(millis) ? to - millis : -Infinity, to };
  }
}

function fitting(newest, oldest) {
  const least = Math.max(newest, oldest * 0.8, SHORTEST_DEFAULT);
  return PERIODS.find((period) => period.millis >= least) ?? PERIODS.at(-1);
}

function stateOf(history) {
  return history.loading ? "loading" : history.error ? "failed" : history.full() ? "full" : "part";
}

/** Says which part of a period is not there, and loads more of it. */
export class PartialNote {
  constructor() {
    this.element = h("div", { class: "partial", role: "status" });
    this.shown = "";
  }

  /** @param {import("./history.js").History} history */
  tell(history, from, more) {
    const { loadedFrom } = history.readings;
    const missing = !history.covers(from) && Number.isFinite(loadedFrom);
    const state = missing ? stateOf(history) : "";
    const key = state === "" ? "" : `${state} ${timeText(loadedFrom)}`;
    if (key === this.shown) {
      return;
    }
    this.shown = key;
    if (state === "") {
      put(this.element);
      return;
    }
    const before = `Readings before ${timeText(loadedFrom)}`;
    const words = {
      loading: `${before} are being loaded.`,
      failed: `${before} could not be loaded.`,
      full: `${before} are not loaded: this page holds no more at a time.`,
      part: `${before} are not loaded.`,
    }[state];
    const button = ["failed", "part"].includes(state) && h("button", { type: "button", onclick: more }, "Load more");
    put(this.element, h("p", { class: state === "loading" ? "loading" : "warning" }, words), button);
  }
}
