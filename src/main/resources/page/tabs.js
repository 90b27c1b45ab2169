/** Several connections at once, of which one is looked at; and how many of them each instance of the server holds. */

import { complete, pathHere } from './address.js';
import { $, applySettings, put, readSettings } from './fields.js';
import { tone } from './narrate.js';
import { number, t } from './wording.js';

/** Each has a worker and a log of its own. */
const MOST = 12;

export class Tabs {
  #sessions = [];
  #active = null;
  #make;
  #shown;

  /** `make()` makes a session; `shown()` is told when another one is looked at. */
  constructor(make, shown) {
    this.#make = make;
    this.#shown = shown;
    $('tab-new').addEventListener('click', () => this.#addLike());
    $('another').addEventListener('click', () => { this.#addLike(); this.#focus(); });
    $('tab-close').addEventListener('click', () => this.#close());
    $('tab-list').addEventListener('click', ({ target }) => {
      const tab = target.closest('[role=tab]');
      if (tab) this.#choose(this.#sessions[tab.dataset.at]);
    });
    $('tab-list').addEventListener('keydown', (event) => this.#pressed(event));
  }

  get active() {
    return this.#active;
  }

  /** The settings of those that are not looked at. */
  get others() {
    return this.#sessions.filter((each) => each !== this.#active).map(({ settings }) => settings);
  }

  /** One for each of the settings, of which the first is looked at. */
  open(each) {
    for (const settings of each.slice(0, MOST)) this.#sessions.push(Object.assign(this.#make(), { settings }));
    this.#choose(this.#sessions.at(-Math.min(each.length, MOST)));
  }

  each(action) {
    this.#sessions.forEach(action);
  }

  /** Other settings for the one that is looked at. */
  reset(settings) {
    applySettings(settings);
    this.#shown();
  }

  show() {
    const isOne = this.#sessions.length === 1;
    $('tabs').hidden = isOne;
    $('another').hidden = !isOne;
    $('tab-new').disabled = this.#sessions.length >= MOST;
    const bench = document.querySelector('.panel');
    if (isOne) {
      for (const name of ['role', 'aria-labelledby']) bench.removeAttribute(name);
      return;
    }
    bench.setAttribute('role', 'tabpanel');
    bench.setAttribute('aria-labelledby', 'tab-active');
    const hadFocus = document.activeElement?.closest('#tab-list');
    $('tab-list').replaceChildren(...this.#sessions.map((session, at) => this.#tab(session, at)));
    if (hadFocus) this.#focus();
    put('tally', this.#tally());
  }

  #tab(session, at) {
    const isActive = session === this.#active;
    if (isActive) session.unread = 0;
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.dataset.at = at;
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-selected', isActive);
    tab.setAttribute('aria-controls', 'panel');
    tab.tabIndex = isActive ? 0 : -1;
    if (isActive) tab.id = 'tab-active';
    tab.dataset.tone = tone(session.waiting ?? session.shown);
    const state = document.createElement('span');
    state.className = 'unseen';
    state.textContent = ` ${t(`tab.${session.state}`)}`;
    tab.append(`${at + 1} `, nameOf(isActive ? readSettings() : session.settings), session.unread ? ` (${number(session.unread)})` : '', state);
    return tab;
  }

  #tally() {
    const open = this.#sessions.filter(({ state }) => state === 'open');
    const counts = new Map();
    for (const { instance, asked } of open) {
      const name = instance || (asked.length ? t('askedInstances', { instances: asked.join(', ') }) : t('unknownInstance'));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const parts = [...counts].map(([name, count]) => `${name}: ${number(count)}`);
    return parts.length ? t('tally', { parts: parts.join(', ') }) : '';
  }

  #addLike() {
    if (this.#sessions.length >= MOST) return;
    const { message, filter, ...settings } = readSettings();
    const session = Object.assign(this.#make(), { settings });
    this.#sessions.push(session);
    this.#choose(session);
  }

  #close() {
    const at = this.#sessions.indexOf(this.#active);
    this.#active.end();
    this.#sessions.splice(at, 1);
    this.#active = null;
    this.#choose(this.#sessions[Math.min(at, this.#sessions.length - 1)]);
    if (this.#sessions.length > 1) this.#focus();
    else $('another').focus();
  }

  #choose(session) {
    if (session === this.#active) return;
    if (this.#active) this.#active.settings = readSettings();
    this.#active = session;
    applySettings(session.settings);
    this.#shown();
  }

  #focus() {
    document.getElementById('tab-active')?.focus();
  }

  #pressed(event) {
    const at = this.#sessions.indexOf(this.#active);
    const count = this.#sessions.length;
    const to = { ArrowRight: (at + 1) % count, ArrowLeft: (at + count - 1) % count, Home: 0, End: count - 1 }[event.key];
    if (event.key === 'Delete') this.#close();
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(this.#sessions[to]);
    this.#focus();
  }
}

/** The path, with the host if it is another one. */
function nameOf({ url }) {
  const address = complete(url ?? './');
  if (!address) return url;
  const { host, pathname, search } = new URL(address);
  return pathHere(address) === null ? `${host}${pathname}${search}` : `${pathHere(address)}${search}`;
}
