import { LiveMark, card, emptyPanel, pageHead, problemPanel, table, verifyButton } from "../panel.js";
import { h, icon, put } from "../dom.js";
import { now } from "../clock.js";
import { patientName, shortId, timeText } from "../format.js";
import { verifyAccess } from "../proofdialog.js";

const MOST = 500;
const ABOUT =
  "Numbered without gaps and anchored on the ledger: each record can be proved, and that none is missing. " +
  "Looking here is recorded too.";

/** Who asked for which patient's data, and what was decided. Not live: every look is itself an access on record. */
class AccessPage {
  constructor(main, app) {
    this.app = app;
    this.own = app.session.role === "PATIENT";
    this.mark = new LiveMark();
    this.rows = h("tbody", {});
    this.nothing = h("div", {});
    const columns = ["Time", "Who", ...(this.own ? [] : ["Patient"]), "What", "Purpose", "Decision", "Proof"];
    put(
      main,
      pageHead(this.own ? "Who asked for my data" : "Access trail", this.mark.element, ABOUT),
      h("p", {}, h("button", { type: "button", onclick: () => this.load() }, "Refresh")),
      card("Newest accesses", this.nothing, table("Newest accesses", columns, this.rows)),
    );
    this.load();
  }

  stop() {}

  async load() {
    const patient = this.own ? { patient: this.app.session.patient } : {};
    try {
      const parameters = { _sort: "-date", _count: MOST, ...patient };
      const { resources: events, more } = await this.app.api.search("AuditEvent", parameters, MOST);
      const older = more && h("p", { class: "fine" }, `The newest ${events.length}; there are older ones.`);
      put(this.nothing, events.length === 0 ? emptyPanel("Nobody has asked yet.") : older);
      put(this.rows, grouped(events.map(readEvent)).map((group) => this.row(group)));
      this.mark.tell(null, `As of ${timeText(now())}`);
    } catch (problem) {
      if (problem.status === undefined) {
        throw problem;
      }
      put(this.nothing, problemPanel(problem));
      this.mark.tell(problem);
    }
  }

  row({ newest, oldest, count }) {
    const when = count > 1 ? `${timeText(oldest.time)} – ${timeText(newest.time)}` : timeText(newest.time);
    const what = count > 1 ? `${newest.what} × ${count}` : newest.what;
    const title = `${newest.what}, ${timeText(newest.time)}`;
    const verify = () => verifyAccess(this.app, newest.id, title);
    const person = h("span", { class: "id", title: newest.who }, shortId(newest.who));
    const who = [person, " ", h("span", { class: "fine" }, newest.role)];
    return h(
      "tr",
      {},
      h("td", { class: "num" }, when),
      h("th", { scope: "row" }, who),
      this.own ? null : h("td", { class: "id", title: newest.patient }, patientName(newest.patient)),
      h("td", {}, what),
      h("td", {}, newest.purpose),
      h("td", {}, outcome(newest)),
      h("td", {}, verifyButton(`Verify ${title}`, verify)),
    );
  }
}

function outcome({ permitted, reason }) {
  const words = permitted ? "permitted" : `denied${reason ? `: ${reason.replaceAll("_", " ").toLowerCase()}` : ""}`;
  const symbol = icon(permitted ? "check" : "cross");
  return h("span", { class: "outcome", "data-state": permitted ? "good" : "bad" }, symbol, words);
}

function readEvent(event) {
  const [agent] = event.agent ?? [];
  const entity = (event.entity ?? []).find((it) => it.what?.reference?.startsWith("Patient/"));
  return {
    id: event.id,
    time: Date.parse(event.recorded),
    who: agent?.who?.reference?.split("/").pop() ?? "",
    role: agent?.role?.[0]?.coding?.[0]?.code ?? "",
    patient: entity?.what.reference.slice("Patient/".length) ?? "",
    what: entity?.name ?? "",
    purpose: event.purposeOfEvent?.[0]?.coding?.[0]?.code ?? "",
    permitted: event.outcome === "0",
    reason: event.outcomeDesc ?? "",
  };
}

/**
 * A page that is live asks again and again: as long as nobody else asks for the patient, equal accesses stand in one line
 * with their number.
 */
function grouped(events) {
  const groups = [];
  const runs = new Map();
  for (const { id, time, what, ...who } of events) {
    const event = { id, time, what, ...who };
    const key = JSON.stringify(who);
    const last = runs.get(who.patient);
    const run = last?.key === key ? last : { key, byWhat: new Map() };
    runs.set(who.patient, run);
    const group = run.byWhat.get(what);
    if (group === undefined) {
      run.byWhat.set(what, { newest: event, oldest: event, count: 1 });
      groups.push(run.byWhat.get(what));
    } else {
      group.oldest = event;
      group.count++;
    }
  }
  return groups;
}

export function showAccess(main, app) {
  return new AccessPage(main, app);
}
