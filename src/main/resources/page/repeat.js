/** Sends the same again and again: so many times, so far apart; slower when the browser cannot get rid of it. */

/** The browser holds this much before a repeat waits: a fast run must not fill the memory. */
const MOST_BUFFERED = 2 ** 20;

/** Messages handed over and not yet sent by the worker. */
const MOST_PENDING = 1_000;
const MOST_PER_TURN = 200;
const TURN_MILLIS = 4;

export class Repeat {
  #send;
  #changed;
  #timer = 0;
  #left = 0;
  #pending = 0;
  #buffered = 0;

  /** `send(count)` sends that many; `changed({left, buffered, isHeld})` is told of progress; `left` is 0 at the end. */
  constructor(send, changed) {
    this.#send = send;
    this.#changed = changed;
  }

  get isRunning() {
    return this.#timer !== 0;
  }

  start(count, interval) {
    this.stop();
    this.#left = count;
    this.#pending = this.#buffered = 0;
    const begun = performance.now();
    let handed = 0;
    this.#timer = setInterval(() => {
      const due = interval ? Math.floor((performance.now() - begun) / interval) + 1 - handed : MOST_PER_TURN;
      const room = this.#buffered > MOST_BUFFERED ? 0 : MOST_PENDING - this.#pending;
      const now = Math.min(due, room, this.#left, MOST_PER_TURN);
      if (now > 0) {
        handed += now;
        this.#left -= now;
        this.#pending += now;
        this.#send(now);
      }
      if (!this.#left) this.stop();
      this.#changed({ left: this.#left, buffered: this.#buffered, isHeld: this.#left > 0 && room <= 0 });
    }, interval ? Math.max(TURN_MILLIS, Math.min(interval, 100)) : TURN_MILLIS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  /** The worker has sent one; the browser still holds so many bytes. */
  sent(buffered) {
    this.#pending = Math.max(0, this.#pending - 1);
    this.#buffered = buffered;
  }

  buffered(bytes) {
    this.#buffered = bytes;
  }

  get isHeld() {
    return this.isRunning && this.#buffered > MOST_BUFFERED;
  }
}
