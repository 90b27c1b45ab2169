/** Sends one message after another, at a steady or changing pace; slower when the browser cannot get rid of them. */

import { dueFrame } from './frames.js';

/** The browser holds this much before a repeat waits: a fast run must not fill the memory. */
const MOST_BUFFERED = 2 ** 20;

/** Messages handed over and not yet sent by the worker. */
const MOST_PENDING = 1_000;
const MOST_PER_TURN = 200;
const TURN_MILLIS = 4;
const TOLD_MILLIS = 50;

export class Repeat {
  #send;
  #changed;
  #timer = 0;
  #pending = 0;
  #buffered = 0;

  /** `send(payloads)` sends them; `changed({left, buffered, isHeld})` is told of progress; `left` is 0 at the end. */
  constructor(send, changed) {
    this.#send = send;
    this.#changed = changed;
  }

  get isRunning() {
    return this.#timer !== 0;
  }

  /** `count` messages, of which `message(n)` is the nth from 0; `due(n)` is when it is due, in milliseconds. */
  start(count, message, due) {
    this.stop();
    this.#pending = this.#buffered = 0;
    const begun = performance.now();
    let next = 0;
    let isBehind = false;
    let toldAt = 0;
    this.#timer = setInterval(() => {
      if (isBehind && dueFrame()) return;
      const passed = performance.now() - begun;
      const hasRoom = () => this.#pending < MOST_PENDING && this.#buffered <= MOST_BUFFERED;
      const payloads = [];
      let bytes = 0;
      const isInTurn = () => payloads.length < MOST_PER_TURN && bytes < MOST_BUFFERED && performance.now() - begun - passed < TURN_MILLIS;
      while (next < count && due(next) <= passed && hasRoom() && isInTurn()) {
        const payload = message(next++);
        bytes += payload.length;
        payloads.push(payload);
        this.#pending += 1;
      }
      if (payloads.length) this.#send(payloads);
      if (next === count) this.stop();
      isBehind = next < count && due(next) <= passed;
      if (next < count && performance.now() - toldAt < TOLD_MILLIS) return;
      toldAt = performance.now();
      this.#changed({ left: count - next, buffered: this.#buffered, isHeld: isBehind && !hasRoom() });
    }, TURN_MILLIS);
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
}

/** From the first interval to the last, evenly over the run; both in milliseconds. */
export function pace(first, last, count) {
  return (n) => n * first + ((last - first) * n * n) / (2 * count);
}
