import { extremes, thin } from "./downsample.js";
import { put, svg } from "./dom.js";
import { tickText, timeText } from "./format.js";
import { timeTicks } from "./timeaxis.js";

/** Line charts of readings over time, drawn as SVG; colours come from the style sheet. */

const MARGIN = { top: 10, right: 12, bottom: 22, left: 36 };
const GAP_FACTOR = 4;
const LEAST_GAP = 5000;

/** Round steps for an axis: at most so many, between two values. */
export function ticks(low, high, most) {
  const raw = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((it) => it >= raw * 0.999) ?? power * 10;
  const values = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-6; value += step) {
    values.push(Number(value.toPrecision(12)));
  }
  return values;
}

/** The bounds of an axis that holds the extremes, with room around them; it spans `least` even if they hardly differ. */
export function bounds({ low, high }, least) {
  const span = Math.max(high - low, least);
  const middle = (low + high) / 2;
  return { low: middle - span * 0.62, high: middle + span * 0.62 };
}

/** Cuts readings where nothing came for long: a gap is shown as a gap. */
function runs(points) {
  const steps = points.slice(1).map((point, i) => point.time - points[i].time).sort((a, b) => a - b);
  const gap = Math.max(LEAST_GAP, GAP_FACTOR * (steps[Math.floor(steps.length / 2)] ?? 0));
  const parts = [];
  let last = null;
  for (const point of points) {
    if (last === null || point.time - last.time > gap) {
      parts.push([]);
    }
    parts.at(-1).push(point);
    last = point;
  }
  return parts;
}

function pathOf(points, x, y) {
  return points.map((point, i) => `${i ? "L" : "M"}${x(point.time).toFixed(1)} ${y(point.value).toFixed(1)}`).join("");
}

/** A chart that fills its element's width; `update` draws it anew. */
export class Chart {
  constructor({ height = 132 } = {}) {
    this.height = height;
    this.element = svg("svg", { class: "chart", role: "img", height });
    this.data = null;
    this.width = 0;
    new ResizeObserver(() => this.resized()).observe(this.element);
    this.element.addEventListener("pointermove", (event) => this.point(event.offsetX));
    this.element.addEventListener("pointerleave", () => this.point(null));
  }

  resized() {
    const width = Math.round(this.element.clientWidth);
    if (width !== this.width) {
      this.width = width;
      this.draw();
    }
  }

  /**
   * @param data {series: [{points: [{time, value}]}], from, to, label, least, unit, loadedFrom, presentFor}, times in
   *     milliseconds, oldest first; what lies before `loadedFrom` is unknown, and a line that ended longer ago than
   *     `presentFor` has stopped
   */
  update(data) {
    this.data = data;
    this.draw();
  }

  draw() {
    if (this.data === null || this.width < 40) {
      return;
    }
    const { series, from, to, label, least } = this.data;
    const points = series.flatMap((it) => it.points);
    this.element.setAttribute("aria-label", label);
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    const { low, high } = bounds(points.length > 0 ? extremes(points) : { low: 0, high: 0 }, least);
    const right = this.width - MARGIN.right;
    const bottom = this.height - MARGIN.bottom;
    const x = (time) => MARGIN.left + ((time - from) / (to - from)) * (right - MARGIN.left);
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - MARGIN.top);
    this.scale = { x, y, right, bottom };
    const lines = points.length > 0 ? ticks(low, high, 5).map((value) => this.level(value)) : [];
    const times = timeTicks(from, to, Math.max(2, Math.floor(this.width / 110)));
    this.cursor = svg("g", { class: "cursor" });
    const moments = times.map((time) => this.moment(time, to - from));
    put(this.element, this.blanks(points), lines, moments, series.map((it, i) => this.line(it, i)), this.cursor);
  }

  /** Where there is nothing to see, and why. */
  blanks(points) {
    const { from, to, loadedFrom, presentFor } = this.data;
    const known = Math.max(from, Math.min(loadedFrom, to));
    const last = points.reduce((latest, { time }) => Math.max(latest, time), known);
    return [
      loadedFrom > from && this.blank("unloaded", "not loaded", from, Math.min(loadedFrom, to)),
      (points.length === 0 || to - last > presentFor) && this.blank("silent", "no data", last, to),
    ];
  }

  blank(kind, words, from, to) {
    const { x, bottom } = this.scale;
    const width = x(to) - x(from);
    const box = { class: kind, x: x(from), y: MARGIN.top, width, height: bottom - MARGIN.top };
    const middle = { x: x(from) + width / 2, y: (MARGIN.top + bottom) / 2 };
    const text = { class: "tick", "text-anchor": "middle", ...middle };
    return [svg("rect", box), width > 70 && svg("text", text, words)];
  }

  level(value) {
    const { y, right } = this.scale;
    const at = y(value);
    const line = svg("line", { class: "grid", x1: MARGIN.left, x2: right, y1: at, y2: at });
    return [line, svg("text", { class: "tick", x: MARGIN.left - 6, y: at + 4, "text-anchor": "end" }, String(value))];
  }

  moment(time, span) {
    const at = this.scale.x(time);
    return svg("text", { class: "tick moment", x: at, y: this.height - 6, "text-anchor": "middle" }, tickText(time, span));
  }

  line({ points }, index) {
    const { x, y } = this.scale;
    const parts = runs(points).map((run) =>
      run.length === 1
        ? svg("circle", { class: `dot s${index}`, cx: x(run[0].time), cy: y(run[0].value), r: 1.8 })
        : svg("path", { class: `line s${index}`, d: pathOf(thin(run, x), x, y) }),
    );
    const last = points.at(-1);
    const end = last && svg("circle", { class: `end s${index}`, cx: x(last.time), cy: y(last.value), r: 3.4 });
    return [parts, end];
  }

  /** Marks the readings nearest to a place under the pointer. */
  point(offset) {
    if (!this.cursor || this.data === null) {
      return;
    }
    const { x, y, right, bottom } = this.scale;
    const all = this.data.series.flatMap((it) => it.points);
    if (offset === null || all.length === 0) {
      put(this.cursor);
      return;
    }
    const nearest = all.reduce((a, b) => (Math.abs(x(b.time) - offset) < Math.abs(x(a.time) - offset) ? b : a));
    const same = this.data.series.map((it) => it.points.find((point) => point.time === nearest.time)).filter(Boolean);
    const at = x(nearest.time);
    const atEnd = at > right - 120;
    const values = same.map((point) => point.text ?? point.value).join(" / ");
    const text = `${values} ${this.data.unit ?? ""} · ${timeText(nearest.time)}`;
    put(
      this.cursor,
      svg("line", { x1: at, x2: at, y1: MARGIN.top, y2: bottom }),
      same.map((point) => svg("circle", { cx: at, cy: y(point.value), r: 3 })),
      svg("text", { x: at + (atEnd ? -6 : 6), y: MARGIN.top + 4, "text-anchor": atEnd ? "end" : "start" }, text),
    );
  }
}

/** A small line without axes, for overviews. */
export function sparkline(points, least = 0, width = 108, height = 28) {
  const viewBox = `0 0 ${width} ${height}`;
  const shape = { viewBox, width, height, preserveAspectRatio: "xMinYMid meet" };
  const element = svg("svg", { class: "spark", ...shape, "aria-hidden": "true" });
  if (points.length > 1) {
    const { low, high } = bounds(extremes(points), least || 1);
    const from = points[0].time;
    const span = Math.max(1, points.at(-1).time - from);
    const x = (time) => 2 + ((time - from) / span) * (width - 6);
    const y = (value) => height - 2 - ((value - low) / (high - low)) * (height - 4);
    const last = points.at(-1);
    element.append(...runs(points).map((run) => svg("path", { class: "line s0", d: pathOf(run, x, y) })));
    element.append(svg("circle", { class: "end s0", cx: x(last.time), cy: y(last.value), r: 2.4 }));
  }
  return element;
}
