/** The dialog that takes the visitor's own handshake and frames apart, as `/ws/inspect` saw them. */

import { beside } from './address.js';
import { bytesOf, toBase64, toHex } from './payload.js';
import { sha1 } from './digest.js';
import { t } from './wording.js';

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODES = { 0: 'continuation', 1: 'text', 2: 'binary', 9: 'ping', 10: 'pong' };
const SHOWN_BYTES = 32;

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
    this.#part('compress').addEventListener('change', () => this.#open());
    dialog.addEventListener('close', () => this.#socket?.close(1000));
  }

  show() {
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
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#part('frames').prepend(element('p', t('lesson.ended', { code }), 'quiet'));
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
    const cards = (account.frames ?? []).map((frame) => frameCard(frame, account.frames.length === 1 ? payload : undefined));
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
    'taking the SHA-1 hash of this concatenated value to obtain a 20-byte value and base64-encoding … this 20-byte hash')];
}

/** The bits of a header, one field a row. */
function frameCard({ header, opcode, fin, rsv1, bytes }, payload) {
  const head = fromHex(header);
  const bit = (byte, place) => (head[byte] >> place) & 1;
  const short = head[1] & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = bit(1, 7) === 1;
  const key = isMasked ? head.slice(2 + extra, 6 + extra) : null;
  const rows = [
    ['FIN', bit(0, 7), t(fin ? 'lesson.fin' : 'lesson.notFin'), '5.2', 'Indicates that this is the final fragment in a message.'],
    ['RSV1-3', `${bit(0, 6)}${bit(0, 5)}${bit(0, 4)}`, t(rsv1 ? 'lesson.compressed' : 'lesson.rsv'), '5.2',
      'MUST be 0 unless an extension is negotiated that defines meanings for non-zero values.'],
    ['opcode', `${opcode.toString(2).padStart(4, '0')}`, `${opcode}: ${OPCODES[opcode] ?? '?'}`, '5.2', 'Defines the interpretation of the "Payload data".'],
    ['MASK', bit(1, 7), t('lesson.mask'), '5.2', 'All frames sent from client to server have this bit set to 1.'],
    ['length', `${short.toString(2).padStart(7, '0')}${extra ? ` + ${toHex(head.slice(2, 2 + extra))}` : ''}`,
      t(`lesson.length${extra}`, { bytes, short }), '5.2', 'The length of the "Payload data", in bytes: if 0-125, that is the payload length.'],
  ];
  if (key) rows.push(['masking key', toHex(key), t('lesson.maskingKey'), '5.3', 'The masking key is a 32-bit value chosen at random by the client.']);
  if (key && payload && !rsv1) {
    const shown = payload.subarray(0, SHOWN_BYTES);
    const more = payload.length > SHOWN_BYTES ? ' …' : '';
    rows.push(
      [t('lesson.masked'), toHex(shown.map((byte, i) => byte ^ key[i % 4])) + more, t('lesson.maskedHelp'), '5.3',
        'Octet i of the transformed data … is the XOR of octet i of the original data … with octet at index i modulo 4 of the masking key'],
      [t('lesson.unmasked'), toHex(shown) + more, t('lesson.unmaskedHelp'), '', ''],
    );
  } else if (rsv1) rows.push([t('lesson.payload'), `${bytes}`, t('lesson.deflated'), '', '']);
  const table = document.createElement('table');
  const caption = element('caption', '', 'bytes');
  caption.append(element('code', toHex(head)));
  table.append(caption);
  for (const [name, value, words, section, quote] of rows) {
    const row = document.createElement('tr');
    const meaning = element('td', `${words} `);
    if (quote) meaning.append(rule(section, quote));
    const bits = document.createElement('td');
    bits.append(element('code', String(value)));
    const field = element('th', name);
    field.scope = 'row';
    row.append(field, bits, meaning);
    table.append(row);
  }
  return table;
}

function rule(section, quote) {
  const cite = element('span', `“${quote}” (RFC 6455, ${section})`, 'quiet');
  cite.lang = 'en';
  return cite;
}

function titled(title, text) {
  const side = document.createElement('div');
  side.append(element('h3', title), element('pre', text));
  return side;
}

function element(name, text, classes = '') {
  const made = document.createElement(name);
  made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
