/** What the server says about itself at `api/info`; without an answer the panel stays away. */

import { pathHere } from './address.js';
import { capacity, number, t } from './wording.js';

/** While somebody looks, it is asked this often. */
const ASK_MILLIS = 5_000;

/** Every Echosounder has these; another one cannot be asked for its own. */
const USUAL_PATHS = ['/', '/ws'];
const USUAL_PREFIX = '接收数据: ';

export class ServerPanel {
  info = null;
  #isAnswering = false;
  #panel;
  #list;
  #summary;

  constructor(panel, list, summary) {
    this.#panel = panel;
    this.#list = list;
    this.#summary = summary;
    const folder = list.closest('details');
    folder.addEventListener('toggle', () => { if (folder.open) this.ask(); });
    setInterval(() => { if (folder.open && !document.hidden) this.ask(); }, ASK_MILLIS);
  }

  async ask() {
    try {
      const response = await fetch('api/info', { headers: { Accept: 'application/json' }, cache: 'no-store' });
      this.#isAnswering = response.status === 200;
      if (this.#isAnswering) this.info = await response.json();
    } catch {
      // The echo works without it.
      this.#isAnswering = false;
    }
    this.show();
  }

  get endpoints() {
    return this.info?.endpoints ?? USUAL_PATHS;
  }

  /** What may stand before an echo: a reply that merely ends like what was sent is none. */
  prefixes(url) {
    const path = pathHere(url);
    const chosen = new URL(url).searchParams.get('prefix');
    if (path !== null && chosen !== null) return [chosen];
    if (path === '/') return [this.info?.replyPrefix ?? USUAL_PREFIX, ''];
    return path === null ? ['', USUAL_PREFIX] : [''];
  }

  show() {
    this.#panel.hidden = !this.info;
    if (!this.info) return;
    const { serverName, version, instance, java, openConnections, draining, extensions, subprotocols, replyPrefix, limits } = this.info;
    const facts = this.#isAnswering
      ? { openConnections: number(openConnections), draining, serverName, version, instance, java, extensions, subprotocols, replyPrefix, ...limits }
      : {};
    this.#list.replaceChildren(...Object.entries(facts).flatMap(([name, value]) => this.#fact(name, value)));
    this.#summary.textContent = this.#isAnswering
      ? [draining && t('info.draining'), version, serverName ?? instance].filter(Boolean).join(' · ')
      : t('info.silent');
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
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value !== 'number') return String(value);
  if (value === 0) return t('none');
  if (name.endsWith('Bytes')) return capacity(value);
  return name.endsWith('Seconds') ? t('seconds', { count: number(value) }) : number(value);
}
