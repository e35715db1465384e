import { Poller } from "../poller.js";
import { LiveMark, card, emptyPanel, facts, pageHead, problemPanel, table, verdictBox } from "../panel.js";
import { agoText, countText, wholeTimeText } from "../format.js";
import { fetchCheckpoint } from "../strip.js";
import { h, icon, put, reconcile, say } from "../dom.js";
import { NO_CRYPTOGRAPHY, hasCryptography } from "../verify/keys.js";
import { hex } from "../verify/bytes.js";
import { trustPolicy } from "../policyfile.js";

const INTERVAL = 2000;
const MOST = 25;
const COLUMNS = ["Block", "Time", "Log size", "What it ordered", "Readings", "Refused"];
const ABOUT =
  "One append-only log of commands and their outcomes. It holds salted commitments and random handles, " +
  "nothing that identifies a patient.";

const COMPARE = "Compare the fingerprint with what the consortium publishes.";
const KNOWN = {
  first: "This browser sees it for the first time.",
  same: "This browser has seen it before.",
  changed: "It is another than this browser has seen before.",
};

/** Commands as people call them. */
const COMMANDS = {
  Anchor: "batch anchored",
  AnchorAudit: "audit logs anchored",
  RecordAuditLoss: "losses of audit records recorded",
  FoundConsortium: "consortium founded",
  Propose: "change proposed",
  Vote: "vote cast",
  PutPrincipal: "principal vouched for",
  RegisterDevice: "device enrolled",
  BindDevice: "device bound",
  RevokeDevice: "device revoked",
  PutConsent: "consent given",
  RevokeConsent: "consent taken back",
  RecordErasure: "erasure recorded",
};

/** The ledger: its newest checkpoint with who signed it, and the newest blocks. */
class LedgerPage {
  constructor(main, app) {
    this.app = app;
    this.live = new LiveMark();
    this.checkpoint = h("div", {}, emptyPanel("Waiting for the first checkpoint."));
    this.rows = h("tbody", {});
    this.none = h("div", {});
    const blocks = card("Newest blocks", this.none, table("Newest blocks", COLUMNS, this.rows));
    put(
      main,
      pageHead("Ledger", this.live.element, ABOUT),
      h("div", { class: "columns" }, card("Checkpoint", this.checkpoint), blocks),
    );
    this.poller = new Poller(() => this.refresh(), INTERVAL, (error) => this.tell(error));
  }

  stop() {
    this.poller.stop();
  }

  tell(error) {
    this.live.tell(error);
    if (error && this.rows.childElementCount === 0) {
      put(this.none, problemPanel(error));
    }
  }

  async refresh() {
    const { blocks } = await this.app.api.json("/ledger/blocks");
    put(this.none, blocks.length === 0 && emptyPanel("No blocks yet."));
    reconcile(this.rows, blocks.slice(0, MOST), {
      key: (block) => String(block.height),
      build: row,
      update: (element, block) => say(element.querySelector("time"), agoText(Date.parse(block.time))),
    });
    if (hasCryptography()) {
      this.draw(await fetchCheckpoint(this.app.api));
    } else {
      put(this.checkpoint, emptyPanel(NO_CRYPTOGRAPHY));
    }
  }

  draw({ accepted, reason, checkpoint, log, cosignatures, policy, time }) {
    const key = JSON.stringify([accepted, String(checkpoint?.size), policy.known]);
    if (key === this.drawn) {
      return;
    }
    this.drawn = key;
    const trusted = accepted && policy.known !== "changed";
    const words = accepted ? "Signed and cosigned as the policy asks" : `Not to be trusted: ${reason}`;
    const members = cosignatures.map((it) => signer({ ...it, name: it.keyName, role: "member" }));
    put(
      this.checkpoint,
      verdictBox(trusted ? "good" : "bad", words, h("p", {}, "Checked in this browser.")),
      checkpoint && facts([
        ["Log", checkpoint.origin],
        ["Entries", countText(checkpoint.size)],
        ["Root", h("code", {}, hex(checkpoint.root))],
        ["Time", time ? wholeTimeText(time) : null],
      ]),
      h("h3", {}, "Signatures"),
      h("ul", { class: "signers" }, log && signer({ ...log, role: "log" }), members),
      h("h3", {}, "Policy"),
      this.policyText(policy),
    );
  }

  policyText(policy) {
    const changed = policy.known === "changed";
    const trust = () => {
      trustPolicy(policy);
      this.drawn = null;
    };
    return [
      h("p", {}, `SHA-256 `, h("code", {}, policy.fingerprint)),
      h("p", { class: changed ? "warning" : "fine" }, `${KNOWN[policy.known]} ${COMPARE}`),
      changed && h("button", { type: "button", onclick: trust }, "I have compared it: trust this policy"),
    ];
  }
}

function signer({ name, algorithm, role, checked }) {
  return h(
    "li",
    {},
    icon(checked ? "check" : "dash"),
    h("span", { class: "strong" }, name),
    h("span", { class: "fine" }, `${role}, ${algorithm}${checked ? "" : ", unknown to this browser"}`),
  );
}

function row(block) {
  const what = Object.entries(block.commands).map(([name, count]) => `${count} × ${COMMANDS[name] ?? name}`);
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "num" }, countText(block.height)),
    h("td", {}, h("time", { datetime: block.time, title: wholeTimeText(Date.parse(block.time)) })),
    h("td", { class: "num" }, countText(block.size)),
    h("td", {}, what.join(", ") || "nothing"),
    h("td", { class: "num" }, countText(block.readings)),
    h("td", { class: "num" }, countText(block.refused)),
  );
}

export function showLedger(main, app) {
  return new LedgerPage(main, app);
}
