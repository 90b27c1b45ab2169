/** The dialog that runs the examination and shows its steps as they are done. */

import { examine, markdown } from './examination.js';
import { copy } from './fields.js';
import { t } from './wording.js';

export class Diagnosis {
  #dialog;
  #part;
  #context;
  #stop = null;
  #report = null;

  /** `context()` is what to examine: see `examine`; null if the address is none. */
  constructor(dialog, context) {
    this.#dialog = dialog;
    this.#context = context;
    this.#part = (name) => dialog.querySelector(`[data-part=${name}]`);
    this.#part('run').addEventListener('click', () => (this.#stop ? this.#stop.abort() : this.#run()));
    this.#part('markdown').addEventListener('click', () => copy(markdown(this.#report), this.#part('copied')));
    this.#part('json').addEventListener('click', () => copy(JSON.stringify(this.#report, null, 2), this.#part('copied')));
    dialog.addEventListener('close', () => this.#stop?.abort());
  }

  show() {
    const context = this.#context();
    this.#part('target').textContent = context?.url ?? t('state.badAddress');
    this.#part('run').disabled = !context;
    this.#dialog.showModal();
  }

  async #run() {
    const list = this.#part('steps');
    list.replaceChildren();
    this.#part('summary').textContent = '';
    this.#part('copies').hidden = true;
    this.#stop = new AbortController();
    this.#part('run').textContent = t('stop');
    const context = { ...this.#context(), waitsIdle: this.#part('idle').checked, signal: this.#stop.signal };
    this.#report = await examine(context, (step) => this.#told(list, step));
    this.#stop = null;
    this.#part('run').textContent = t('check.run');
    this.#part('summary').textContent = `${t(`check.result.${this.#report.result}`)}: ${this.#report.summary}`;
    this.#part('copies').hidden = false;
  }

  #told(list, { id, result, detail }) {
    let row = list.querySelector(`[data-step="${id}"]`);
    if (!row) {
      row = document.createElement('tr');
      row.dataset.step = id;
      for (const tag of ['th', 'td', 'td']) row.append(document.createElement(tag));
      row.children[0].scope = 'row';
      list.append(row);
    }
    row.className = result;
    [id, t(`check.result.${result}`), detail].forEach((text, i) => { row.children[i].textContent = text; });
  }
}
