import { SignInFailed, renew } from "./session.js";
import { now } from "./clock.js";

const TICK = 1000;
/** A token is renewed when so much of its life is left: enough for some attempts. */
const AHEAD = 120_000;
const AGAIN = 10_000;

/**
 * Keeps somebody signed in who is there: while a page is visible, as on a display on the wall, or used. How long a login
 * can last at all is for the server to say.
 */
export class Renewal {
  /**
   * @param {(session: object) => void} renewed is told the session with its new token
   * @param {() => void} ended is told when the session is over
   */
  constructor(session, renewed, ended) {
    this.session = session;
    this.renewed = renewed;
    this.ended = ended;
    this.attempt = null;
    this.notBefore = -Infinity;
    this.stopped = false;
    this.clock = setInterval(() => this.tick(), TICK);
    this.onVisible = () => this.tick();
    document.addEventListener("visibilitychange", this.onVisible);
    this.tick();
  }

  stop() {
    this.stopped = true;
    clearInterval(this.clock);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  tick() {
    const left = this.session.expires - now();
    if (left <= 0) {
      this.refused();
    } else if (left < AHEAD && !document.hidden && now() >= this.notBefore) {
      this.notBefore = now() + AGAIN;
      this.renew().catch((error) => {
        if (error instanceof SignInFailed) {
          this.finish(null);
        }
      });
    }
  }

  /** The token is no longer taken: the last attempt, as a login may outlast a token. */
  refused() {
    if (document.hidden && this.session.expires <= now()) {
      return;
    }
    this.renew().then(
      (session) => this.finish(session),
      () => this.finish(null),
    );
  }

  finish(session) {
    if (session === null && !this.stopped) {
      this.stop();
      this.ended();
    }
  }

  /** One attempt at a time. */
  renew() {
    this.attempt ??= renew()
      .then((session) => {
        if (session !== null && !this.stopped) {
          this.session = session;
          this.renewed(session);
        }
        return session;
      })
      .finally(() => {
        this.attempt = null;
      });
    return this.attempt;
  }
}
