/** One entry of the log as a row. A payload only ever becomes the text of a node. */

import { narrate, tone } from './narrate.js';
import { milliseconds, size, t } from './wording.js';

/** `times` is absolute, relative (to the opening) or delta (to the row before). */
export function row(entry, before, { times, openedAt }) {
  const item = element('li', `entry ${entry.what} ${entry.payload ? '' : tone(entry)}`);
  item.setAttribute('role', 'option');
  item.append(clock(entry, before, times, openedAt));
  if (entry.payload) message(item, entry);
  else happening(item, entry);
  return item;
}

export function clockTime(at) {
  const date = new Date(at);
  const digits = (value, count = 2) => String(value).padStart(count, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part)).join(':');
  return { time, fraction: `.${digits(date.getMilliseconds(), 3)}` };
}

function message(item, { what, payload, rtt, pair, isEqual }) {
  const { type, size: bytes, shown, isCut } = payload;
  item.append(element('span', 'direction', t(what)));
  const body = element('span', 'body');
  const text = element('span', bytes ? 'payload' : 'payload quiet', bytes ? shown : t('emptyPayload'));
  text.dir = 'auto';
  body.append(text);
  if (isCut) body.append(element('span', 'cut', '…'));
  item.append(body, element('span', 'kind', `${t(`type.${type}`)} · ${size(bytes)}`));
  const time = element('span', 'rtt', what === 'sent' || rtt === undefined ? '' : milliseconds(rtt));
  if (pair) {
    const badge = element('span', isEqual ? 'equal' : 'different', isEqual ? '=' : '≠');
    badge.title = t(isEqual ? 'equal' : 'different');
    badge.setAttribute('role', 'img');
    badge.setAttribute('aria-label', badge.title);
    time.append(' ', badge);
  }
  item.append(time);
}

function happening(item, entry) {
  const { line, detail } = narrate(entry);
  item.append(element('span', 'direction', t('state')));
  const body = element('span', 'body');
  body.append(element('span', 'headline', line));
  if (detail) body.append(element('span', 'detail', detail));
  item.append(body);
}

function element(name, classes, text = '') {
  const made = document.createElement(name);
  made.className = classes.trim();
  made.textContent = text;
  return made;
}

function clock(entry, before, times, openedAt) {
  if (times === 'absolute' || (times === 'relative' && !openedAt)) {
    const { time, fraction } = clockTime(entry.at);
    const clock = element('time', 'time', time);
    clock.append(element('span', 'fraction', fraction));
    return clock;
  }
  const since = entry.at - (times === 'relative' ? openedAt : before?.at ?? entry.at);
  return element('time', 'time', `${since < 0 ? '−' : '+'}${(Math.abs(since) / 1000).toFixed(3)} s`);
}
