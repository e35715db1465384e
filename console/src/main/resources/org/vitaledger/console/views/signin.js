import { h, put } from "../dom.js";
import { problemPanel } from "../panel.js";

const TITLE = "Vital signs that can be proved";
const ABOUT =
  "Every reading is signed at the device, sealed for its patient and committed to a ledger that its members keep " +
  "together. Whoever reads leaves a record.";
const ABOUT_LOGIN = "You stay signed in while this page is open, as long as this node permits.";

/** Nobody is signed in, or no longer: then the problem says why. */
export function showSignIn(main, signIn, problem) {
  document.title = "Sign in · VitaLedger";
  const ended = problem?.status === 401;
  const button = h("button", { type: "button", class: "primary" }, ended ? "Sign in again" : "Sign in");
  button.addEventListener("click", () => {
    button.disabled = true;
    signIn().catch((error) => {
      button.disabled = false;
      showSignIn(main, signIn, error);
    });
  });
  put(
    main,
    h(
      "div",
      { class: "signin" },
      problem && !ended && problemPanel(problem),
      h("h1", {}, ended ? problem.message : TITLE),
      h("p", { class: "lead", role: ended ? "alert" : null }, ended ? problem.remedy : ABOUT),
      button,
      h("p", { class: "fine" }, ABOUT_LOGIN),
    ),
  );
}
