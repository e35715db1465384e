import { base64, sha256, utf8 } from "./verify/bytes.js";

/** Signing in by OAuth 2.0 (authorization code with PKCE, RFC 7636), and the token, which this tab alone remembers. */

const CLIENT = "console";
const SCOPE = "patient/*.rs user/*.rs ops";
const TOKEN = "vitaledger.token";
const PENDING = "vitaledger.pending";
const ROLES = { PATIENT: "Patient", PRACTITIONER: "Practitioner", AUDITOR: "Auditor", OPERATOR: "Operator" };

/** What went wrong at signing in, in words for people. */
export class SignInFailed extends Error {}

function redirectUri() {
  return new URL(".", location.href).href;
}

function base64url(bytes) {
  return base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The address that asks for a code, and what is needed when it comes. */
async function request() {
  const pending = { state: random(), verifier: random(), place: location.hash };
  const address = new URL("/oauth2/authorize", location.origin);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT,
    redirect_uri: redirectUri(),
    scope: SCOPE,
    state: pending.state,
    code_challenge: base64url(await sha256(utf8(pending.verifier))),
    code_challenge_method: "S256",
  });
  return { address, pending };
}

/** Leaves for the server's login page; it comes back with a code, to the place where the user was. */
export async function signIn() {
  if (!crypto.subtle) {
    throw new SignInFailed("The browser signs in only over HTTPS, or on the machine that runs the node.");
  }
  const { address, pending } = await request();
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  location.assign(address);
}

/**
 * Gets a new token while the login at the server lasts, without leaving the page: the server answers with a redirect
 * that carries a code, as it does when signing in. Null if the login has ended.
 *
 * @throws {TypeError} if the server can't be reached
 */
export async function renew() {
  if (!crypto.subtle) {
    return null;
  }
  const { address, pending } = await request();
  address.searchParams.set("prompt", "none");
  const answer = new URL((await fetch(address, { cache: "no-store" })).url).searchParams;
  return answer.has("code") ? remember(await exchange(answer, pending)) : null;
}

async function redeem(parameters) {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, "", redirectUri() + (pending?.place ?? ""));
  if (parameters.has("error")) {
    const reason = parameters.get("error_description") ?? parameters.get("error");
    throw new SignInFailed(`The login page refused: ${reason}.`);
  }
  return exchange(parameters, pending);
}

async function exchange(parameters, pending) {
  if (pending === null || parameters.get("state") !== pending.state) {
    throw new SignInFailed("The answer of the login page does not belong to this tab.");
  }
  const response = await fetch("/oauth2/token", {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: CLIENT,
      redirect_uri: redirectUri(),
      code: parameters.get("code"),
      code_verifier: pending.verifier,
    }),
  });
  if (!response.ok) {
    throw new SignInFailed("The server did not complete the sign-in.");
  }
  return (await response.json()).access_token;
}

/** The claims of a token, for showing only: the server decides. */
function claims(token) {
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const text = new TextDecoder().decode(Uint8Array.from(atob(part), (c) => c.charCodeAt(0)));
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function sessionOf(token) {
  const { sub = "", role = "", patient = null, exp = 0 } = claims(token);
  return { token, principal: sub, role, roleName: ROLES[role] ?? "Unknown role", patient, expires: exp * 1000 };
}

/** The session of this tab: from the login page's answer, or remembered; null if there is none. */
export async function restore() {
  const query = new URLSearchParams(location.search);
  if (query.has("code") || query.has("error")) {
    return remember(await redeem(query));
  }
  if (location.hash !== "" && !location.hash.startsWith("#/")) {
    history.replaceState(null, "", redirectUri());
  }
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? null : sessionOf(token);
}

function remember(token) {
  sessionStorage.setItem(TOKEN, token);
  return sessionOf(token);
}

/** Forgets the token. */
export function forget() {
  sessionStorage.removeItem(TOKEN);
}

/** Ends the token and the login, so that the next one at this machine must know a password. */
export async function signOut() {
  const token = sessionStorage.getItem(TOKEN);
  forget();
  if (token !== null) {
    const body = new URLSearchParams({ client_id: CLIENT, token });
    await fetch("/oauth2/revoke", { method: "POST", body }).catch(() => null);
  }
  await fetch("/logout", { method: "POST", redirect: "manual" }).catch(() => null);
}
