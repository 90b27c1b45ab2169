/** Messages that the visitor keeps in the browser, to be sent again another day or taken elsewhere as a file. */

import { $, put } from './fields.js';
import { download } from './exports.js';
import { keep, kept } from './storage.js';
import { t } from './wording.js';

const LONGEST_NAME = 60;

export class Saved {
  #messages = read(kept('messages') ?? '[]') ?? [];
  #chosen;

  /** `chosen()` is told when a message was put into the field. */
  constructor(chosen) {
    this.#chosen = chosen;
    $('save').addEventListener('click', () => this.#save());
    $('saved-export').addEventListener('click', () => {
      download([JSON.stringify(this.#messages, null, 2)], 'echosounder-messages.json', 'application/json');
    });
    $('saved-import').addEventListener('change', () => this.#import());
    this.show();
  }

  show() {
    $('saved-export').disabled = !this.#messages.length;
    $('saved-list').replaceChildren(...this.#messages.map((message) => {
      const item = document.createElement('li');
      const take = document.createElement('button');
      const name = message.text.trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME);
      take.textContent = name || t('emptyPayload');
      take.addEventListener('click', () => {
        $('message').value = message.text;
        $('send-as').value = message.as;
        $('message').focus();
        this.#chosen();
      });
      const forget = document.createElement('button');
      forget.textContent = '×';
      forget.setAttribute('aria-label', t('forget', { name }));
      forget.addEventListener('click', () => {
        this.#keep(this.#messages.filter((other) => other !== message));
        $('save').focus();
      });
      take.type = forget.type = 'button';
      item.append(take, forget);
      return item;
    }));
  }

  #save() {
    this.#add([{ text: $('message').value, as: $('send-as').value }]);
    put('saved-state', t('saved'));
  }

  async #import() {
    const [file] = $('saved-import').files;
    $('saved-import').value = '';
    const messages = read(await file.text());
    put('saved-error', messages ? '' : t('badSaved', { name: file.name }));
    put('saved-state', messages ? t('imported', { name: file.name }) : '');
    if (messages) this.#add(messages);
  }

  #add(messages) {
    const isNew = ({ text, as }) => !this.#messages.some((known) => known.text === text && known.as === as);
    this.#keep([...this.#messages, ...messages.filter(isNew)]);
  }

  #keep(messages) {
    this.#messages = messages;
    const isKept = keep('messages', JSON.stringify(messages));
    put('saved-error', isKept ? '' : t('notKept'));
    this.show();
  }
}

/** `[{text, as}]`; null if it is anything else. */
function read(json) {
  try {
    const kinds = [...$('send-as').options].map(({ value }) => value);
    const messages = JSON.parse(json);
    const isMessage = (one) => typeof one?.text === 'string' && kinds.includes(one.as);
    return Array.isArray(messages) && messages.every(isMessage) ? messages.map(({ text, as }) => ({ text, as })) : null;
  } catch {
    return null;
  }
}
