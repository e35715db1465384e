import { STEPS, verifyProof } from "../verify/verifier.js";
import { base64, hex } from "../verify/bytes.js";
import { facts } from "../panel.js";
import { countText, shortId, timeText, unitText, wholeTimeText } from "../format.js";
import { fetchPolicy } from "../policyfile.js";
import { h, icon, put } from "../dom.js";
import { hasCryptography, verifySignature } from "../verify/keys.js";
import { readSenml } from "../verify/senml.js";

/** Checks proofs, in this browser as far as it can, and says who checked what. */

const WORDS = {
  POLICY: "The policy names whom to trust",
  PROOF: "The proof file is readable",
  CHECKPOINT: "The ledger's checkpoint is signed and cosigned as the policy asks",
  EVIDENCE: "The proof carries evidence",
  INCLUSION: "The log entry is included under the checkpoint",
  ENTRY: "The log entry is what the evidence needs",
  COMMITMENT: "The reading is in the batch that the entry anchors",
  ENROLMENT: "The ledger enrolled the device with its key",
  PACK: "The device's key signed the pack with the reading",
  STATE: "The ledger's state holds the consent, or shows its absence",
  RECORD: "The access is in the patient's anchored audit trail",
  SHOWN: "The proof is about what this page shows",
};

const HERE = "this browser";
const SERVER = "the server";

/**
 * Checks a proof file with a policy: {answer, server, proved, failedStep, detail}. The server's verifier is asked only
 * for signatures that this browser does not know, or where a page may not use the browser's cryptography.
 */
export async function checkProof(api, proof, policy, shown = null) {
  const answer = hasCryptography() ? await verifyProof(proof, policy, verifySignature) : null;
  const mismatch = answer?.proved ? mismatchOf(answer, shown) : null;
  let server = null;
  if (mismatch === null && (answer === null || (answer.proved && answer.unchecked.length > 0))) {
    server = await api.json("/proofs/verify", { body: { proof: base64(proof), policy: base64(policy) } });
  }
  const failed = mismatch ?? (answer !== null && !answer.proved ? answer : server !== null && !server.proved ? server : null);
  return { answer, server, proved: failed === null, step: failed?.step ?? null, detail: failed?.detail ?? "" };
}

/** What the page shows must be what the proof says; else a proof of another reading would do. */
function mismatchOf(answer, shown) {
  if (shown === null) {
    return null;
  }
  const { reading } = answer.statement;
  const same =
    reading !== undefined &&
    reading.id === shown.id &&
    reading.patient === shown.patient &&
    reading.code === shown.code &&
    reading.time === shown.time &&
    Number(reading.value) === shown.value &&
    reading.unit === shown.ucum;
  return same ? null : { step: "SHOWN", detail: "the proof is about another reading, or another value of it" };
}

function stepList(result, shown) {
  const { answer, server } = result;
  const names = [...STEPS[answer?.kind ?? "reading"], ...(shown ? ["SHOWN"] : [])];
  const failedAt = result.proved ? names.length : Math.max(0, names.indexOf(result.step));
  return h(
    "ol",
    { class: "steps" },
    names.map((name, i) => {
      const state = i < failedAt ? "good" : i === failedAt ? "bad" : "open";
      const word = { good: "holds", bad: "failed", open: "not reached" }[state];
      return h(
        "li",
        { "data-state": state },
        icon({ good: "check", bad: "cross", open: "dash" }[state]),
        h("span", {}, WORDS[name], h("span", { class: "unseen" }, `: ${word}`)),
        state === "open" ? null : h("span", { class: "by" }, byWhom(name, answer, server)),
        state === "bad" && h("span", { class: "why" }, result.detail),
      );
    }),
  );
}

function byWhom(step, answer, server) {
  if (answer === null) {
    return SERVER;
  }
  const shared = server !== null && answer.unchecked.length > 0;
  const partly = (step === "CHECKPOINT" && answer.unchecked.some((it) => !it.startsWith("the device"))) ||
    (step === "PACK" && answer.unchecked.some((it) => it.startsWith("the device")));
  return shared && partly ? `${HERE}; ${answer.unchecked.join(", ")} by ${SERVER}` : HERE;
}

function verdict(result) {
  const { answer, server } = result;
  const where = answer === null ? "by the server's verifier" : server === null ? "in this browser, from the files alone" : "in this browser, and by the server's verifier where the browser lacks an algorithm";
  const text = result.proved ? "Proved" : "Not proved";
  const failed = `Step ${result.step} fails: ${result.detail}.`;
  const detail = result.proved ? `Every step holds, checked ${where}.` : failed;
  return h(
    "div",
    { class: "verdict", role: "status", "data-state": result.proved ? "good" : "bad" },
    icon(result.proved ? "shield" : "cross"),
    h("div", {}, h("p", { class: "strong" }, text), h("p", {}, detail)),
  );
}

/** What is proved, in words. */
function statement({ answer }) {
  if (!answer?.proved) {
    return null;
  }
  const { statement: said, kind } = answer;
  const describe = { reading: readingFacts, consent: consentFacts, access: accessFacts }[kind];
  return facts([...describe(said), ...checkpointFacts(answer)]);
}

function readingFacts({ reading, key, gateway, batch, batchReadings, payload, entryIndex }) {
  const record = readSenml(payload)[reading.index];
  const said = record && `${record.name} ${record.value ?? ""} ${record.unit}`.trim();
  return [
    ["Reading", `${reading.value} ${unitText(reading.unit)} (LOINC ${reading.code}), ${wholeTimeText(reading.time)}`],
    ["As the device said it", said ?? null],
    ["Device", `${reading.device}, pack ${reading.sequence}, signed with ${key.algorithm}`],
    ["Batch", `${batch} of ${gateway.member}/${gateway.name}, ${countText(batchReadings)} readings`],
    ["Log entry", countText(entryIndex)],
  ];
}

function consentFacts({ id, consent, height, time }) {
  const period = consent && `${wholeTimeText(consent.start)} to ${wholeTimeText(consent.end)}`;
  return [
    ["Consent", id],
    ["State", consent ? `${consent.status.toLowerCase()}, version ${consent.version}` : "not on the ledger"],
    ["Given to", consent ? `${consent.grantee}, for ${consent.purposes.join(", ")}` : null],
    ["Period", period],
    ["As of", `block ${countText(height)}, ${wholeTimeText(time)}`],
  ];
}

function accessFacts({ record, count }) {
  return [
    ["Access", `${record.interaction}, ${wholeTimeText(record.time)}`],
    ["By", `${record.principal} as ${record.role.toLowerCase()}, for ${record.purpose}, at ${record.member}`],
    ["Decision", record.denied ? `denied: ${record.denied}` : `permitted at block ${countText(record.height)}`],
    ["Place", `record ${record.number} of ${count} in the patient's trail`],
  ];
}

function checkpointFacts({ checkpoint, cosignatures }) {
  const byKey = Map.groupBy(cosignatures, (it) => it.keyName);
  const by = [...byKey].map(([name, list]) => {
    const time = Math.max(...list.map((it) => it.time));
    return `${name} (${list.map((it) => it.algorithm).join(" and ")}${time ? `, ${timeText(time * 1000)}` : ""})`;
  });
  return [
    ["Checkpoint", `${checkpoint.origin}, ${countText(checkpoint.size)} entries, root ${shortId(hex(checkpoint.root))}`],
    ["Cosigned by", by.length > 0 ? by.join("; ") : "nobody"],
  ];
}

/** The result of a check, for a dialog or a page. */
export function resultOf(result, shown = null) {
  return [verdict(result), stepList(result, shown), statement(result)];
}

function download(name, bytes, label) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/plain" }));
  return h("a", { class: "button", href: address, download: name }, icon("file"), label);
}

/** Opens a dialog, fetches the proof of something and checks it. */
async function dialogFor(app, title, path, file, shown = null) {
  const body = h("div", { class: "dialog-body", "aria-live": "polite" }, h("p", { class: "fine" }, "Fetching and checking the proof …"));
  const close = h("button", { type: "button", class: "quiet", "aria-label": "Close" }, icon("cross"));
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, h("header", {}, h("h2", { id: "dialog-title" }, title), close), body);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  try {
    const policy = await fetchPolicy(app.api);
    const proof = await app.api.bytes(path);
    const result = await checkProof(app.api, proof, policy.bytes, shown);
    put(body, resultOf(result, shown), policyNote(policy), files(proof, policy, file));
  } catch (problem) {
    if (problem.status === undefined) {
      throw problem;
    }
    put(body, h("div", { class: "verdict", "data-state": "open" }, icon("clock"), h("div", {}, h("p", { class: "strong" }, problem.message), h("p", {}, problem.remedy))));
  }
}

function policyNote({ fingerprint, known }) {
  const text = known === "changed" ? "The node's policy is another than this browser saw before: compare its fingerprint with what the consortium publishes." : "Policy of this node";
  return h("p", { class: known === "changed" ? "warning" : "fine" }, `${text}, SHA-256 ${shortId(fingerprint, 16)}`);
}

function files(proof, policy, file) {
  return h(
    "div",
    { class: "files" },
    h("p", { class: "fine" }, "To check it without this page: ", h("code", {}, `./vitaledger verify ${file} --policy policy.txt`)),
    h("div", { class: "row" }, download(file, proof, "Proof file"), download("policy.txt", policy.bytes, "Policy")),
  );
}

/** Verifies a reading that the page shows. */
export function verifyReading(app, reading) {
  const path = `/proofs/observation/${encodeURIComponent(reading.id)}`;
  return dialogFor(app, `${reading.name} ${reading.text} ${reading.unit}`, path, `${reading.id}.tlog-proof`, reading);
}

/** Verifies an access on record. */
export function verifyAccess(app, id, title) {
  return dialogFor(app, title, `/proofs/access/${encodeURIComponent(id)}`, `${id}.tlog-proof`);
}
