/** Tells a screen reader what arrived, but never more often than it can be listened to. */

import { number, t } from './wording.js';

const PAUSE = 2_000;
const SPOKEN_CHARACTERS = 120;

export class Announcer {
  #region;
  #count = 0;
  #text = '';
  #timer = 0;
  #silentUntil = 0;

  constructor(region) {
    this.#region = region;
  }

  heard(text) {
    this.#count += 1;
    this.#text = text;
    this.#timer ||= setTimeout(() => this.#speak(), Math.max(0, this.#silentUntil - performance.now()));
  }

  #speak() {
    this.#region.textContent = this.#count === 1
      ? t('announce.one', { text: this.#text.slice(0, SPOKEN_CHARACTERS) })
      : t('announce.many', { count: number(this.#count) });
    this.#count = 0;
    this.#timer = 0;
    this.#silentUntil = performance.now() + PAUSE;
  }
}
