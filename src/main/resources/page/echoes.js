/** Which reply belongs to which message, and how long it took. Runs in the worker that owns the socket. */

/** Payloads held for comparing; beyond this, a message is known by its length and beginning alone. */
const HELD_BYTES = 64 * 2 ** 20;

/** Messages that later ones overtook, per payload: most were lost, and some come late. */
const MOST_OVERTAKEN = 1_000;

export class Echoes {
  /** What may stand before the echo of a text: nothing, or the prefix of the endpoint. */
  prefixes = [''];
  #groups = new Map();
  #awaited = 0;
  #bytes = 0;
  #order = 0;
  #newestEchoed = 0;

  get awaited() {
    return this.#awaited;
  }

  sent(data, id, time) {
    const key = keyOf(data);
    if (!this.#groups.has(key)) this.#groups.set(key, { queue: [], head: 0, overtaken: [] });
    const size = data.length * (typeof data === 'string' ? 2 : 1);
    const isHeld = this.#bytes + size <= HELD_BYTES;
    this.#bytes += isHeld ? size : 0;
    this.#awaited += 1;
    this.#groups.get(key).queue.push({ data: isHeld ? data : null, size, id, time, order: ++this.#order });
  }

  /** `{rtt, of, prefix}`: milliseconds, and the id of the message; undefined if it echoes nothing that was sent. */
  received(data, time) {
    const reply = typeof data === 'string' ? data : new Uint8Array(data);
    for (const prefix of typeof reply === 'string' ? this.prefixes : ['']) {
      if (prefix && !reply.startsWith(prefix)) continue;
      const message = this.#take(prefix ? reply.slice(prefix.length) : reply);
      if (message) return { rtt: time - message.time, of: message.id, prefix };
    }
    return undefined;
  }

  clear() {
    this.#groups.clear();
    this.#awaited = this.#bytes = 0;
  }

  /** The oldest equal message that no echo has overtaken: servers answer in order. */
  #take(payload) {
    const key = keyOf(payload);
    const group = this.#groups.get(key);
    if (!group) return undefined;
    const { queue, overtaken } = group;
    while (group.head < queue.length && queue[group.head].order < this.#newestEchoed) {
      overtaken.push(queue[group.head++]);
      if (overtaken.length > MOST_OVERTAKEN) overtaken.shift();
    }
    let found;
    if (group.head < queue.length && isSame(queue[group.head].data, payload)) {
      found = queue[group.head++];
    } else {
      // Different payloads may share a key, and a late echo is one as well.
      const rest = queue.findIndex((message, i) => i >= group.head && isSame(message.data, payload));
      if (rest >= 0) [found] = queue.splice(rest, 1);
      else {
        const late = overtaken.findIndex((message) => isSame(message.data, payload));
        if (late >= 0) [found] = overtaken.splice(late, 1);
      }
    }
    if (!found) return undefined;
    if (group.head > 1_024 && group.head * 2 > queue.length) {
      queue.splice(0, group.head);
      group.head = 0;
    }
    if (group.head === queue.length && !overtaken.length) this.#groups.delete(key);
    this.#newestEchoed = Math.max(this.#newestEchoed, found.order);
    this.#awaited -= 1;
    if (found.data !== null) this.#bytes -= found.size;
    return found;
  }
}

function keyOf(payload) {
  return typeof payload === 'string'
    ? `t${payload.length}:${payload.slice(0, 64)}`
    : `b${payload.length}:${payload.subarray(0, 32).join()}`;
}

function isSame(held, payload) {
  if (held === null || held === payload) return true;
  return typeof held !== 'string' && held.every((byte, i) => byte === payload[i]);
}
