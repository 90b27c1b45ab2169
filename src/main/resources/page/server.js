/** What the server says about itself at `api/info`; without an answer the panel stays away. */

import { capacity, number, t } from './wording.js';

const SIZES = /size$/i;

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
    const { version, serverName, java, features, limits = {} } = this.#info;
    const facts = { serverName, version, java, features, ...limits };
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

function worded(name, value) {
  if (Array.isArray(value)) return value.join(', ') || t('none');
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'number') return SIZES.test(name) ? capacity(value) : number(value);
  return /^(PT)?0S?$/i.test(value) ? t('off') : String(value);
}
