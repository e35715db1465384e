import { h, icon, put } from "./dom.js";

/** Why reads are refused while the gateway works: the audit trail lacks records or isn't written, the ledger is old. */
const READS_STOPPED = /^VL-(AUDIT-00[12]|JOURNAL-[0-9]+|HTTP-050)$/;
const GOES_ON = "The bedside gateway goes on raising them, and screens that read them by MQTT get them.";
const WATCH = "Watch the patients by other means until this is over, and tell the node's operator.";
const CALL = "If you need help, call for it; don't wait for this page.";

/** What everybody has to know where alerts should stand and can't be told. */
export class MissingAlerts {
  constructor({ session }) {
    this.remedy = session.role === "PATIENT" ? CALL : WATCH;
    this.element = h("div", {});
    this.told = "";
  }

  /** Alerts are missing for that reason, or not if it is null; older ones may stand here all the same. */
  tell(error, older = false) {
    const words = error === null ? [] : this.words(error, older);
    // A panel that is made anew is read out anew.
    if (this.told !== words.join()) {
      this.told = words.join();
      put(this.element, words.length > 0 && panel(words));
    }
  }

  words(error, older) {
    const title = older
      ? "New alerts are not shown here while this lasts, and what stands as open may be over"
      : "Alerts are not shown here while this lasts";
    const why = [error.message ?? String(error), error.code].filter(Boolean).join(" ");
    return [title, READS_STOPPED.test(error.code) ? `${GOES_ON} ${this.remedy}` : this.remedy, why];
  }
}

function panel([title, remedy, why]) {
  const text = h("div", {}, h("h2", {}, title), h("p", {}, remedy), h("p", { class: "fine" }, why));
  return h("section", { class: "problem missing", role: "alert" }, icon("bell"), text);
}
