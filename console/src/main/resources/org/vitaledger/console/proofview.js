import { STEPS } from "./verify/verifier.js";
import { countText, shortId, timeText, unitText, wholeTimeText } from "./format.js";
import { facts, verdictBox } from "./panel.js";
import { h, icon } from "./dom.js";
import { hex } from "./verify/bytes.js";

/** Shows what came of a check: the verdict, each step with who checked it, and what is proved. */

const WORDS = {
  POLICY: "The policy names whom to trust",
  PROOF: "The proof file is readable",
  CHECKPOINT: "The ledger's checkpoint is signed and cosigned as the policy asks",
  EVIDENCE: "The proof carries evidence",
  INCLUSION: "The log entry is included under the checkpoint",
  ENTRY: "The log entry is what the evidence needs",
  COMMITMENT: "The reading is in the batch that the entry anchors",
  ENROLMENT: "The ledger enrolled the device with its key",
  PACK: "The device's key signed the pack that the reading names",
  CONTENT: "The pack says what the reading says, by declared conversions alone",
  STATE: "The ledger's state holds the consent, or shows its absence",
  TRAIL: "The member's audit log has these records of the patient, and no others",
  RECORD: "The accesses are those of their numbers in the patient's trail",
  SHOWN: "The proof is about what this page shows",
};

const STATES = {
  good: { word: "holds", symbol: "check" },
  bad: { word: "failed", symbol: "cross" },
  open: { word: "not reached", symbol: "dash" },
};

const HERE = "this browser";
const SERVER = "the server";

/** The result of checkProof(), for a dialog or a page. */
export function proofView(result, shown = null) {
  return [verdict(result), stepList(result, shown), statement(result)];
}

/** How to check a proof file without this page. */
export function offlineCommand(file, policy) {
  const command = h("code", {}, `./vitaledger verify ${file} --policy ${policy}`);
  return h("p", { class: "fine" }, "To check it without this page: ", command);
}

function verdict(result) {
  const { state } = result;
  const [text, detail] = {
    good: ["Proved", `Every step holds, checked ${where(result)}.`],
    bad: ["Not proved", `Step ${result.step} fails: ${result.detail}.`],
    unreadable: ["Unreadable", `Nothing was checked: ${result.detail}.`],
    open: ["Not decided", "What this browser can check holds; the rest can be checked with the command below."],
  }[state];
  const look = state === "unreadable" ? "open" : state;
  return verdictBox(look, text, h("p", {}, detail), state === "open" && offlineCommand("PROOF", "POLICY"));
}

function where({ answer, server }) {
  if (answer === null) {
    return "by the server's verifier";
  }
  return server === null
    ? "in this browser, from the files alone"
    : "in this browser, and by the server where the browser lacks an algorithm";
}

function stepList(result, shown) {
  const { answer, state } = result;
  const names = [...STEPS[answer?.kind ?? "reading"], ...(shown && answer ? ["SHOWN"] : [])];
  const reached = answer === null && state === "open" ? 0 : names.length;
  const hasFailed = state === "bad" || state === "unreadable";
  const failedAt = hasFailed ? Math.max(0, names.indexOf(result.step)) : reached;
  const stateAt = (i) => (i < failedAt ? "good" : i === failedAt ? "bad" : "open");
  return h("ol", { class: "steps" }, names.map((name, i) => step(name, stateAt(i), result)));
}

function step(name, state, result) {
  const { word, symbol } = STATES[state];
  return h(
    "li",
    { "data-state": state, "data-step": name },
    icon(symbol),
    h("span", {}, WORDS[name], h("span", { class: "unseen" }, `: ${word}`)),
    state !== "open" && h("span", { class: "by" }, byWhom(name, result)),
    state === "bad" && h("span", { class: "why" }, result.detail),
  );
}

function byWhom(name, { answer, server }) {
  if (answer === null) {
    return SERVER;
  }
  const stepOf = (signer) => (signer.startsWith("the device") ? "PACK" : "CHECKPOINT");
  const left = answer.unchecked.filter((signer) => stepOf(signer) === name);
  if (left.length === 0) {
    return HERE;
  }
  return `${HERE}; ${left.join(", ")} ${server === null ? "not checked" : `by ${SERVER}`}`;
}

/** What is proved, in words. */
function statement({ answer, state }) {
  if (!answer?.proved || state === "bad" || state === "unreadable") {
    return null;
  }
  const describe = { reading: readingFacts, consent: consentFacts, accesses: accessFacts }[answer.kind];
  return facts([...describe(answer.statement), ...checkpointFacts(answer)]);
}

function readingFacts({ reading, said, key, gateway, batch, batchReadings, entryIndex }) {
  const what = `${reading.value} ${unitText(reading.unit)} (LOINC ${reading.code})`;
  return [
    ["Reading", `${what}, ${wholeTimeText(reading.time)}`],
    ["As the device signed it", `${said.parameter} ${said.value} ${said.unit}`.trim()],
    ["Patient", "as the gateway says; the device does not sign whom it measures"],
    ["Device", `${reading.device}, pack ${reading.sequence}, signed with ${key.algorithm}`],
    ["Batch", `${batch} of ${gateway.member}/${gateway.name}, ${countText(batchReadings)} readings`],
    ["Log entry", countText(entryIndex)],
  ];
}

function consentFacts({ id, consent, height, time }) {
  return [
    ["Consent", id],
    ["State", consent ? `${consent.status.toLowerCase()}, version ${consent.version}` : "not on the ledger"],
    ["Given to", consent ? `${consent.grantee}, for ${consent.purposes.join(", ")}` : null],
    ["Period", consent ? `${wholeTimeText(consent.start)} to ${wholeTimeText(consent.end)}` : null],
    ["As of", `block ${countText(height)}, ${wholeTimeText(time)}`],
  ];
}

const MOST_ACCESSES = 20;

function accessFacts({ member, patient, first, records, count, head, time }) {
  const last = first + BigInt(records.length) - 1n;
  const all = BigInt(records.length) === count;
  const shown = all ? `all ${countText(count)}` : `${countText(first)} to ${countText(last)} of ${countText(count)}`;
  return [
    ["Accesses", count === 0n ? "none" : `${shown}, to ${shortId(patient)} at ${member}`],
    ...records.slice(0, MOST_ACCESSES).map((record) => [`Access ${countText(record.number)}`, accessText(record)]),
    records.length > MOST_ACCESSES ? ["", `and ${countText(records.length - MOST_ACCESSES)} more`] : ["", null],
    ["Anchored", `${countText(head.size)} records of all patients, by ${wholeTimeText(time)}`],
    ["Losses", head.loss === null ? "none recorded" : lossText(head.loss)],
  ];
}

function accessText({ interaction, time, principal, role, purpose, denied, height }) {
  const decision = denied ? `denied: ${denied}` : `permitted at block ${countText(height)}`;
  return `${interaction}, ${wholeTimeText(time)}, by ${principal} as ${role.toLowerCase()}, for ${purpose}; ${decision}`;
}

function lossText({ times, counted, kept }) {
  const records = `as the member says, ${countText(kept)} of ${countText(counted)} records were left`;
  return times === 1n ? records : `${countText(times)} times; at worst, ${records}`;
}

function checkpointFacts({ checkpoint, cosignatures }) {
  const byKey = Map.groupBy(cosignatures, (it) => it.keyName);
  const signers = [...byKey].map(([name, list]) => {
    const time = Math.max(...list.map((it) => it.time));
    return `${name} (${list.map((it) => it.algorithm).join(" and ")}${time ? `, ${timeText(time * 1000)}` : ""})`;
  });
  const { origin, size, root } = checkpoint;
  return [
    ["Checkpoint", `${origin}, ${countText(size)} entries, root ${shortId(hex(root))}`],
    ["Cosigned by", signers.length > 0 ? signers.join("; ") : "nobody"],
  ];
}
