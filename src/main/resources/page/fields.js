/** The fields of the page: found by id, read, complained of, and kept in the page's own address behind the #. */

import { beside } from './address.js';
import { t } from './wording.js';

export const $ = (id) => document.getElementById(id);
export const put = (id, text) => { $(id).textContent = text; };

/** Settings by their names in the link. */
const FIELDS = {
  url: 'url', protocols: 'protocols', code: 'close-code', reason: 'close-reason', reconnect: 'reconnect',
  as: 'send-as', message: 'message', times: 'repeat-count', interval: 'repeat-interval', ramp: 'repeat-ramp',
  sizes: 'repeat-sizes', templates: 'templates', filter: 'filter', direction: 'filter-direction', type: 'filter-type',
  clock: 'times',
};

/** Longer messages would make links that nobody can pass on. */
const LONGEST = 2_000;

/** What is not as it is on a first visit. */
export function readSettings() {
  const settings = {};
  for (const [name, id] of Object.entries(FIELDS)) {
    const value = valueOf($(id));
    if (value !== usual(name)) settings[name] = value;
  }
  return settings;
}

export function applySettings(settings) {
  for (const [name, id] of Object.entries(FIELDS)) {
    const value = settings[name] ?? usual(name);
    if ($(id).type === 'checkbox') $(id).checked = value === 'on';
    else $(id).value = value;
  }
}

/** The settings of each connection in the link, the one that is looked at first. */
export function readLink() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const others = parameters.getAll('also').map((other) => new URLSearchParams(other));
  parameters.delete('also');
  return [parameters, ...others].map((each) => {
    const settings = Object.fromEntries(each);
    if (settings.url?.startsWith('./')) settings.url = beside(settings.url);
    return settings;
  });
}

export function writeLink(settings, others) {
  const parameters = asParameters(settings);
  for (const other of others) parameters.append('also', asParameters(other));
  const hash = parameters.toString();
  history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search);
}

/** Says in `place` that the text was copied; where the browser does not allow it, how to do it by hand. */
export async function copy(text, place, byHand = text) {
  try {
    await navigator.clipboard.writeText(text);
    place.textContent = t('copied');
  } catch {
    place.textContent = byHand;
  }
}

export function complain(field, place, problem) {
  field.setAttribute('aria-invalid', Boolean(problem));
  put(place, problem);
}

/** Null if the field holds anything else than a whole number in these bounds. */
export function wholeNumber(id, least, most) {
  const text = $(id).value.replaceAll(',', '').trim();
  const value = Number(text);
  return text && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

/** An address of this server is kept relative, so that the link works wherever the page is served; a password is not kept. */
function asParameters({ url, message = '', ...settings }) {
  const home = beside('./');
  const place = url && { url: url.startsWith(home) ? `./${url.slice(home.length)}` : url.replace(/^(\w+:\/\/)[^/?#@]*@/, '$1') };
  const parameters = new URLSearchParams({ ...place, ...settings });
  if (message && message.length <= LONGEST) parameters.set('message', message);
  return parameters;
}

function valueOf(field) {
  return field.type === 'checkbox' ? (field.checked ? 'on' : 'off') : field.value;
}

function usual(name) {
  const field = $(FIELDS[name]);
  if (name === 'url') return beside('./');
  if (name === 'message') return t('firstMessage');
  if (field.type === 'checkbox') return field.defaultChecked ? 'on' : 'off';
  return field.tagName === 'SELECT' ? field.options[0].value : field.defaultValue;
}
