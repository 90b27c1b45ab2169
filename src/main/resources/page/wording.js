/** The words of the page, and which of its languages is spoken. */

import { keep, kept } from './storage.js';
import { check } from './words-check.js';
import { events } from './words-events.js';
import { lesson } from './words-lesson.js';
import { page } from './words-page.js';

/** Each in the order of LANGUAGES. */
export const WORDS = { ...page, ...events, ...check, ...lesson };
const LANGUAGES = ['en', 'zh-CN'];

let current = kept('language');
if (!LANGUAGES.includes(current)) current = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';

export function language() {
  return current;
}

export function speak(wanted) {
  current = wanted;
  keep('language', wanted);
}

/** The words for the key, with `{names}` filled in. */
export function t(key, values = {}) {
  const words = WORDS[key]?.[LANGUAGES.indexOf(current)] ?? key;
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** Puts the words into everything that asks for them by `data-t` (text), `data-t-label` (accessible name) or `data-t-placeholder`. */
export function label(root) {
  document.documentElement.lang = current;
  for (const node of root.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll('[data-t-label]')) node.setAttribute('aria-label', t(node.dataset.tLabel));
  for (const node of root.querySelectorAll('[data-t-placeholder]')) node.placeholder = t(node.dataset.tPlaceholder);
}

const formats = {};

export function number(value) {
  formats[current] ??= new Intl.NumberFormat(current);
  return formats[current].format(value);
}

export function size(bytes) {
  return t(bytes === 1 ? 'byte' : 'bytes', { count: number(bytes) });
}

/** A limit, which is a round number of the largest unit that fits. */
export function capacity(bytes) {
  if (bytes >= 2 ** 20 && bytes % 2 ** 20 === 0) return t('mebibytes', { count: number(bytes / 2 ** 20) });
  if (bytes >= 2 ** 10 && bytes % 2 ** 10 === 0) return t('kibibytes', { count: number(bytes / 2 ** 10) });
  return size(bytes);
}

/** `64KiB` as a number of bytes; null if it is no size. */
export function bytesIn(text) {
  const [, digits, unit = ''] = /^(\d{1,10})\s*([km])?(?:i?b)?$/i.exec(text) ?? [];
  return digits ? Number(digits) * ({ k: 2 ** 10, m: 2 ** 20 }[unit.toLowerCase()] ?? 1) : null;
}

/** A length of time given in milliseconds, in seconds. */
export function seconds(value) {
  return t('seconds', { count: (value / 1_000).toFixed(1) });
}

export function milliseconds(value) {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ms`;
}
