import { arrival } from "./freshness.js";
import { h, icon, say } from "./dom.js";

/** Parts that several pages show. */

/** Why something can't be shown, in the server's words, with what can be done about it. */
export function problemPanel(problem) {
  const text = h(
    "div",
    {},
    h("h2", {}, problem.message ?? String(problem)),
    problem.remedy && h("p", {}, problem.remedy),
    problem.code && h("p", { class: "fine" }, problem.code),
  );
  const denied = problem.status === 403;
  const kind = denied ? "problem denied" : "problem";
  return h("section", { class: kind, role: "alert" }, icon(denied ? "lock" : "cross"), text);
}

/** The heading of a page, with a mark at the other end of the line, and what the page is about. */
export function pageHead(title, mark, about) {
  const line = h("div", { class: "title" }, h("h1", {}, title), mark);
  return [line, h("p", { class: "lead" }, about)];
}

/** A box that says what came of a check; the state is "good", "bad" or "open". */
export function verdictBox(state, title, ...details) {
  const symbol = icon({ good: "shield", bad: "cross", open: "dash" }[state]);
  const text = h("div", {}, h("p", { class: "strong" }, title), details);
  return h("div", { class: "verdict", role: "status", "data-state": state }, symbol, text);
}

/** The button that checks a proof; the label says of what. */
export function verifyButton(label, action) {
  const properties = { type: "button", class: "verify", "aria-label": label, onclick: action };
  return h("button", properties, icon("shield"), "Verify");
}

/** What stands where there is nothing yet. */
export function emptyPanel(text, detail = null) {
  return h("div", { class: "empty" }, h("p", {}, text), detail && h("p", { class: "fine" }, detail));
}

/** A card with a heading. */
export function card(title, ...children) {
  return h("section", { class: "card" }, h("h2", {}, title), children);
}

/** A table with a caption for screen readers; its rows are put into the body that is given. */
export function table(caption, columns, body) {
  const head = h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column)));
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, head), body),
  );
}

/**
 * Whether the page tells the present, in words and in colour: whether the server answers, and on pages with vital signs,
 * whether data arrive. What changes all the time is not announced.
 */
export class LiveMark {
  constructor() {
    this.text = h("span", { role: "status" });
    this.detail = h("span", {});
    const lamp = h("span", { class: "lamp", "aria-hidden": "true" });
    this.element = h("p", { class: "live" }, lamp, this.text, this.detail);
    this.show("open", "Connecting");
  }

  /** The server answered, or did not. */
  tell(error, text = "Connected") {
    if (error === null) {
      this.show("live", text);
    } else if (error.status) {
      this.show("lost", "The server refused, trying again");
    } else {
      this.show("lost", "No connection to the server, trying again");
    }
  }

  /** The server answered, or did not; the newest reading is of that time, 0 if there is none. */
  tellArrival(error, newest) {
    if (error !== null) {
      this.tell(error);
    } else if (newest === 0) {
      this.show("silent", "No data yet");
    } else {
      const { live, old, span, text } = arrival(newest);
      const [state, words, detail] = old
        ? ["silent", "No data", ` for ${span}`]
        : live
          ? ["live", "Live", ` · last reading ${text}`]
          : ["open", "Waiting", ` · last reading ${text}`];
      this.show(state, words, detail);
    }
  }

  show(state, text, detail = "") {
    this.element.dataset.state = state;
    say(this.text, text);
    say(this.detail, detail);
  }
}

/** Short facts with their names. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null);
  return h("dl", { class: "facts" }, known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}
