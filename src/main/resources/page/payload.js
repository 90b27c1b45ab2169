/** What is sent and what is shown of it: text stays text, bytes are shown in hex, the huge is cut. */

const SHOWN_CHARACTERS = 500;
const SHOWN_LINES = 10;
const SHOWN_BYTES = 128;

const utf8 = new TextEncoder();
const unicode = new TextDecoder('utf-8', { ignoreBOM: true });

/** What the user typed, as a string or as bytes; null if it is not hex although it should be. */
export function outgoing(text, sendAs) {
  if (sendAs === 'utf8') return utf8.encode(text);
  if (sendAs === 'hex') return fromHex(text);
  return text;
}

/** `{type, size, shown, isCut}`: all that the log keeps of a payload. */
export function summary(data) {
  if (typeof data === 'string') {
    const shown = beginning(data);
    return { type: 'text', size: utf8.encode(data).length, shown, isCut: shown.length < data.length };
  }
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  return {
    type: 'binary',
    size: bytes.length,
    shown: toHex(bytes.subarray(0, SHOWN_BYTES)),
    isCut: bytes.length > SHOWN_BYTES,
  };
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
  if (digits.length % 2 || /[^0-9a-f]/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
