import { Chart } from "./chart.js";
import { freshnessOf, markOld, presentFor } from "./freshness.js";
import { timeText } from "./format.js";
import { extremes } from "./downsample.js";
import { h, reconcile, say } from "./dom.js";
import { verifyButton } from "./panel.js";

/** What a button for the proof of a reading is called. */
export function verifyLabel(reading) {
  return `Verify ${reading.name}, ${reading.text} ${reading.unit}, ${timeText(reading.time)}`;
}

/** One vital sign: its newest value, and how it went. */
export class VitalTile {
  /** @param {(reading: object) => void} verify is told the newest reading when its proof is asked for */
  constructor(vital, verify) {
    this.vital = vital;
    this.chart = new Chart();
    this.value = h("strong", {});
    this.unit = h("span", { class: "unit" });
    this.time = h("span", { class: "fine" });
    this.button = verifyButton("", () => verify(this.reading));
    this.legend = h("ul", { class: "legend", hidden: true });
    const id = `vital-${vital.key}`;
    this.element = h(
      "article",
      { class: `tile vital ${vital.kind}`, "aria-labelledby": id },
      h("header", {}, h("h3", { id }, vital.label), this.button),
      h("p", { class: "now" }, this.value, " ", this.unit, this.time),
      this.chart.element,
      this.legend,
    );
  }

  /** Tells how old the value is. */
  age(readings) {
    const summary = readings.summary(this.vital);
    if (summary !== null) {
      const { old, text } = freshnessOf(this.vital, summary.time);
      markOld(this.element, old);
      say(this.time, text);
    }
  }

  update(readings, { from, to }) {
    const summary = readings.summary(this.vital);
    if (summary === null) {
      return;
    }
    this.reading = summary.reading;
    say(this.value, summary.text);
    say(this.unit, summary.unit);
    this.age(readings);
    this.button.setAttribute("aria-label", verifyLabel(summary.reading));
    const series = Object.entries(this.vital.codes).map(([code, name]) => ({
      name,
      points: readings.of(code).filter((it) => it.time >= from && it.time <= to),
    }));
    const { loadedFrom } = readings;
    const label = `${this.vital.label}: ${summary.text} ${summary.unit}, ${describe(series, from, loadedFrom)}`;
    const drawn = series.filter((it) => it.points.length > 0);
    const { least } = this.vital;
    const { unit } = summary;
    this.chart.update({ series: drawn, from, to, label, least, unit, loadedFrom, presentFor: presentFor(this.vital) });
    this.legend.hidden = drawn.length < 2;
    reconcile(this.legend, drawn.map(({ name }, index) => ({ name: name || this.vital.short, index })), {
      key: ({ name, index }) => `${index} ${name}`,
      build: ({ name, index }) => h("li", {}, h("span", { class: `swatch s${index}`, "aria-hidden": "true" }), name),
    });
  }
}

/** What a chart shows, in words. */
function describe(series, from, loadedFrom) {
  const points = series.flatMap((it) => it.points);
  const { low, high } = extremes(points);
  const range = points.length > 0 ? `, lowest ${low}, highest ${high}` : "";
  const missing = loadedFrom > from ? `, not loaded before ${timeText(loadedFrom)}` : "";
  return `${points.length} readings since ${timeText(from)}${range}${missing}`;
}
