/** One WebSocket as a sequence of things to wait for, each for a bounded time. */

const PATIENCE = 10_000;

export class Probe {
  #socket;
  #queue = [];
  #waiting = null;
  #opened;
  #closed;

  constructor(url, protocols = []) {
    const socket = new WebSocket(url, protocols);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#opened = new Promise((resolve) => { socket.onopen = () => resolve(true); });
    this.#closed = new Promise((resolve) => {
      socket.onclose = ({ code, reason, wasClean }) => {
        resolve({ code, reason, wasClean });
        this.#deliver({ ended: { code, reason, wasClean } });
      };
    });
    socket.onmessage = ({ data }) => this.#deliver({ data, at: performance.now() });
  }

  /** True once it is open, false if it will not be, null if nobody knows after a while. */
  opened() {
    return within(Promise.race([this.#opened, this.#closed.then(() => false)]));
  }

  get extensions() {
    return this.#socket.extensions;
  }

  get protocol() {
    return this.#socket.protocol;
  }

  send(data) {
    this.#socket.send(data);
  }

  /** `{data, at}`, or `{ended}`, or null if nothing comes in time. */
  async next(patience = PATIENCE) {
    if (this.#queue.length) return this.#queue.shift();
    const found = await within(new Promise((resolve) => { this.#waiting = resolve; }), patience);
    this.#waiting = null;
    return found;
  }

  /** `{code, reason, wasClean}`, or null if it does not end in time. */
  closed(patience = PATIENCE) {
    return within(this.#closed, patience);
  }

  close(code = 1000, reason = '') {
    this.#socket.close(code, reason);
    return this.closed();
  }

  #deliver(thing) {
    if (this.#waiting) this.#waiting(thing);
    else this.#queue.push(thing);
  }
}

function within(promise, patience = PATIENCE) {
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(() => resolve(null), patience); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
