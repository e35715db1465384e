import { card, emptyPanel, pageHead, problemPanel } from "../panel.js";
import { checkProof } from "../proofcheck.js";
import { fetchPolicy } from "../policyfile.js";
import { h, put } from "../dom.js";
import { proofView } from "../proofview.js";

const ABOUT =
  "Of a reading, a consent or an access. The files do not leave this browser, unless it lacks a signature algorithm.";

async function bytesOf(input) {
  const [file] = input.files;
  return file ? new Uint8Array(await file.arrayBuffer()) : null;
}

/** Checks proof files that somebody was given. */
export function showProofs(main, app) {
  const proof = h("input", { type: "file", id: "proof-file", required: true, accept: ".tlog-proof,text/plain" });
  const policy = h("input", { type: "file", id: "policy-file", accept: ".txt,text/plain" });
  const result = h("div", { class: "result", "aria-live": "polite" }, emptyPanel("Nothing checked yet."));
  const check = async (event) => {
    event.preventDefault();
    try {
      const own = await bytesOf(policy);
      const trusted = own ? { bytes: own, isOfNode: false } : { ...(await fetchPolicy(app.api)), isOfNode: true };
      put(result, proofView(await checkProof(app.api, await bytesOf(proof), trusted)));
    } catch (problem) {
      if (problem.status === undefined) {
        throw problem;
      }
      put(result, problemPanel(problem));
    }
  };
  const form = h(
    "form",
    { class: "card", onsubmit: check },
    h("label", { for: "proof-file" }, "Proof file (.tlog-proof)"),
    proof,
    h("label", { for: "policy-file" }, "Policy (without one: this node's)"),
    policy,
    h("button", { type: "submit", class: "primary" }, "Check"),
  );
  put(
    main,
    pageHead("Check a proof", null, ABOUT),
    h("div", { class: "columns" }, form, card("Result", result)),
  );
  return { stop() {} };
}
