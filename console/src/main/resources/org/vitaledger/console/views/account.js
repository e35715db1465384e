import { emptyPanel, pageHead, problemPanel } from "../panel.js";
import { h, put } from "../dom.js";

const ABOUT = "You change the password of your own login. All its sessions end with that: you sign in again.";

function field(id, label, autocomplete) {
  const input = h("input", { id, type: "password", required: true, autocomplete });
  return { input, parts: [h("label", { for: id }, label), input] };
}

/** Where users change their own password. */
export function showAccount(main, app) {
  const current = field("current-password", "Present password", "current-password");
  const fresh = field("new-password", "New password", "new-password");
  const again = field("repeated-password", "New password again", "new-password");
  const result = h("div", { class: "result", "aria-live": "polite" });
  const button = h("button", { type: "submit", class: "primary" }, "Change password");
  const change = async (event) => {
    event.preventDefault();
    if (fresh.input.value !== again.input.value) {
      put(result, problemPanel({ message: "The new passwords are not the same.", remedy: "Type the new one twice." }));
      return;
    }
    button.disabled = true;
    try {
      const body = JSON.stringify({ current: current.input.value, new: fresh.input.value });
      await app.api.call("/account/password", { body, type: "application/json" });
      const onward = h("button", { type: "button", class: "primary", onclick: () => app.leave() }, "Sign in");
      form.replaceWith(h("div", { class: "card account" }, result));
      put(result, emptyPanel("Your password has been changed.", "Sign in with it to go on."), onward);
      onward.focus();
    } catch (problem) {
      if (problem.status === undefined) {
        throw problem;
      }
      put(result, problemPanel(problem));
    } finally {
      button.disabled = false;
    }
  };
  const inputs = [current.parts, fresh.parts, again.parts];
  const form = h("form", { class: "card account", onsubmit: change }, inputs, button, result);
  put(main, pageHead("Change password", null, ABOUT), form);
  return { stop() {} };
}
