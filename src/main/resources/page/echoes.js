/** Which reply belongs to which message, and how long it took. */

/** Older messages than this many are given up: a server that never replies must not fill the memory. */
const MOST_AWAITED = 1_000;

export class Echoes {
  #awaited = [];

  get awaited() {
    return this.#awaited.length;
  }

  sent(data, time) {
    this.#awaited.push({ data, time });
    if (this.#awaited.length > MOST_AWAITED) this.#awaited.shift();
  }

  /** The round-trip time in milliseconds, or undefined if nothing that was sent looks like this. */
  received(data, time) {
    const index = this.#awaited.findIndex((message, i) => isEcho(data, message.data, i === 0));
    if (index < 0) return undefined;
    const [message] = this.#awaited.splice(0, index + 1).slice(-1);
    return time - message.time;
  }

  clear() {
    this.#awaited = [];
  }
}

/** The reply may carry a prefix. An empty message is at the end of every text, so only the next one counts. */
function isEcho(reply, sent, isNext) {
  if (typeof reply === 'string') {
    return typeof sent === 'string' && (sent !== '' || isNext) && reply.endsWith(sent);
  }
  return sent instanceof Uint8Array && equal(new Uint8Array(reply), sent);
}

function equal(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
