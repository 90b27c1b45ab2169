/** The log as a file: a line of JSON per entry, a table, or the HAR 1.2 of the browsers' developer tools. */

import { toBase64 } from './payload.js';
import { narrate } from './narrate.js';

const COLUMNS = ['time', 'direction', 'type', 'bytes', 'roundTripMillis', 'text', 'base64', 'event', 'isCut'];

export function ndjson(entries) {
  return lines(entries, (entry) => JSON.stringify(record(entry)), '');
}

export function csv(entries) {
  return lines(entries, (entry) => {
    const fields = record(entry);
    return COLUMNS.map((column) => quoted(fields[column])).join(',');
  }, `${COLUMNS.join(',')}\n`);
}

/** One HAR entry per attempt to connect; messages go into `_webSocketMessages`, as Chromium writes them. */
export function har(entries, url) {
  const log = { version: '1.2', creator: { name: 'Echosounder', version: '1' }, entries: [] };
  const begin = (at, attempt) => {
    const made = harEntry(at, attempt);
    log.entries.push(made);
    return made;
  };
  let current = null;
  for (const entry of entries) {
    if (entry.what === 'attempt') current = begin(entry.at, entry);
    else if (entry.payload) {
      current ??= begin(entry.at, { url, phase: 'open' });
      const { text, base64 } = record(entry);
      current._webSocketMessages.push({
        type: entry.what === 'sent' ? 'send' : 'receive', time: entry.at / 1_000,
        opcode: entry.payload.type === 'text' ? 1 : 2, data: text ?? base64,
      });
    } else if (entry.what === 'closed' && current) {
      current.time = entry.at - Date.parse(current.startedDateTime);
      current.comment = narrate(entry).line;
    }
  }
  return [JSON.stringify({ log }, null, 2)];
}

function harEntry(at, { url, phase, took = 0, protocol, refusal }) {
  const status = phase === 'open' ? 101 : refusal?.status ?? 0;
  const headers = protocol ? [{ name: 'Sec-WebSocket-Protocol', value: protocol }] : [];
  const common = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1, bodySize: -1 };
  const queryString = [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
  return {
    startedDateTime: new Date(at).toISOString(), time: took, cache: {}, timings: { send: 0, wait: took, receive: 0 },
    request: { method: 'GET', url, headers: [], queryString, ...common },
    response: { status, statusText: '', headers, redirectURL: '', content: { size: 0, mimeType: '' }, ...common },
    _resourceType: 'websocket', _webSocketMessages: [],
  };
}

export function download(parts, name, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function lines(entries, line, head) {
  const parts = [head];
  for (const entry of entries) parts.push(`${line(entry)}\n`);
  return parts;
}

function record({ what, at, payload, rtt, ...event }) {
  const time = new Date(at).toISOString();
  if (!payload) return { time, direction: 'event', event: narrate({ what, at, ...event }).line };
  const { type, size, data, shown } = payload;
  const content = type === 'text'
    ? { text: data ?? shown }
    : { base64: data ? toBase64(data) : toBase64(Uint8Array.from(shown.split(' '), (pair) => parseInt(pair, 16))) };
  return { time, direction: what, type, bytes: size, roundTripMillis: rtt, ...content, isCut: data === null || undefined };
}

/** RFC 4180, 2. A spreadsheet must not take a payload for a formula. */
function quoted(value) {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
