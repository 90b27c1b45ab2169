/**
 * Owns the WebSocket, where nothing paints: a message is stamped first thing, its echo is paired with it, and the
 * page is told in batches. Times are milliseconds since 1970, with fractions.
 */

import { Echoes } from './echoes.js';

/** A flood is told at most this often; a single message at once. */
const BATCH_MILLIS = 8;

const echoes = new Echoes();
let socket = null;
let told = [];
let carried = [];
let toldAt = 0;
let timer = 0;
let lastByteAt = 0;

const now = () => performance.timeOrigin + performance.now();

const orders = {
  open({ url, protocols, prefixes, number }) {
    drop();
    echoes.clear();
    echoes.prefixes = prefixes;
    try {
      socket = new WebSocket(url, protocols);
    } catch (refused) {
      tell({ what: 'blocked', at: now(), number, name: refused.name, text: refused.message });
      return;
    }
    const mine = socket;
    mine.binaryType = 'arraybuffer';
    mine.onmessage = ({ data }) => {
      const at = now();
      lastByteAt = at;
      tell({ what: 'received', at, data, number, ...echoes.received(data, at) });
      if (typeof data !== 'string') carried.push(data);
    };
    mine.onopen = () => {
      lastByteAt = now();
      tell({ what: 'open', at: lastByteAt, number, protocol: mine.protocol, extensions: mine.extensions });
    };
    mine.onclose = ({ code, reason, wasClean }) => {
      const at = now();
      tell({ what: 'closed', at, number, code, reason, wasClean, silent: at - lastByteAt, unanswered: echoes.awaited });
      echoes.clear();
    };
  },

  send({ messages }) {
    if (socket?.readyState !== WebSocket.OPEN) return;
    for (const { id, data } of messages) {
      const at = now();
      socket.send(data);
      lastByteAt = at;
      echoes.sent(data, id, at);
      tell({ what: 'sent', at, id, buffered: socket.bufferedAmount });
    }
  },

  close({ code, reason }) {
    socket?.close(code, reason);
  },

  /** The browser itself waits a minute for the other side's Close. */
  abandon({ number }) {
    drop();
    const at = now();
    tell({
      what: 'closed', at, number, code: 1006, reason: '', wasClean: false, isGivenUp: true,
      silent: at - lastByteAt, unanswered: echoes.awaited,
    });
    echoes.clear();
  },

  buffered() {
    tell({ what: 'buffered', buffered: socket?.bufferedAmount ?? 0 });
  },
};

onmessage = ({ data }) => orders[data.order](data);

function drop() {
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
  socket = null;
}

function tell(event) {
  told.push(event);
  if (timer) return;
  const wait = BATCH_MILLIS - (performance.now() - toldAt);
  if (wait <= 0) flush();
  else timer = setTimeout(flush, wait);
}

function flush() {
  timer = 0;
  toldAt = performance.now();
  const [events, buffers] = [told, carried];
  told = [];
  carried = [];
  postMessage(events, buffers);
}
