import { AlertFeed } from "./alertfeed.js";
import { Api, Problem } from "./api.js";
import { h, put } from "./dom.js";
import { LedgerStrip } from "./strip.js";
import { PatientNames } from "./names.js";
import { Renewal } from "./renewal.js";
import { SignInFailed, forget, restore, signIn, signOut } from "./session.js";
import { showAccount } from "./views/account.js";
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
  account: "Change password",
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
  account: showAccount,
};

const SIGNED_OUT = new Problem(401, "", "You have been signed out", "Sign in again. You come back to where you were.");

const main = document.getElementById("main");
const notice = document.getElementById("notice");

/** The page as a whole: who is signed in, which view is open. */
class App {
  constructor(session) {
    this.session = session;
    this.api = new Api(() => this.session.token, () => this.renewal.refused());
    this.renewal = new Renewal(session, (renewed) => this.renewed(renewed), () => this.end());
    this.pages = PAGES[session.role] ?? [];
    this.view = null;
    this.alerts = this.pages.includes("alerts") ? new AlertFeed(this.api) : null;
    this.names = new PatientNames(this.api);
    this.strip = new LedgerStrip(document.getElementById("strip"), this.api);
    this.onRoute = () => this.open();
    window.addEventListener("hashchange", this.onRoute);
    this.account();
    this.open();
  }

  account() {
    const { roleName, principal } = this.session;
    const who = h("span", { class: "role", title: `Principal ${principal}` }, roleName);
    const password = h("a", { href: "#/account" }, "Password");
    const leave = h("button", { type: "button", class: "quiet", onclick: () => this.leave() }, "Sign out");
    put(document.getElementById("account"), who, password, leave);
  }

  /** Goes on with a new token, in the place where the user is; another's token is another session. */
  renewed(session) {
    if (session.principal === this.session.principal) {
      this.session = session;
    } else {
      start();
    }
  }

  open() {
    const [, page = "", id] = location.hash.split("/");
    const known = this.pages.includes(page) || page === "account";
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
    this.renewal.stop();
    window.removeEventListener("hashchange", this.onRoute);
    this.view?.stop();
    this.strip.stop();
    this.alerts?.stop();
    put(notice);
    put(document.getElementById("nav"));
    put(document.getElementById("account"));
  }

  end() {
    if (!this.ended) {
      this.ended = true;
      forget();
      this.stop();
      showSignIn(main, signIn, SIGNED_OUT);
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

start();
