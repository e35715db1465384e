import { hasCryptography, verifySignature } from "./verify/keys.js";
import { verifyProof } from "./verify/verifier.js";

/** Checks proofs, in this browser as far as it can, and at the server what is left. */

/**
 * Checks a proof file with a policy: {answer, server, state, step, detail}; the state is "good", "bad",
 * "unreadable" if a file is none of its format, or "open" if a signature is left that nobody here can check. The server's verifier is asked only for signatures that this browser
 * does not know, or where a page may not use the browser's cryptography; it checks under its own policy alone.
 *
 * @param {{bytes: Uint8Array, isOfNode: boolean}} policy
 * @param {object | null} shown the reading that the page shows, if the proof must be about one
 */
export async function checkProof(api, proof, policy, shown = null) {
  const answer = hasCryptography() ? await verifyProof(proof, policy.bytes, verifySignature) : null;
  const mismatch = answer?.proved ? mismatchOf(answer, shown) : null;
  const open = answer === null || (answer.proved && answer.unchecked.length > 0);
  let server = null;
  if (mismatch === null && open && policy.isOfNode) {
    server = await api.json("/proofs/verify", { body: proof });
  }
  const refusal = mismatch ?? refusalOf(answer) ?? refusalOf(server);
  const state = stateOf(refusal, open && server === null);
  return { answer, server, state, step: refusal?.step ?? null, detail: refusal?.detail ?? "" };
}

function stateOf(refusal, isOpen) {
  if (refusal !== null) {
    return refusal.unreadable ? "unreadable" : "bad";
  }
  return isOpen ? "open" : "good";
}

function refusalOf(answer) {
  return answer === null || (answer.proved ?? answer.verified) ? null : answer;
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
