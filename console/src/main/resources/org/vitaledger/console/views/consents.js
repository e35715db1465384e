import { LiveMark, card, emptyPanel, pageHead, problemPanel, table, verifyButton } from "../panel.js";
import { codeName } from "../codes.js";
import { h, icon, put } from "../dom.js";
import { now } from "../clock.js";
import { shortId, timeText, wholeTimeText } from "../format.js";
import { verifyConsent } from "../proofdialog.js";

const COLUMNS = ["Given to", "For", "What", "From", "Until", "State", "Proof"];
const ABOUT =
  "Whom the patient permits to read, as it stands on the ledger. What no consent permits is denied, and the attempt " +
  "is in the access trail.";
const PURPOSES = {
  TREAT: "treatment",
  PATRQT: "own request",
  HOPERAT: "operations",
  HRESCH: "research",
  HPAYMT: "payment",
};

/** The patient's consents. Loaded once: every look is an access on record. */
export function showConsents(main, app) {
  const mark = new LiveMark();
  const rows = h("tbody", {});
  const nothing = h("div", {});
  const list = table("Consents", COLUMNS, rows);
  put(main, pageHead("Who may read my data", mark.element, ABOUT), card("Consents", nothing, list));
  load(app)
    .then((consents) => {
      put(nothing, consents.length === 0 && emptyPanel("You have given no consent: nobody but you reads your data."));
      put(rows, consents.map((consent) => row(app, consent)));
      mark.tell(null, `As of ${timeText(now())}`);
    })
    .catch((problem) => {
      put(nothing, problemPanel(problem));
      mark.tell(problem);
    });
  return { stop() {} };
}

async function load(app) {
  const { resources: consents } = await app.api.search("Consent", { patient: app.session.patient, _count: 100 });
  const rank = (consent) => (consent.status === "active" ? 0 : 1);
  return consents.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

function row(app, { id, status, provision = {} }) {
  const [type, who = ""] = (provision.actor?.[0]?.reference?.reference ?? "/").split("/");
  const codes = (provision.code ?? []).map((it) => it.coding?.[0]?.code).map((code) => codeName(code) ?? code);
  const date = (time, none) => (time ? wholeTimeText(Date.parse(time)) : none);
  const active = status === "active";
  const state = { class: "outcome", "data-state": active ? "good" : "bad" };
  const grantee = h("span", { class: type === "Practitioner" ? "id" : "", title: who }, shortId(who, 24));
  const verify = () => verifyConsent(app, id);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, grantee),
    h("td", {}, (provision.purpose ?? []).map((it) => PURPOSES[it.code] ?? it.code).join(", ")),
    h("td", {}, codes.join(", ") || "everything"),
    h("td", {}, date(provision.period?.start, "always")),
    h("td", {}, date(provision.period?.end, "until taken back")),
    h("td", {}, h("span", state, icon(active ? "check" : "cross"), active ? "active" : "taken back")),
    h("td", {}, verifyButton(`Verify the consent for ${who}`, verify)),
  );
}
