/** Where the connection is chosen: address, presets, knobs, subprotocols, the close; and the line that says how it is. */

import { beside, complete } from './address.js';
import { command } from './commands.js';
import { $, complain, copy, put, wholeNumber } from './fields.js';
import { KnobPanel, presetAddress } from './knobs.js';
import { narrate, tone } from './narrate.js';
import { now } from './socket.js';
import { language, t } from './wording.js';

/** The endpoints that a newcomer needs; the rest is among the options. */
const USUAL_PATHS = ['/', '/ws'];

/** An answer to the Close that comes sooner needs no button. */
const STUCK_AFTER = 1_000;

const BUTTON = { connecting: 'cancel', open: 'disconnect', closing: 'disconnect', waiting: 'stop' };

export class ConnectionPanel {
  #session;
  #server;
  #changed;
  #knobs = new KnobPanel($('knobs'), $('knob-list'), $('url'));
  #timer = 0;

  /** `session()` is the one that is looked at; `changed()` is told when the link must be written anew. */
  constructor(session, server, changed) {
    this.#session = session;
    this.#server = server;
    this.#changed = changed;
    $('connect-form').addEventListener('submit', (event) => { event.preventDefault(); this.#toggle(); });
    // The second click of a double click would cancel what the first began.
    $('connect').addEventListener('click', (event) => { if (event.detail > 1) event.preventDefault(); });
    $('url').addEventListener('input', () => this.#addressChanged());
    for (const id of ['protocols', 'close-code', 'close-reason', 'reconnect']) $(id).addEventListener('input', changed);
    $('options').addEventListener('toggle', () => { if ($('options').open) this.#knobs.ask(); });
    $('reconnect').addEventListener('change', ({ target: box }) => { session().reconnects = box.checked; });
    $('retry-now').addEventListener('click', () => { $('connect').focus(); session().retryNow(); });
    for (const button of document.querySelectorAll('[data-copy]')) {
      button.addEventListener('click', () => this.#copy(button.dataset.copy));
    }
  }

  show() {
    const session = this.#session();
    const { state, waiting, shown, attempt, isAtRest } = session;
    const { line, detail } = narrate(shown);
    document.body.dataset.state = state;
    $('state').dataset.tone = tone(waiting ?? shown);
    put('status-line', waiting ? t('state.waiting', waiting) : line);
    put('status-detail', waiting ? `${line}. ${detail ?? ''}` : detail ?? '');
    put('connect', t(this.#isStuck ? 'giveUp' : BUTTON[state] ?? 'connect'));
    $('connect').setAttribute('aria-disabled', state === 'closing' && !this.#isStuck);
    for (const id of ['url', 'protocols']) $(id).readOnly = !isAtRest;
    $('retry').hidden = !waiting;
    this.showPresets();
    this.#tick();
    if (state !== 'open' || shown !== attempt || attempt.isGreeted) return;
    attempt.isGreeted = true;
    complain($('message'), 'message-error', '');
    if (document.activeElement === $('connect') || document.activeElement === $('url')) {
      $('message').focus();
      // Typing replaces what stands there.
      $('message').select();
    }
  }

  /** After the fields were filled from elsewhere. */
  refresh() {
    for (const [id, place] of [['url', 'url'], ['protocols', 'protocols'], ['close-code', 'close']]) complain($(id), `${place}-error`, '');
    this.showPresets();
    this.#knobs.show();
  }

  showPresets() {
    const { isAtRest } = this.#session();
    const paths = this.#server.endpoints;
    const drawn = `${paths.join()} ${language()}`;
    if ($('presets').dataset.drawn !== drawn) {
      $('presets').dataset.drawn = drawn;
      $('presets').replaceChildren(...paths.filter((path) => USUAL_PATHS.includes(path)).map((path) => this.#preset(path)));
      $('more-presets').replaceChildren(...paths.filter((path) => !USUAL_PATHS.includes(path)).map((path) => this.#preset(path)));
    }
    const bare = $('url').value.replace(/[?#].*/, '');
    $('learn').hidden = !paths.includes('/ws/inspect');
    for (const button of document.querySelectorAll('[data-preset]')) {
      button.disabled = !isAtRest;
      button.setAttribute('aria-pressed', presetAddress(button.dataset.preset) === bare);
    }
  }

  /** The subprotocols to offer. */
  get protocols() {
    return $('protocols').value.split(',').map((name) => name.trim()).filter(Boolean);
  }

  #preset(path) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.preset = path;
    const code = document.createElement('code');
    code.textContent = path;
    const words = document.createElement('span');
    words.textContent = t(`preset.${path}`) === `preset.${path}` ? '' : t(`preset.${path}`);
    button.append(code, ' ', words);
    button.addEventListener('click', () => { $('url').value = presetAddress(path); this.#addressChanged(); });
    return button;
  }

  #addressChanged() {
    complain($('url'), 'url-error', '');
    const session = this.#session();
    if (session.shown.what === 'badAddress') session.show({ what: 'idle' });
    this.showPresets();
    this.#knobs.show();
    this.#changed();
  }

  #toggle() {
    const session = this.#session();
    if (this.#isStuck) return session.giveUp();
    if (!session.isAtRest) return this.#disconnect();
    const url = complete($('url').value);
    complain($('url'), 'url-error', url ? '' : t('badAddress', { example: beside('./ws') }));
    if (!url) return session.show({ what: 'badAddress' });
    const names = this.protocols;
    const isGood = names.every((name) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name)) && new Set(names).size === names.length;
    complain($('protocols'), 'protocols-error', isGood ? '' : t('badProtocols'));
    if (!isGood) return;
    $('url').value = url;
    this.#changed();
    session.reconnects = $('reconnect').checked;
    session.connect(url, names);
  }

  #disconnect() {
    const code = wholeNumber('close-code', 1000, 4999);
    const isAllowed = code === 1000 || code >= 3000;
    const reason = $('close-reason').value;
    const bytes = new TextEncoder().encode(reason).length;
    complain($('close-code'), 'close-error', isAllowed ? '' : t('badCode'));
    if (isAllowed) complain($('close-reason'), 'close-error', bytes > 123 ? t('badReason', { count: bytes }) : '');
    if (!isAllowed || bytes > 123) {
      $('options').open = true;
      return;
    }
    this.#session().disconnect(code, reason);
  }

  #copy(kind) {
    const url = complete($('url').value);
    if (!url) return complain($('url'), 'url-error', t('badAddress', { example: beside('./ws') }));
    copy(command(kind, url, this.protocols), $('copied'));
  }

  get #isStuck() {
    const { state, shown } = this.#session();
    return state === 'closing' && now() - shown.at >= STUCK_AFTER;
  }

  #tick() {
    clearTimeout(this.#timer);
    const { waiting, state } = this.#session();
    if (state === 'closing' && !this.#isStuck) this.#timer = setTimeout(() => this.show(), STUCK_AFTER);
    if (!waiting) return;
    put('countdown', t('countdown', { seconds: (Math.max(0, waiting.until - performance.now()) / 1_000).toFixed(1) }));
    this.#timer = setTimeout(() => this.#tick(), 100);
  }
}
