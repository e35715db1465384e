/** Repeats an action while the page is visible; waits longer after failures, and says whether it works. */
export class Poller {
  /**
   * @param {() => Promise<void>} action
   * @param {number} intervalMillis
   * @param {(error: Error | null) => void} told after every run
   */
  constructor(action, intervalMillis, told) {
    this.action = action;
    this.interval = intervalMillis;
    this.told = told;
    this.failures = 0;
    this.stopped = false;
    this.onVisible = () => {
      if (!document.hidden && this.waiting) {
        this.waiting();
      }
    };
    document.addEventListener("visibilitychange", this.onVisible);
    this.run();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.waiting?.();
  }

  async run() {
    while (!this.stopped) {
      const error = await this.action().then(() => null, (thrown) => thrown);
      this.failures = error ? this.failures + 1 : 0;
      if (!this.stopped) {
        this.told(error);
        await this.pause();
      }
    }
  }

  pause() {
    const wait = this.interval * Math.min(2 ** this.failures, 16);
    return new Promise((resolve) => {
      this.waiting = () => {
        clearTimeout(this.timer);
        this.waiting = null;
        resolve();
      };
      // While the page is hidden nobody looks, and every search is an access on record.
      this.timer = setTimeout(() => !document.hidden && this.waiting?.(), wait);
    });
  }
}
