/** The connection: one WebSocket at a time, the state it is in, and when to try again. */

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/** A connection that lived this long proves the server well: the next back-off starts afresh. */
const PROVEN_AFTER = 5_000;

/** Going Away, Abnormal Closure, Service Restart, Try Again Later: the other side may be back soon. */
const TRANSIENT = new Set([1001, 1006, 1012, 1013]);

/**
 * idle -> connecting -> open -> closing -> closed, and from an end that is likely to pass
 * closed -> waiting -> connecting. Whatever happens is told as one event `{what, at, ...}`.
 */
export class Connection {
  #tell;
  #socket = null;
  #state = 'idle';
  #url = '';
  #attempt = 0;
  #wasEverOpen = false;
  #openedAt = 0;
  #timer = 0;

  constructor(tell) {
    this.#tell = tell;
  }

  get state() {
    return this.#state;
  }

  /** Throws what the WebSocket constructor throws: a SyntaxError for an address that cannot be one. */
  connect(url) {
    this.#url = url;
    this.#attempt = 0;
    this.#wasEverOpen = false;
    this.#open();
  }

  /** Ends whatever is under way, for good. */
  disconnect() {
    if (this.#state === 'waiting') {
      this.#rest();
      this.#become('closed', { what: 'stopped' });
    } else if (this.#state === 'connecting' || this.#state === 'open') {
      this.#become('closing', { what: 'closing', wasOpen: this.#openedAt > 0 });
      this.#socket.close(1000);
    }
  }

  /** Cuts the wait for the next attempt short. */
  retryNow() {
    if (this.#state === 'waiting') this.#open();
  }

  send(data) {
    this.#socket.send(data);
  }

  #open() {
    this.#rest();
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const startedAt = performance.now();
    this.#openedAt = 0;
    this.#become('connecting', { what: 'connecting', url: this.#url, attempt: this.#attempt });

    socket.onopen = () => {
      this.#openedAt = performance.now();
      this.#wasEverOpen = true;
      this.#become('open', {
        what: 'open',
        took: this.#openedAt - startedAt,
        protocol: socket.protocol,
        extensions: socket.extensions,
      });
    };
    socket.onmessage = ({ data }) => this.#tell({ what: 'received', at: Date.now(), data });
    socket.onerror = () => {
      if (this.#state !== 'closing') this.#report({ what: 'error', wasOpen: this.#openedAt > 0, attempt: this.#attempt });
    };
    socket.onclose = (close) => this.#closed(close);
  }

  #closed({ code, reason, wasClean }) {
    const byUser = this.#state === 'closing';
    const wasOpen = this.#openedAt > 0;
    if (wasOpen && performance.now() - this.#openedAt >= PROVEN_AFTER) this.#attempt = 0;
    this.#socket = null;
    this.#become('closed', { what: 'closed', code, reason, wasClean, wasOpen, byUser });
    // An address that never answered is more likely wrong than restarting.
    if (!byUser && this.#wasEverOpen && TRANSIENT.has(code)) this.#wait();
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
    this.#report(event);
  }

  #report(event) {
    this.#tell({ at: Date.now(), ...event });
  }
}
