/** What is sent and what is shown of it: text stays text, bytes are shown in hex, the huge is cut. */

const SHOWN_CHARACTERS = 500;
const SHOWN_LINES = 10;
const SHOWN_BYTES = 128;
const DUMPED_BYTES = 64 * 2 ** 10;

const utf8 = new TextEncoder();
const unicode = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** What the user typed, as a string or as bytes; `{problem}` names the words that say what is wrong with it. */
export function outgoing(text, sendAs) {
  switch (sendAs) {
    case 'utf8': return { data: utf8.encode(text) };
    case 'hex': return fromHex(text);
    case 'base64': return fromBase64(text);
    case 'json': return asJson(text);
    default: return { data: text };
  }
}

/** The payload repeated and cut to so many bytes; where a character of text would be cut, dots fill the rest. */
export function sized(data, bytes) {
  const whole = bytesOf(data);
  const made = new Uint8Array(bytes);
  for (let at = 0; whole.length && at < bytes; at += whole.length) made.set(whole.subarray(0, bytes - at), at);
  if (typeof data !== 'string') return made;
  if (!whole.length) return '.'.repeat(bytes);
  let end = bytes;
  // A byte of the form 10xxxxxx continues a character (RFC 3629, 3).
  while (end > 0 && (whole[end % whole.length] & 0xc0) === 0x80) end -= 1;
  return unicode.decode(made.subarray(0, end)) + '.'.repeat(bytes - end);
}

/** `{type, size, shown, isCut, data}`: what the log keeps of a payload. */
export function summary(data) {
  if (typeof data === 'string') {
    const shown = beginning(data);
    return { type: 'text', size: sizeOf(data), shown, isCut: shown.length < data.length, data };
  }
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  return {
    type: 'binary',
    size: bytes.length,
    shown: toHex(bytes.subarray(0, SHOWN_BYTES)),
    isCut: bytes.length > SHOWN_BYTES,
    data: bytes,
  };
}

export function bytesOf(data) {
  return typeof data === 'string' ? utf8.encode(data) : data;
}

/** Bytes as text; null if they are not UTF-8. */
export function textOf(data) {
  if (typeof data === 'string') return data;
  try {
    return strict.decode(data);
  } catch {
    return null;
  }
}

export function prettyJson(data) {
  try {
    return JSON.stringify(JSON.parse(textOf(data) ?? ''), null, 2);
  } catch {
    return null;
  }
}

/** Sixteen bytes a line: the offset, the bytes, and those that are ASCII. */
export function hexDump(data) {
  const bytes = bytesOf(data);
  const lines = [];
  for (let at = 0; at < Math.min(bytes.length, DUMPED_BYTES); at += 16) {
    const line = bytes.subarray(at, at + 16);
    const ascii = Array.from(line, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${toHex(line).padEnd(47)}  ${ascii}`);
  }
  return { dump: lines.join('\n'), isCut: bytes.length > DUMPED_BYTES };
}

export function toBase64(data) {
  const bytes = bytesOf(data);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function sizeOf(text) {
  return /^[\0-\x7f]*$/.test(text) ? text.length : utf8.encode(text).length;
}

function beginning(text) {
  let end = Math.min(text.length, SHOWN_CHARACTERS);
  for (let i = 0, lines = 0; i < end; i++) {
    if (text[i] === '\n' && ++lines === SHOWN_LINES) end = i;
  }
  // A surrogate pair is one character: keep it whole.
  if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1])) end -= 1;
  if (end === text.length) return text;
  // A mere slice would keep the whole text in memory for as long as the log keeps the slice.
  return unicode.decode(utf8.encode(text.slice(0, end)));
}

function fromHex(text) {
  const digits = text.replace(/0x|[\s,:]/gi, '');
  if (digits.length % 2 || /[^0-9a-f]/i.test(digits)) return { problem: 'badHex' };
  return { data: Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)) };
}

function fromBase64(text) {
  try {
    const plain = atob(text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/'));
    return { data: Uint8Array.from(plain, (character) => character.charCodeAt(0)) };
  } catch {
    return { problem: 'badBase64' };
  }
}

function asJson(text) {
  try {
    JSON.parse(text);
    return { data: text };
  } catch (fault) {
    return { problem: 'badJson', values: { fault: fault.message } };
  }
}
