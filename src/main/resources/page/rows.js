/** One entry of the log as a list item. A payload only ever becomes the text of a node. */

import { narrate } from './narrate.js';
import { milliseconds, size, t } from './wording.js';

export function row(entry) {
  const item = element('li', `entry ${entry.what} ${entry.tone ?? ''}`);
  item.append(clock(entry.at));
  if (entry.payload) message(item, entry);
  else happening(item, entry);
  return item;
}

function message(item, { what, payload, rtt }) {
  const { type, size: bytes, shown, isCut } = payload;
  item.append(element('span', 'direction', t(what)));
  const body = element('div', 'body');
  const text = element('span', bytes ? 'payload' : 'payload quiet', bytes ? shown : t('emptyPayload'));
  text.dir = 'auto';
  body.append(text);
  if (isCut) body.append(element('span', 'cut', t('cut', { size: size(bytes) })));
  item.append(body, element('span', 'kind', `${t(`type.${type}`)} · ${size(bytes)}`));
  item.append(element('span', 'rtt', rtt === undefined ? '' : milliseconds(rtt)));
}

function happening(item, entry) {
  const { line, detail } = narrate(entry);
  item.append(element('span', 'direction', t('state')));
  const body = element('div', 'body');
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

function clock(at) {
  const date = new Date(at);
  const digits = (value, count = 2) => String(value).padStart(count, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part)).join(':');
  const clock = element('time', 'time', time);
  clock.append(element('span', 'fraction', `.${digits(date.getMilliseconds(), 3)}`));
  return clock;
}
