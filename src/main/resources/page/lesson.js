/** The dialog that takes the visitor's own handshake and frames apart, as `/ws/inspect` saw them. */

import { beside } from './address.js';
import { anatomy, element, fromHex, rule } from './anatomy.js';
import { bytesOf, toBase64, toHex } from './payload.js';
import { sha1 } from './digest.js';
import { t } from './wording.js';

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** What a browser never sends, or sends unseen: the examples of RFC 6455, 5.7, and RFC 7692, 7.2.3.1. */
const EXAMPLES = [
  ['fragment', [['01 03', '48 65 6c'], ['80 02', '6c 6f']], '5.4', 'A fragmented message consists of a single frame with the FIN bit clear and an opcode other than 0, followed by zero or more frames with the FIN bit clear and the opcode set to 0, and terminated by a single frame with the FIN bit set and an opcode of 0.'],
  ['ping', [['89 05', '48 65 6c 6c 6f']], '5.5.2', 'Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response, unless it already received a Close frame.'],
  ['pong', [['8a 85 37 fa 21 3d', '48 65 6c 6c 6f']], '5.5.3', 'A Pong frame sent in response to a Ping frame must have identical "Application data" as found in the message body of the Ping frame being replied to.'],
  ['compressed', [['c1 07', 'f2 48 cd c9 c9 07 00']], '6', 'On a WebSocket connection where a PMCE is in use, this bit indicates whether a message is compressed or not.', 7692],
];

export class Lesson {
  #dialog;
  #part;
  #socket = null;
  /** Payloads whose account has not come. */
  #sent = [];

  constructor(dialog) {
    this.#dialog = dialog;
    this.#part = (name) => dialog.querySelector(`[data-part=${name}]`);
    this.#part('send-form').addEventListener('submit', (event) => { event.preventDefault(); this.#send(); });
    this.#part('end').addEventListener('click', () => this.#socket?.close(4000, 'bye'));
    this.#part('compress').addEventListener('change', () => this.#open());
    dialog.addEventListener('close', () => this.#socket?.close(1000));
  }

  show() {
    this.#part('examples').replaceChildren(...EXAMPLES.flatMap(example));
    this.#dialog.showModal();
    this.#open();
  }

  #open() {
    this.#socket?.close(1000);
    this.#part('handshake').replaceChildren();
    this.#part('frames').replaceChildren();
    this.#sent = [];
    const compression = this.#part('compress').checked ? '' : '&compress=off';
    const socket = new WebSocket(beside(`./ws/inspect?ping=15s${compression}`));
    this.#socket = socket;
    socket.onmessage = ({ data }) => { if (socket === this.#socket) this.#told(JSON.parse(data)); };
    socket.onclose = ({ code, reason, wasClean }) => {
      if (socket !== this.#socket) return;
      this.#part('frames').prepend(element('p', t('lesson.ended', { code }), 'quiet'), ...(wasClean ? closeFrame(code, reason) : []));
    };
  }

  #send() {
    if (this.#socket?.readyState !== WebSocket.OPEN) this.#open();
    else {
      const text = this.#part('text').value;
      this.#sent.push(bytesOf(text));
      this.#socket.send(text);
    }
  }

  #told(account) {
    if (account.event === 'handshake') return this.#part('handshake').replaceChildren(...handshake(account));
    const isMessage = account.event === 'message';
    const payload = isMessage ? this.#sent.shift() : fromHex(account.payload ?? '');
    const title = t(isMessage ? 'lesson.message' : `lesson.${account.event}`, { bytes: account.bytes, wire: account.wireBytes });
    const cards = (account.frames ?? []).map(({ header }) => anatomy(fromHex(header), account.frames.length === 1 ? payload : undefined));
    this.#part('frames').prepend(element('h3', title), ...cards);
  }
}

function handshake({ method, version, target, headers, extensions, subprotocols, connection }) {
  const request = [`${method} ${target} ${version}`, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\n');
  const key = headers.find(({ name }) => name.toLowerCase() === 'sec-websocket-key')?.value ?? '';
  const digest = sha1(bytesOf(key + GUID));
  const accept = toBase64(digest);
  const response = [
    'HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`,
    extensions.granted && `Sec-WebSocket-Extensions: ${extensions.granted}`,
    subprotocols.granted && `Sec-WebSocket-Protocol: ${subprotocols.granted}`,
    `Echosounder-Connection: ${connection}`,
  ].filter(Boolean).join('\n');
  const sides = element('div', '', 'sides');
  sides.append(titled(t('lesson.request'), request), titled(t('lesson.response'), response));
  const steps = document.createElement('ol');
  steps.className = 'steps';
  for (const [words, value] of [['key', key], ['joined', key + GUID], ['digest', toHex(digest)], ['accept', accept]]) {
    const step = element('li', `${t(`lesson.${words}`)} `);
    step.append(element('code', value));
    steps.append(step);
  }
  return [sides, element('h3', t('lesson.acceptTitle')), steps, rule('4.2.2',
    'taking the SHA-1 hash of this concatenated value to obtain a 20-byte value and base64-encoding (see Section 4 of [RFC4648]) this 20-byte hash')];
}

/** A server's Close is one frame without a mask, so that its bytes follow from code and reason. */
function closeFrame(code, reason) {
  const payload = code === 1005 ? new Uint8Array() : Uint8Array.of(code >> 8, code & 0xff, ...bytesOf(reason));
  return [
    element('h3', t('lesson.close')), anatomy(Uint8Array.of(0x88, payload.length), payload),
    rule('5.5.1', 'If an endpoint receives a Close frame and did not previously send a Close frame, the endpoint MUST send a Close frame in response.'),
  ];
}

function example([name, frames, section, quote, rfc]) {
  const cards = frames.map(([head, payload]) => anatomy(fromHex(head), fromHex(payload)));
  return [element('h3', t(`lesson.example.${name}`)), rule(section, quote, rfc), ...cards];
}

function titled(title, text) {
  const side = document.createElement('div');
  side.append(element('h3', title), element('pre', text));
  return side;
}
