import { Poller } from "./poller.js";
import { agoText, countText, shortId } from "./format.js";
import { checkPolicy, parsePolicy } from "./verify/policy.js";
import { fetchPolicy, trustPolicy } from "./policyfile.js";
import { h, icon, put, say } from "./dom.js";
import { NO_CRYPTOGRAPHY, hasCryptography, verifySignature } from "./verify/keys.js";
import { hex, utf8 } from "./verify/bytes.js";
import { parseNote } from "./verify/note.js";

const INTERVAL = 5000;

/**
 * The ledger's newest checkpoint with its signatures checked in this browser: {origin, size, root, log, cosignatures,
 * accepted, reason, time, policy}.
 */
export async function fetchCheckpoint(api) {
  const policy = await fetchPolicy(api);
  const text = await api.text("/ledger/checkpoint");
  const check = await checkPolicy(await parsePolicy(policy.bytes), parseNote(text), verifySignature);
  const times = check.cosignatures.map((it) => it.time).filter((time) => time > 0);
  return { ...check, policy, note: utf8(text), time: times.length > 0 ? Math.max(...times) * 1000 : null };
}

/** One line about the ledger, on every page. */
export class LedgerStrip {
  constructor(element, api) {
    this.element = element;
    this.text = h("span", {});
    this.check = h("span", { class: "check" });
    put(element, h("a", { href: "#/ledger" }, "Ledger"), this.text, this.check);
    this.poller = new Poller(() => this.refresh(api), INTERVAL, (error) => error && this.lost());
  }

  stop() {
    this.poller.stop();
    put(this.element);
  }

  lost() {
    this.element.dataset.state = "";
    put(this.check, "no newer checkpoint at hand");
  }

  async refresh(api) {
    if (!hasCryptography()) {
      say(this.text, NO_CRYPTOGRAPHY);
      this.poller.stop();
      return;
    }
    const checkpoint = await fetchCheckpoint(api);
    if (checkpoint.policy.known === "first") {
      trustPolicy(checkpoint.policy);
    }
    const { size, root, origin } = checkpoint.checkpoint ?? {};
    const what = root ? `${origin} · ${countText(size)} entries · root ${shortId(hex(root))}` : "unreadable";
    say(this.text, checkpoint.time ? `${what} · ${agoText(checkpoint.time)}` : what);
    this.tell(checkpoint);
  }

  tell({ accepted, reason, policy, cosignatures }) {
    const trusted = accepted && policy.known !== "changed";
    this.element.dataset.state = trusted ? "good" : "bad";
    const unchecked = cosignatures.filter((it) => !it.checked).map((it) => it.algorithm);
    const words = !accepted
      ? `not to be trusted: ${reason}`
      : !trusted
        ? "the node's policy has changed since this browser first saw it"
        : unchecked.length > 0
          ? `signatures checked in this browser, except ${unchecked.join(", ")}`
          : "signatures checked in this browser";
    if (this.check.textContent !== words) {
      put(this.check, icon(trusted ? "check" : "cross"), words);
    }
  }
}
