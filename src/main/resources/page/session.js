/** One connection of the page, with all that belongs to it: its log, its figures, its repeat. */

import { isMixedContent, labelIn, labelled, pathHere, randomLabel, withoutLabel } from './address.js';
import { likely } from './difference.js';
import { Entries } from './entries.js';
import { askByHttp, askInstance, askRefusal, askVerdict } from './inquiry.js';
import { summary } from './payload.js';
import { Repeat } from './repeat.js';
import { Connection, now } from './socket.js';
import { Soundings } from './soundings.js';

/** Sent messages that are held for their echo; the oldest are given up. */
const MOST_AWAITED = 100_000;

/** While the browser holds bytes back, it is asked this often how many. */
const ASK_MILLIS = 200;

export class Session {
  entries = new Entries();
  soundings = new Soundings();
  repeat = new Repeat((messages) => this.send(messages), (progress) => this.#tell('repeat', progress));
  /** What the fields held when another one was looked at last. */
  settings = {};
  /** The entry that the status tells of, and the wait for the next attempt, if there is one. */
  shown = { what: 'idle' };
  waiting = null;
  attempt = null;
  openedAt = 0;
  /** What the page itself added to the last echo, in milliseconds. */
  overhead = 0;
  /** Bytes that the browser holds back for longer than a moment. */
  buffered = 0;
  /** The server's instance, as far as it is known. */
  instance = '';
  /** Those that were asked for it and do not know the connection. */
  asked = [];
  unread = 0;
  #server;
  #tell;
  #nextId = 0;
  #awaited = new Map();
  #late = 0;
  #asking = 0;
  #connection = new Connection((event) => this.#told[event.what](event));

  /** `tell(what, value)`: of `state`, `received` (a payload), `repeat` (its progress), `buffered`. */
  constructor(server, tell) {
    this.#server = server;
    this.#tell = (what, value) => tell(this, what, value);
  }

  get state() {
    return this.#connection.state;
  }

  get isAtRest() {
    return this.state === 'idle' || this.state === 'closed';
  }

  set reconnects(value) {
    this.#connection.reconnects = value;
  }

  connect(url, protocols) {
    this.#connection.connect(() => this.#target(url, protocols));
  }

  disconnect(code, reason) {
    this.#connection.disconnect(code, reason);
  }

  giveUp() {
    this.#connection.giveUp();
  }

  retryNow() {
    this.#connection.retryNow();
  }

  /** Ends everything, for good. */
  end() {
    this.repeat.stop();
    this.#connection.end();
  }

  /** The number that the next message has in its connection. */
  get next() {
    return this.#nextId;
  }

  send(payloads) {
    this.#connection.send(payloads.map((data) => {
      const id = this.#nextId++;
      const entry = this.entries.add({ what: 'sent', at: now(), payload: summary(data) });
      this.soundings.message('sent', entry.at, entry.payload.size);
      this.#awaited.set(id, entry);
      if (this.#awaited.size > MOST_AWAITED) this.#awaited.delete(this.#awaited.keys().next().value);
      return { id, data };
    }));
  }

  show(entry) {
    this.shown = entry;
    this.#changed();
    return entry;
  }

  /** What to connect to now. Only this server is given a label, by which it can be asked later. */
  #target(url, protocols) {
    const path = pathHere(url);
    const isEndpoint = path !== null && (this.#server.endpoints.includes(path) || path.startsWith('/ws/'));
    const label = isEndpoint ? labelIn(url) || randomLabel() : '';
    return {
      url: isEndpoint && !labelIn(url) ? labelled(url, label) : url,
      protocols,
      prefixes: this.#server.prefixes(url),
      label,
    };
  }

  #changed() {
    this.entries.changed();
    this.#tell('state');
  }

  #told = {
    connecting: ({ url, at, label, protocols, prefixes, attempt }) => {
      this.waiting = null;
      this.attempt = this.show(this.entries.add({ what: 'attempt', phase: 'connecting', at, url, label, protocols, prefixes, attempt }));
    },
    open: ({ at, took, protocol, extensions }) => {
      this.openedAt = at;
      const attempt = this.show(Object.assign(this.attempt, { phase: 'open', took, protocol, extensions }));
      this.#server.ask();
      this.#learnInstance(attempt);
    },
    closing: (event) => this.show(event),
    blocked: (event) => {
      const { attempt } = this;
      this.show(Object.assign(attempt, { phase: 'failed', age: event.age, isMixed: isMixedContent(attempt.url), blocked: event.text }));
    },
    closed: (event) => {
      this.repeat.stop();
      this.#awaited.clear();
      this.instance = '';
      this.asked = [];
      this.#hold(0);
      if (!event.wasOpen) return this.#failed(event);
      const entry = this.show(this.entries.add({ ...event, label: this.attempt.label }));
      if (entry.label) this.#explain(entry, async () => ({ verdict: await askVerdict(entry.label, entry.age) }));
      this.#server.ask();
    },
    stopped: (event) => {
      this.waiting = null;
      this.show(this.entries.add(event));
    },
    waiting: (event) => {
      this.waiting = event;
      this.#tell('state');
    },
    sent: ({ id, at, buffered }) => {
      const entry = this.#awaited.get(id);
      if (entry) {
        this.#late = at - entry.at;
        entry.at = at;
      }
      this.repeat.sent(buffered);
      if (buffered) this.#askBuffered();
    },
    buffered: ({ buffered }) => {
      this.repeat.buffered(buffered);
      this.#hold(buffered);
      if (buffered) this.#askBuffered();
    },
    received: ({ at, data, rtt, of, prefix }) => {
      const payload = summary(data);
      let pair = this.#awaited.get(of);
      const isEqual = Boolean(pair);
      if (!pair && this.#awaited.size) {
        [of, pair] = likely(payload.data, this.#awaited, this.attempt.prefixes) ?? [];
      }
      this.#awaited.delete(of);
      if (rtt !== undefined) {
        this.overhead = this.#late + now() - at;
        this.soundings.echo(at, rtt);
      }
      this.soundings.message('received', at, payload.size);
      this.entries.add({ what: 'received', at, payload, rtt, prefix, pair, isEqual });
      this.#tell('received', payload);
    },
  };

  #askBuffered() {
    this.#asking ||= setTimeout(() => {
      this.#asking = 0;
      this.#connection.askBuffered();
    }, ASK_MILLIS);
  }

  #hold(bytes) {
    if (bytes === this.buffered) return;
    this.buffered = bytes;
    this.#tell('buffered');
  }

  async #learnInstance({ label }) {
    if (!label) return;
    const isWanted = () => this.attempt.label === label && this.state === 'open';
    const { instance, instances } = await askInstance(label, isWanted);
    if (!isWanted()) return;
    this.instance = instance ?? '';
    this.asked = instances ?? [];
    this.#tell('state');
  }

  #failed({ age, byUser }) {
    const entry = this.show(Object.assign(this.attempt, { phase: byUser ? 'cancelled' : 'failed', age }));
    if (byUser) return;
    entry.isMixed = isMixedContent(entry.url);
    entry.isElsewhere = new URL(entry.url).host !== location.host;
    this.#changed();
    if (!entry.isMixed && !entry.isElsewhere) this.#explain(entry, () => reasons(entry));
  }

  async #explain(entry, ask) {
    Object.assign(entry, await ask());
    this.#changed();
  }
}

/** First the server's own record of the handshake, then what plain HTTP on the same path answers. */
async function reasons({ url, label }) {
  const asked = label ? await askRefusal(label) : null;
  if (asked?.refusal) return asked;
  return { isUnseen: asked?.unseen, http: await askByHttp(withoutLabel(url)), isAsked: true };
}
