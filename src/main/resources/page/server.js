/** What the server says about itself at `api/info`; without an answer the panel stays away. */

import { capacity, number, t } from './wording.js';

export class ServerPanel {
  #panel;
  #list;
  #info = null;

  constructor(panel, list) {
    this.#panel = panel;
    this.#list = list;
  }

  async ask() {
    try {
      const response = await fetch('api/info', { headers: { Accept: 'application/json' } });
      if (response.ok) this.#info = await response.json();
    } catch {
      // No panel then: the echo works without it.
    }
    this.show();
  }

  show() {
    if (!this.#info) return;
    const { serverName, version, java, extensions, subprotocols, replyPrefix, limits } = this.#info;
    const facts = { serverName, version, java, extensions, subprotocols, replyPrefix, ...limits };
    this.#list.replaceChildren(...Object.entries(facts).flatMap(([name, value]) => this.#fact(name, value)));
    this.#panel.hidden = false;
  }

  #fact(name, value) {
    if (value === undefined || value === null || value === '') return [];
    const fact = document.createElement('div');
    const key = `info.${name}`;
    const term = document.createElement('dt');
    term.textContent = t(key) === key ? name : t(key);
    const description = document.createElement('dd');
    description.textContent = worded(name, value);
    fact.append(term, description);
    return [fact];
  }
}

/** The end of a limit's name is its unit, and no limit is zero. */
function worded(name, value) {
  if (Array.isArray(value)) return value.join(', ') || t('none');
  if (typeof value !== 'number') return String(value);
  if (value === 0) return t('none');
  if (name.endsWith('Bytes')) return capacity(value);
  return name.endsWith('Seconds') ? t('seconds', { count: number(value) }) : number(value);
}
