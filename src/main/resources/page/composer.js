/** Where a message is written: what it is sent as, what was sent before, how often, and files. */

import { $, complain, put, wholeNumber } from './fields.js';
import { outgoing, sized } from './payload.js';
import { pace } from './repeat.js';
import { fillIn } from './templates.js';
import { bytesIn, capacity, number, size, t } from './wording.js';

const MOST_HISTORY = 50;

export class Composer {
  #session;
  #server;
  #history = [];
  #at = 0;

  /** `session()` is the one that is looked at; `changed()` is told when the link must be written anew. */
  constructor(session, server, changed) {
    this.#session = session;
    this.#server = server;
    const field = $('message');
    $('send-form').addEventListener('submit', (event) => { event.preventDefault(); this.#send(); });
    $('repeat-form').addEventListener('submit', (event) => { event.preventDefault(); this.#toggleRepeat(); });
    field.addEventListener('keydown', (event) => {
      // While an input method composes Chinese, Enter belongs to it.
      if (event.isComposing) return;
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        this.#send();
      } else this.#recall(event);
    });
    field.addEventListener('input', changed);
    $('send-as').addEventListener('change', () => { complain(field, 'message-error', ''); changed(); });
    $('repeat-form').addEventListener('input', changed);
    const place = document.querySelector('.composer');
    place.addEventListener('dragover', (event) => event.preventDefault());
    place.addEventListener('drop', (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.#sendFiles([...event.dataTransfer.files]);
    });
    $('file').addEventListener('change', () => {
      this.#sendFiles([...$('file').files]);
      $('file').value = '';
    });
  }

  show() {
    const { state, repeat, buffered } = this.#session();
    $('send').disabled = $('repeat-start').disabled = state !== 'open';
    put('repeat-start', t(repeat.isRunning ? 'repeatStop' : 'repeatStart'));
    put('buffered', buffered ? t('buffered', { size: size(buffered) }) : '');
  }

  showRepeat({ left, buffered, isHeld }) {
    put('repeat-state', t(left ? (isHeld ? 'repeatHeld' : 'repeatLeft') : 'repeatDone', { left: number(left), buffered: size(buffered) }));
    this.show();
  }

  #send() {
    const field = $('message');
    const session = this.#session();
    const { data, problem, values } = this.#reader()(session.next);
    const complaint = session.state !== 'open' ? 'notOpen' : problem;
    complain(field, 'message-error', complaint ? t(complaint, values) : '');
    if (complaint) return;
    session.send([data]);
    if (this.#history.at(-1) !== field.value) this.#history.push(field.value);
    if (this.#history.length > MOST_HISTORY) this.#history.shift();
    this.#at = this.#history.length;
    // Enter again repeats the message, typing replaces it.
    field.select();
  }

  /** Makes the nth message from what the fields hold now, whatever becomes of them. */
  #reader() {
    const [text, as, isTemplate] = [$('message').value, $('send-as').value, $('templates').checked];
    return (seq) => outgoing(isTemplate ? fillIn(text, seq) : text, as);
  }

  /** Through the messages sent before, as a shell does, where the caret cannot go further. */
  #recall(event) {
    const field = $('message');
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const isAtEdge = step < 0 ? field.selectionStart === 0 : field.selectionEnd === field.value.length;
    const at = this.#at + step;
    if (!step || !isAtEdge || at < 0 || at > this.#history.length) return;
    event.preventDefault();
    this.#at = at;
    field.value = this.#history[at] ?? '';
    field.select();
  }

  #toggleRepeat() {
    const session = this.#session();
    if (session.repeat.isRunning) {
      session.repeat.stop();
      this.show();
      return;
    }
    const times = wholeNumber('repeat-count', 1, 1_000_000);
    const interval = wholeNumber('repeat-interval', 0, 3_600_000);
    const ramp = $('repeat-ramp').value.trim() ? wholeNumber('repeat-ramp', 0, 3_600_000) : interval;
    const limit = this.#limit;
    const sizes = $('repeat-sizes').value.split(/[\s,]+/).filter(Boolean).map(bytesIn);
    const isSized = sizes.every((bytes) => bytes !== null && bytes >= 1 && bytes <= limit);
    const read = this.#reader();
    const { problem, values } = read(1);
    const complaints = {
      'repeat-count': times === null && t('badCount'),
      'repeat-interval': interval === null && t('badInterval'),
      'repeat-ramp': ramp === null && t('badInterval'),
      'repeat-sizes': (!isSized && t('badSizes', { limit: capacity(limit) })) || (sizes.length && $('send-as').value === 'json' && t('sizedJson')),
    };
    for (const [id, complaint] of Object.entries(complaints)) $(id).setAttribute('aria-invalid', Boolean(complaint));
    const complaint = Object.values(complaints).find(Boolean);
    put('repeat-error', complaint || '');
    complain($('message'), 'message-error', problem ? t(problem, values) : '');
    if (complaint || problem || session.state !== 'open') return;
    const count = times * (sizes.length || 1);
    const message = (n) => {
      const { data } = read(n + 1);
      return sizes.length ? sized(data, sizes[Math.floor(n / times)]) : data;
    };
    session.repeat.start(count, message, pace(interval, ramp, count));
    this.show();
  }

  get #limit() {
    return this.#server.info?.limits.messageBytes || 2 ** 30;
  }

  async #sendFiles(files) {
    const session = this.#session();
    if (session.state !== 'open') return complain($('message'), 'message-error', t('notOpen'));
    complain($('message'), 'message-error', '');
    const names = [];
    for (const file of files) {
      if (file.size > this.#limit) {
        const values = { name: file.name, size: size(file.size), limit: capacity(this.#limit) };
        complain($('message'), 'message-error', t('tooBig', values));
        continue;
      }
      session.send([new Uint8Array(await file.arrayBuffer())]);
      names.push(file.name);
    }
    put('saved-state', names.length ? t('filesSent', { name: names.join(', ') }) : '');
  }
}
