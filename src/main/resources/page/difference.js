/** What is different between a message and its echo. */

import { bytesOf, toHex } from './payload.js';

/** The oldest messages without an echo that an altered one is held against: servers answer in order. */
const CANDIDATES = 8;

/** So many characters, or bytes, before and behind a difference are shown with it. */
const AROUND = 24;

/**
 * Of which message, in `awaited` by id, this reply is most likely an altered echo: `[id, entry]`; undefined if at most
 * half of it is like any of them.
 */
export function likely(reply, awaited, prefixes) {
  let left = CANDIDATES;
  for (const [id, entry] of awaited) {
    if (left-- === 0) return undefined;
    const { data } = entry.payload;
    if (data === null || typeof data !== typeof reply) continue;
    for (const prefix of typeof reply === 'string' ? prefixes : ['']) {
      if (prefix && !reply.startsWith(prefix)) continue;
      const rest = prefix ? reply.slice(prefix.length) : reply;
      const { head, tail } = common(data, rest);
      const longest = Math.max(data.length, rest.length);
      if (longest && (head + tail) * 2 >= longest) return [id, entry];
    }
  }
  return undefined;
}

/** `{at, sent, received}`: the offset of the first difference in bytes, and what stands there in each. */
export function difference(sent, received) {
  const { head, tail } = common(sent, received);
  const part = (data) => data.slice(Math.max(0, head - AROUND), Math.min(data.length, data.length - tail + AROUND));
  const words = (data) => (typeof data === 'string' ? data : toHex(data));
  return { at: bytesOf(sent.slice(0, head)).length, sent: words(part(sent)), received: words(part(received)) };
}

/** How much is the same at the beginning, and of the rest at the end. */
function common(a, b) {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { head, tail };
}
