/** What the server says about itself at `api/info`; without an answer the panel stays away. */

import { capacity, number, t } from './wording.js';

export class ServerPanel {
  info = null;
  #panel;
  #list;
  #summary;

  constructor(panel, list, summary) {
    this.#panel = panel;
    this.#list = list;
    this.#summary = summary;
  }

  async ask() {
    try {
      const response = await fetch('api/info', { headers: { Accept: 'application/json' }, cache: 'no-store' });
      this.info = response.status === 200 ? await response.json() : null;
    } catch {
      // No panel then: the echo works without it.
      this.info = null;
    }
    this.show();
  }

  show() {
    this.#panel.hidden = !this.info;
    if (!this.info) return;
    const { serverName, version, instance, java, extensions, subprotocols, replyPrefix, limits } = this.info;
    const facts = { serverName, version, instance, java, extensions, subprotocols, replyPrefix, ...limits };
    this.#list.replaceChildren(...Object.entries(facts).flatMap(([name, value]) => this.#fact(name, value)));
    this.#summary.textContent = [version, serverName ?? instance].filter(Boolean).join(' · ');
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
