/** The connection: one WebSocket at a time, the state it is in, and when to try again. */

import { breath, dueFrame } from './frames.js';

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/** A connection that lived this long proves the server well: the next back-off starts afresh. */
const PROVEN_AFTER = 5_000;

/** Going Away, Abnormal Closure, Service Restart, Try Again Later: the other side may be back soon. */
const TRANSIENT = new Set([1001, 1006, 1012, 1013]);

/** The page's own work is done in slices: a key that is pressed meanwhile waits for one of them at most. */
const SLICE_MILLIS = 8;

export const now = () => performance.timeOrigin + performance.now();

/**
 * idle -> connecting -> open -> closing -> closed, and from an end that is likely to pass
 * closed -> waiting -> connecting. Whatever happens is told as one event `{what, at, ...}`.
 */
export class Connection {
  /** Whether to come back after an end that is likely to pass. */
  reconnects = true;
  #tell;
  #work = Promise.resolve();
  #worker = worker();
  #state = 'idle';
  #target = null;
  #attempt = 0;
  #number = 0;
  #wasEverOpen = false;
  #startedAt = 0;
  #openedAt = 0;
  #timer = 0;

  constructor(tell) {
    this.#tell = tell;
    this.#worker.onmessage = ({ data: events }) => {
      this.#work = this.#work.then(() => this.#tellAll(events)).catch(reportError);
    };
  }

  get state() {
    return this.#state;
  }

  /** `target()` is asked at each attempt: `{url, protocols, prefixes, label}`. */
  connect(target) {
    this.#target = target;
    this.#attempt = 0;
    this.#wasEverOpen = false;
    this.#open();
  }

  /** Ends whatever is under way, for good. */
  disconnect(code = 1000, reason = '') {
    if (this.#state === 'waiting') {
      this.#rest();
      this.#become('closed', { what: 'stopped' });
    } else if (this.#state === 'connecting' || this.#state === 'open') {
      const wasOpen = this.#state === 'open';
      this.#become('closing', { what: 'closing', code, wasOpen });
      this.#worker.postMessage({ order: 'close', code, reason });
    }
  }

  /** Does not wait for the answer to the Close. */
  giveUp() {
    if (this.#state === 'closing') this.#worker.postMessage({ order: 'abandon', number: this.#number });
  }

  /** Ends whatever is under way, and will never open again. */
  end() {
    this.#rest();
    this.#tell = () => {};
    this.reconnects = false;
    this.#worker.postMessage({ order: 'close', code: 1000, reason: '' });
    // The worker lives until its Close is answered, or that cannot be expected any more.
    setTimeout(() => this.#worker.terminate(), LONGEST_DELAY);
  }

  /** Cuts the wait for the next attempt short. */
  retryNow() {
    if (this.#state === 'waiting') this.#open();
  }

  /** Each message is `{id, data}`; a string or bytes. */
  send(messages) {
    this.#worker.postMessage({ order: 'send', messages });
  }

  /** How many bytes the browser still holds is told as an event. */
  askBuffered() {
    this.#worker.postMessage({ order: 'buffered' });
  }

  #open() {
    this.#rest();
    const target = this.#target();
    this.#number += 1;
    this.#openedAt = 0;
    this.#startedAt = now();
    this.#become('connecting', { what: 'connecting', ...target, attempt: this.#attempt });
    const { url, protocols, prefixes } = target;
    this.#worker.postMessage({ order: 'open', url, protocols, prefixes, number: this.#number });
  }

  async #tellAll(events) {
    let until = performance.now() + SLICE_MILLIS;
    for (const event of events) {
      this.#happened(event);
      if (performance.now() < until) continue;
      await (dueFrame() ?? breath());
      until = performance.now() + SLICE_MILLIS;
    }
  }

  #happened(event) {
    if (event.number !== undefined && event.number !== this.#number) return;
    if (event.what === 'open') {
      this.#openedAt = event.at;
      this.#wasEverOpen = true;
      if (this.#state === 'connecting') this.#become('open', { ...event, took: event.at - this.#startedAt });
    } else if (event.what === 'closed' || event.what === 'blocked') {
      this.#closed(event);
    } else {
      this.#tell(event);
    }
  }

  #closed(event) {
    const byUser = this.#state === 'closing';
    const wasOpen = this.#openedAt > 0;
    const age = event.at - (this.#openedAt || this.#startedAt);
    if (wasOpen && age >= PROVEN_AFTER) this.#attempt = 0;
    this.#become('closed', { ...event, age, wasOpen, byUser });
    // An address that never answered is more likely wrong than restarting.
    if (!byUser && this.reconnects && this.#wasEverOpen && TRANSIENT.has(event.code)) this.#wait();
  }

  #wait() {
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#attempt);
    // Half of it is chance, so that the clients of one server do not all come back at once.
    const delay = longest * (0.5 + Math.random() / 2);
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#open(), delay);
    this.#become('waiting', { what: 'waiting', delay, until: performance.now() + delay, attempt: this.#attempt });
  }

  #rest() {
    clearTimeout(this.#timer);
  }

  #become(state, event) {
    this.#state = state;
    this.#tell({ at: now(), ...event });
  }
}

/** The page's policy lets no string become a script, but this one. */
const SCRIPT = new URL('./socket-worker.js', import.meta.url).href;
const POLICY = globalThis.trustedTypes?.createPolicy('socket-worker', { createScriptURL: () => SCRIPT });

function worker() {
  return new Worker(POLICY ? POLICY.createScriptURL('') : SCRIPT, { type: 'module' });
}
