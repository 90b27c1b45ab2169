/** A frame taken apart field by field, each with the sentence of the RFC behind it. */

import { toHex } from './payload.js';
import { t } from './wording.js';

const OPCODES = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'Close', 9: 'ping', 10: 'pong' };
const SHOWN_BYTES = 32;

/** By how many bytes of length follow. */
const LENGTHS = {
  0: 'The length of the "Payload data", in bytes: if 0-125, that is the payload length.',
  2: 'If 126, the following 2 bytes interpreted as a 16-bit unsigned integer are the payload length.',
  8: 'If 127, the following 8 bytes interpreted as a 64-bit unsigned integer (the most significant bit MUST be 0) are the payload length.',
};

/**
 * A table of the fields of a frame.
 *
 * `head` are the bytes before the payload; `payload` is unmasked, undefined if nobody knows it.
 */
export function anatomy(head, payload) {
  const bit = (byte, place) => (head[byte] >> place) & 1;
  const short = head[1] & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = bit(1, 7) === 1;
  const opcode = head[0] & 0x0f;
  const isCompressed = bit(0, 6) === 1;
  const bytes = extra ? head.slice(2, 2 + extra).reduce((sum, byte) => sum * 256 + byte, 0) : short;
  const key = isMasked ? head.slice(2 + extra, 6 + extra) : null;
  const rows = [
    ['FIN', bit(0, 7), t(bit(0, 7) ? 'lesson.fin' : 'lesson.notFin'), '5.2', 'Indicates that this is the final fragment in a message.'],
    ['RSV1-3', `${bit(0, 6)}${bit(0, 5)}${bit(0, 4)}`, t(isCompressed ? 'lesson.compressed' : 'lesson.rsv'), '5.2',
      'MUST be 0 unless an extension is negotiated that defines meanings for non-zero values.'],
    ['opcode', `${opcode.toString(2).padStart(4, '0')}`, `${opcode}: ${OPCODES[opcode] ?? '?'}`, '5.2', 'Defines the interpretation of the "Payload data".'],
    ['MASK', bit(1, 7), t(isMasked ? 'lesson.mask' : 'lesson.notMasked'), '5.1', isMasked
      ? 'a client MUST mask all frames that it sends to the server' : 'A server MUST NOT mask any frames that it sends to the client.'],
    ['length', `${short.toString(2).padStart(7, '0')}${extra ? ` + ${toHex(head.slice(2, 2 + extra))}` : ''}`,
      t(`lesson.length${extra}`, { bytes, short }), '5.2', LENGTHS[extra]],
  ];
  if (key) rows.push(['masking key', toHex(key), t('lesson.maskingKey'), '5.3', 'The masking key is a 32-bit value chosen at random by the client.']);
  if (key && payload && !isCompressed) {
    const shown = payload.subarray(0, SHOWN_BYTES);
    const more = payload.length > SHOWN_BYTES ? ' …' : '';
    rows.push(
      [t('lesson.masked'), toHex(shown.map((byte, i) => byte ^ key[i % 4])) + more, t('lesson.maskedHelp'), '5.3',
        'Octet i of the transformed data ("transformed-octet-i") is the XOR of octet i of the original data ("original-octet-i") with octet at index i modulo 4 of the masking key ("masking-key-octet-j")'],
      [t('lesson.unmasked'), toHex(shown) + more, t('lesson.unmaskedHelp'), '', ''],
    );
  } else if (isCompressed) {
    rows.push([t('lesson.payload'), payload && !key ? toHex(payload) : t(bytes === 1 ? 'byte' : 'bytes', { count: bytes }), t('lesson.deflated'), '7.2.1',
      'Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end.', 7692]);
  } else if (payload && opcode !== 8) rows.push([t('lesson.payload'), toHex(payload), text(payload), '', '']);
  if (opcode === 8 && payload?.length >= 2) {
    rows.push(
      [t('closeCode'), toHex(payload.slice(0, 2)), `${payload[0] * 256 + payload[1]}`, '5.5.1',
        'the first two bytes of the body MUST be a 2-byte unsigned integer (in network byte order) representing a status code'],
      [t('closeReason'), toHex(payload.slice(2)), text(payload.slice(2)), '5.5.1', 'the body MAY contain UTF-8-encoded data'],
    );
  }
  const table = document.createElement('table');
  const caption = element('caption', '', 'bytes');
  caption.append(element('code', toHex(head)));
  table.append(caption);
  for (const [name, value, words, section, quote, rfc] of rows) {
    const row = document.createElement('tr');
    const meaning = element('td', `${words} `);
    if (quote) meaning.append(rule(section, quote, rfc));
    const bits = document.createElement('td');
    bits.append(element('code', String(value)));
    const field = element('th', name);
    field.scope = 'row';
    row.append(field, bits, meaning);
    table.append(row);
  }
  return table;
}

export function rule(section, quote, rfc = 6455) {
  const cite = element('span', `“${quote}” (RFC ${rfc}, ${section})`, 'quiet');
  cite.lang = 'en';
  return cite;
}

function text(bytes) {
  return new TextDecoder().decode(bytes);
}

export function element(name, text, classes = '') {
  const made = document.createElement(name);
  made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

export function fromHex(hex) {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));
}
