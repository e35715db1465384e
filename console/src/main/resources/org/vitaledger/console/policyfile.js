import { hex, sha256 } from "./verify/bytes.js";

/**
 * The policy that proofs are checked against comes from the node; a browser that has seen another one says so. The
 * fingerprint is no secret and tells nothing of a patient.
 */

const SEEN = "vitaledger.policy";

/** Fetches the node's policy: {bytes, fingerprint, known}, where known is "first", "same" or "changed". */
export async function fetchPolicy(api) {
  const bytes = await api.bytes("/ledger/policy");
  const fingerprint = hex(await sha256(bytes));
  const seen = localStorage.getItem(SEEN);
  return { bytes, fingerprint, known: seen === null ? "first" : seen === fingerprint ? "same" : "changed" };
}

/** Remembers a policy as the one that the user trusts. */
export function trustPolicy({ fingerprint }) {
  localStorage.setItem(SEEN, fingerprint);
}
