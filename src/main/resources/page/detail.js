/** The pane that shows one entry of the log whole: as text, JSON, hex or base64. */

import { difference } from './difference.js';
import { sha1 } from './digest.js';
import { copy } from './fields.js';
import { narrate } from './narrate.js';
import { bytesOf, hexDump, prettyJson, textOf, toBase64, toHex } from './payload.js';
import { clockTime } from './rows.js';
import { milliseconds, number, size, t } from './wording.js';

/** More would freeze the page for longer than anybody reads. */
const SHOWN_CHARACTERS = 1_000_000;

const DIGESTED_BYTES = 2 ** 20;

const VIEWS = {
  text: (data) => textOf(data),
  json: (data) => prettyJson(data),
  hex: (data) => hexDump(data).dump,
  base64: (data) => toBase64(data),
};

export class DetailPane {
  #pane;
  #part;
  #entry = null;
  #view = '';

  constructor(pane, closed) {
    this.#pane = pane;
    this.#part = (name) => pane.querySelector(`[data-part=${name}]`);
    for (const tab of pane.querySelectorAll('[data-view]')) {
      tab.addEventListener('click', () => { this.#view = tab.dataset.view; this.paint(); });
    }
    this.#part('copy').addEventListener('click', () => this.#copy());
    this.#part('close').addEventListener('click', closed);
    pane.addEventListener('keydown', (event) => { if (event.key === 'Escape') closed(); });
  }

  show(entry) {
    this.#entry = entry;
    this.#part('copied').textContent = '';
    this.paint();
  }

  paint() {
    const entry = this.#entry;
    this.#pane.hidden = !entry;
    if (!entry) return;
    const { time, fraction } = clockTime(entry.at);
    this.#part('title').textContent = `${t(entry.payload ? entry.what : 'state')} · ${time}${fraction}`;
    this.#part('views').hidden = !entry.payload;
    if (!entry.payload) return this.#happening(entry);
    const { payload, rtt, pair, isEqual, prefix } = entry;
    const data = payload.data ?? (payload.type === 'text' ? payload.shown : bytesShown(payload.shown));
    const view = this.#chosen(data);
    for (const tab of this.#pane.querySelectorAll('[data-view]')) {
      tab.setAttribute('aria-pressed', tab.dataset.view === view);
      tab.disabled = VIEWS[tab.dataset.view](tab.dataset.view === 'json' || tab.dataset.view === 'text' ? data : '') === null;
    }
    const whole = VIEWS[view](data) ?? '';
    this.#part('facts').textContent = [
      `${t(`type.${payload.type}`)} · ${size(payload.size)}`,
      rtt === undefined ? '' : t('detail.rtt', { time: milliseconds(rtt) }),
      isEqual ? t(prefix ? 'detail.prefixed' : 'detail.identical', { prefix }) : '',
      payload.data !== null && payload.size <= DIGESTED_BYTES ? `SHA-1 ${toHex(sha1(bytesOf(data))).replaceAll(' ', '')}` : '',
      payload.data === null ? t('detail.forgotten') : '',
      view === 'hex' && hexDump(data).isCut ? t('detail.cutDump') : '',
    ].filter(Boolean).join(' · ');
    this.#part('content').textContent = whole.slice(0, SHOWN_CHARACTERS);
    this.#part('difference').replaceChildren(...(pair && !isEqual ? unequal(pair.payload.data, payload.data) : []));
  }

  #happening(entry) {
    const { line, detail } = narrate(entry);
    this.#part('facts').textContent = '';
    this.#part('difference').replaceChildren();
    this.#part('content').textContent = [line, detail, entry.verdict?.ended && JSON.stringify(entry.verdict.ended, null, 2)]
      .filter(Boolean).join('\n\n');
  }

  #chosen(data) {
    const wanted = this.#view || (typeof data === 'string' ? 'text' : 'hex');
    const isPossible = wanted === 'hex' || wanted === 'base64' || VIEWS[wanted](data) !== null;
    return isPossible ? wanted : typeof data === 'string' ? 'text' : 'hex';
  }

  #copy() {
    const content = this.#part('content');
    getSelection().selectAllChildren(content);
    copy(content.textContent, this.#part('copied'), t('copyByHand'));
  }
}

function unequal(sent, received) {
  if (sent === null || received === null) return [t('detail.forgotten')];
  const found = difference(sent, received);
  return [['p', t('detail.different', { at: number(found.at) })], ['del', found.sent], ['ins', found.received]].map(([name, text]) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  });
}

function bytesShown(hex) {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));
}
