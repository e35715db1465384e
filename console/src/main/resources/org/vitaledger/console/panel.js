import { h, icon, say } from "./dom.js";

/** Parts that several pages show. */

/** Why something can't be shown, in the server's words, with what can be done about it. */
export function problemPanel(problem) {
  const known = problem.message ?? String(problem);
  return h(
    "section",
    { class: "problem", role: "alert" },
    icon(problem.status === 403 ? "shield" : "cross"),
    h("div", {}, h("h2", {}, known), problem.remedy && h("p", {}, problem.remedy), problem.code && h("p", { class: "fine" }, problem.code)),
  );
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

/** Whether the page is live: told in words, and in colour; what changes all the time is not announced. */
export class LiveMark {
  constructor() {
    this.text = h("span", { role: "status" });
    this.detail = h("span", {});
    const lamp = h("span", { class: "lamp", "aria-hidden": "true" });
    this.element = h("p", { class: "live" }, lamp, this.text, this.detail);
    this.tell(null, "", "Connecting");
  }

  tell(error, detail = "", text = "Live") {
    this.element.dataset.state = error ? "lost" : "live";
    say(this.text, error ? "Connection lost, trying again" : text);
    say(this.detail, error ? "" : detail);
  }
}

/** Short facts with their names. */
export function facts(pairs) {
  return h(
    "dl",
    { class: "facts" },
    pairs.filter(([, value]) => value !== null).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
