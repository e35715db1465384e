import { checkProof } from "./proofcheck.js";
import { fetchPolicy } from "./policyfile.js";
import { h, icon, put } from "./dom.js";
import { offlineCommand, proofView } from "./proofview.js";
import { shortId } from "./format.js";
import { verdictBox } from "./panel.js";

/** Opens a dialog that fetches the proof of something that the page shows, and checks it. */

const NOT_YET = "VL-HTTP-052";
const ATTEMPTS = 15;
const PAUSE = 1000;

/** Verifies a reading that the page shows. */
export function verifyReading(app, reading) {
  const title = `${reading.name} ${reading.text} ${reading.unit}`;
  const path = `/proofs/observation/${encodeURIComponent(reading.id)}`;
  return open(app, { title, path, file: `${reading.id}.tlog-proof`, shown: reading });
}

/** Verifies an access on record. */
export function verifyAccess(app, id, title) {
  return open(app, { title, path: `/proofs/access/${encodeURIComponent(id)}`, file: `${id}.tlog-proof`, shown: null });
}

/** Verifies how a consent stands. */
export function verifyConsent(app, id) {
  return open(app, {
    title: `Consent ${shortId(id)}`,
    path: `/proofs/consent/${encodeURIComponent(id)}`,
    file: `consent-${id}.tlog-proof`,
    shown: null,
  });
}

async function open(app, { title, path, file, shown }) {
  const body = show(title);
  try {
    const policy = await fetchPolicy(app.api);
    const proof = await anchored(body, () => app.api.bytes(path));
    const result = await checkProof(app.api, proof, { ...policy, isOfNode: true }, shown);
    put(body, proofView(result, shown), policyNote(policy), files(proof, policy, file));
  } catch (problem) {
    if (problem.status === undefined) {
      throw problem;
    }
    put(body, verdictBox("open", problem.message, h("p", {}, problem.remedy)));
  }
}

/** Opens the dialog and gives the element for its content. */
function show(title) {
  const begin = waiting("Fetching and checking the proof …");
  const body = h("div", { class: "dialog-body", "aria-live": "polite" }, begin);
  const close = h("button", { type: "button", class: "quiet", "aria-label": "Close" }, icon("cross"));
  const header = h("header", {}, h("h2", { id: "dialog-title" }, title), close);
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, header, body);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return body;
}

/** What has only just arrived is not on the ledger yet: waits for the next blocks. */
async function anchored(body, fetchProof) {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await fetchProof();
    } catch (problem) {
      if (problem.code !== NOT_YET || left === 0) {
        throw problem;
      }
      put(body, waiting("Not on the ledger yet: waiting for the next block …"));
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

function waiting(text) {
  return h("p", { class: "fine" }, text);
}

function policyNote({ fingerprint, known }) {
  const changed = known === "changed";
  const text = changed
    ? "The node's policy is another than this browser saw before: compare it with what the consortium publishes."
    : "Policy of this node";
  return h("p", { class: changed ? "warning" : "fine" }, `${text}, SHA-256 ${shortId(fingerprint, 16)}`);
}

function files(proof, policy, file) {
  const links = [download(file, proof, "Proof file"), download("policy.txt", policy.bytes, "Policy")];
  return h("div", { class: "files" }, offlineCommand(file, "policy.txt"), h("div", { class: "row" }, links));
}

function download(name, bytes, label) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/plain" }));
  return h("a", { class: "button", href: address, download: name }, icon("file"), label);
}
