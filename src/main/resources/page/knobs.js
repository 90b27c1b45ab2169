/** The knobs of the endpoint in the address, from the server's own table, as fields that write the query. */

import { beside, complete, pathHere } from './address.js';
import { effectInWords, formInWords } from './server-words.js';
import { language, t } from './wording.js';

export class KnobPanel {
  #panel;
  #list;
  #address;
  #channels = null;
  #shownPath;

  constructor(panel, list, address) {
    this.#panel = panel;
    this.#list = list;
    this.#address = address;
  }

  /** Asked for only when somebody opens the options. */
  async ask() {
    if (this.#channels) return;
    try {
      const response = await fetch('api/asyncapi.json');
      const { channels } = response.ok ? await response.json() : { channels: {} };
      this.#channels = Object.entries(channels).map(([id, channel]) => ({
        path: id === 'root' ? '/' : `/${id.replaceAll('-', '/')}`,
        knobs: Object.entries(channel.bindings?.ws?.query?.properties ?? {})
          .filter(([name]) => name !== 'label')
          .map(([name, { description }]) => ({ name, ...read(description) })),
      }));
    } catch {
      this.#channels = null;
    }
    this.show();
  }

  /** Draws the fields anew if the endpoint is another one, and puts the query's values into them. */
  show() {
    if (!this.#channels) return;
    const address = complete(this.#address.value);
    const path = address && pathHere(address);
    const channel = this.#channels.find((candidate) => candidate.path === path);
    this.#panel.hidden = !channel?.knobs.length;
    if (!channel) return;
    const drawn = `${path} ${language()}`;
    if (drawn !== this.#shownPath) {
      this.#list.replaceChildren(...channel.knobs.map((knob) => this.#field(knob, path)));
      this.#shownPath = drawn;
    }
    const { searchParams } = new URL(address);
    for (const input of this.#list.querySelectorAll('input')) {
      const value = searchParams.get(input.name);
      if (input.type === 'checkbox') input.checked = value !== null;
      else if (document.activeElement !== input) input.value = value ?? '';
    }
  }

  #field({ name, effect, allowed, example, isBare }, path) {
    const field = document.createElement('div');
    const label = document.createElement('label');
    const code = document.createElement('code');
    code.textContent = name;
    label.append(code);
    const input = document.createElement('input');
    input.type = isBare ? 'checkbox' : 'text';
    input.name = name;
    input.id = `knob-${name}`;
    input.placeholder = example;
    input.spellcheck = false;
    input.autocomplete = 'off';
    label.htmlFor = input.id;
    const help = document.createElement('span');
    help.className = 'quiet';
    help.id = `${input.id}-help`;
    help.textContent = `${effectInWords(name, path, effect)} ${t('knob.allowed', { form: formInWords(allowed) })}`;
    input.setAttribute('aria-describedby', help.id);
    input.addEventListener('input', () => this.#write());
    field.append(label, input, help);
    return field;
  }

  #write() {
    const [base, query = ''] = complete(this.#address.value).split('?');
    const inputs = [...this.#list.querySelectorAll('input')];
    const names = new Set(inputs.map(({ name }) => name));
    const others = query.split('&').filter((pair) => pair && !names.has(pair.split('=')[0]));
    const chosen = inputs.filter((input) => (input.type === 'checkbox' ? input.checked : input.value))
      .map((input) => (input.type === 'checkbox' ? input.name : `${input.name}=${encodeURIComponent(input.value)}`));
    const whole = [...chosen, ...others].join('&');
    this.#address.value = whole ? `${base}?${whole}` : base;
    this.#address.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** The description is `effect; allowed: form; as in ?example`, and perhaps what comes of it beside others. */
function read(description) {
  const [, effect, allowed, example] = /^(.*); allowed: (.*); as in \?([^\s;]*)/.exec(description) ?? [, description, '', ''];
  const isBare = !example.includes('=');
  return { effect, allowed, isBare, example: decodeURIComponent(example.replace(/^[^=]*=?/, '')) };
}

/** The endpoints that the presets offer. */
export function presetAddress(path) {
  return beside(`.${path}`);
}
