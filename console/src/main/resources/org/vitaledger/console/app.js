import { AlertFeed } from "./alertfeed.js";
import { Api, Problem } from "./api.js";
import { h, put, say } from "./dom.js";
import { LedgerStrip } from "./strip.js";
import { SignInFailed, forget, restore, signIn, signOut } from "./session.js";
import { showAccess } from "./views/access.js";
import { showAlerts } from "./views/alerts.js";
import { showConsents } from "./views/consents.js";
import { showLedger } from "./views/ledger.js";
import { showOperations } from "./views/operations.js";
import { showPatient } from "./views/patient.js";
import { showPatients } from "./views/patients.js";
import { showProofs } from "./views/proofs.js";
import { showSignIn } from "./views/signin.js";
import { problemPanel } from "./panel.js";

/** Which pages a role sees; the server decides what is in them. The first is the role's home. */
const PAGES = {
  PATIENT: ["me", "alerts", "consents", "access", "ledger", "proofs"],
  PRACTITIONER: ["patients", "alerts", "ledger", "proofs"],
  AUDITOR: ["ledger", "access", "proofs"],
  OPERATOR: ["operations", "ledger", "proofs"],
};

const NAMES = {
  me: "My record",
  patients: "Patients",
  alerts: "Alerts",
  consents: "Consents",
  access: "Access trail",
  ledger: "Ledger",
  proofs: "Check a proof",
  operations: "Operations",
};

const VIEWS = {
  me: (main, app) => showPatient(main, app, app.session.patient),
  patients: (main, app, id) => (id ? showPatient(main, app, id) : showPatients(main, app)),
  alerts: showAlerts,
  consents: showConsents,
  access: showAccess,
  ledger: showLedger,
  proofs: showProofs,
  operations: showOperations,
};

const SOON = 60_000;

const main = document.getElementById("main");
const notice = document.getElementById("notice");

/** The page as a whole: who is signed in, which view is open. */
class App {
  constructor(session) {
    this.session = session;
    this.api = new Api(session.token, (problem) => this.end(problem));
    this.pages = PAGES[session.role] ?? [];
    this.view = null;
    this.alerts = this.pages.includes("alerts") ? new AlertFeed(this.api) : null;
    this.strip = new LedgerStrip(document.getElementById("strip"), this.api);
    this.onRoute = () => this.open();
    window.addEventListener("hashchange", this.onRoute);
    this.clock = setInterval(() => this.tick(), 1000);
    this.account();
    this.open();
  }

  account() {
    const { roleName, principal } = this.session;
    this.left = h("span", { class: "left" });
    const who = h("span", { class: "role", title: `Principal ${principal}` }, roleName);
    const leave = h("button", { type: "button", class: "quiet", onclick: () => this.leave() }, "Sign out");
    put(document.getElementById("account"), who, this.left, leave);
    this.tick();
  }

  /** Tells when the session is about to end; a token can't be prolonged, only fetched anew. */
  tick() {
    const left = this.session.expires - Date.now();
    if (left <= 0) {
      this.end(new Problem(401, "", "Your session has ended.", "Sign in again to go on."));
    } else if (left < SOON && notice.childElementCount === 0) {
      const again = h("button", { type: "button", onclick: () => this.again() }, "Stay signed in");
      put(notice, h("p", {}, "Your session ends within a minute. "), again);
    }
    say(this.left, left < 100 * SOON ? `${Math.max(1, Math.ceil(left / 60000))} min left` : "");
  }

  /** Gets a new token; while the login lasts, the server asks no password. */
  again() {
    signIn().catch(tellSignIn);
  }

  open() {
    const [, page = "", id] = location.hash.split("/");
    const known = this.pages.includes(page);
    const name = known ? page : this.pages[0];
    if (!known) {
      history.replaceState(null, "", name ? `#/${name}` : location.pathname);
    }
    this.navigation(name);
    this.view?.stop();
    put(main);
    if (!name) {
      put(main, problemPanel(new Problem(403, "", "This console has no page for your role.", "")));
      return;
    }
    document.title = `${NAMES[name]} · VitaLedger`;
    this.view = VIEWS[name](main, this, id && decodeURIComponent(id));
  }

  navigation(current) {
    const links = this.pages.map((page) =>
      h("a", { href: `#/${page}`, "aria-current": page === current ? "page" : null }, NAMES[page]),
    );
    put(document.getElementById("nav"), links);
  }

  stop() {
    clearInterval(this.clock);
    window.removeEventListener("hashchange", this.onRoute);
    this.view?.stop();
    this.strip.stop();
    this.alerts?.stop();
    put(notice);
    put(document.getElementById("nav"));
    put(document.getElementById("account"));
  }

  end(problem) {
    if (!this.ended) {
      this.ended = true;
      forget();
      this.stop();
      showSignIn(main, signIn, problem);
    }
  }

  async leave() {
    this.ended = true;
    this.stop();
    await signOut();
    history.replaceState(null, "", location.pathname);
    showSignIn(main, signIn, null);
  }
}

function tellSignIn(error) {
  if (!(error instanceof SignInFailed)) {
    throw error;
  }
  showSignIn(main, signIn, new Problem(0, "", error.message, "Try again."));
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

let app = null;

async function start() {
  app?.stop();
  try {
    const session = await restore();
    app = session === null ? null : new App(session);
    if (session === null) {
      showSignIn(main, signIn, null);
    }
  } catch (error) {
    tellSignIn(error);
  }
}

// A ready-made token may also be put into the address of a page that is open already.
window.addEventListener("hashchange", () => location.hash.startsWith("#token=") && start());
start();
