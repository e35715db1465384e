import { h, put } from "../dom.js";
import { problemPanel } from "../panel.js";

const ABOUT =
  "Every reading is signed at the device, sealed for its patient and committed to a ledger that no single hospital " +
  "controls. Whoever reads leaves a record.";
const TOKEN = "You sign in at this node. The token stays in this tab and is forgotten when the tab closes.";

/** Nobody is signed in, or no longer. */
export function showSignIn(main, signIn, problem) {
  document.title = "Sign in · VitaLedger";
  const button = h("button", { type: "button", class: "primary" }, "Sign in");
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
      problem && problemPanel(problem),
      h("h1", {}, "Vital signs that can be proved"),
      h("p", { class: "lead" }, ABOUT),
      button,
      h("p", { class: "fine" }, TOKEN),
    ),
  );
}
