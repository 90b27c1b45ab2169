/** Words in braces that are filled in anew for each message: {{seq}}, {{now}}, {{uuid}}, {{random:12}}. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MOST_RANDOM = 2 ** 20;

export function fillIn(text, seq) {
  return text.replace(/\{\{(seq|now|uuid|random:(\d{1,7}))\}\}/g, (_, word, count) => {
    if (word === 'seq') return seq;
    if (word === 'now') return new Date().toISOString();
    if (word === 'uuid') return uuid();
    return random(Math.min(MOST_RANDOM, Number(count)));
  });
}

/** RFC 9562, 5.4. `crypto.randomUUID` is not there on plain HTTP. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function random(count) {
  let text = '';
  for (let i = 0; i < count; i++) text += LETTERS[(Math.random() * LETTERS.length) | 0];
  return text;
}
