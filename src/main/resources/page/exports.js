/** The log as a file: a line of JSON per entry, or a table. */

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
