/** The log as a list of which only the visible rows are painted. */

import { Painter } from './frames.js';

const ROW_REM = 1.9;
const ROWS_BEYOND = 4;

export class Log {
  #entries = null;
  #painter = new Painter(() => this.#paint());
  #isNew = false;
  #view;
  #row;
  #changed;
  #chosen;

  /**
   * `row(entry, before)` makes a row's element; `changed(state)` is told after each paint, see `Entries.state`;
   * `chosen(entry)` when another row is selected, or none.
   */
  constructor(view, { row, changed, chosen }) {
    this.#view = view;
    this.#row = row;
    this.#changed = changed;
    this.#chosen = chosen;
    view.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    view.scroller.addEventListener('keydown', (event) => this.#pressed(event));
    view.list.addEventListener('click', ({ target }) => this.select(Number(target.closest('[data-at]')?.dataset.at ?? -1)));
    new ResizeObserver(() => this.touch()).observe(view.scroller);
  }

  /** From now on these, where they were left. */
  show(entries) {
    if (this.#entries) this.#entries.changed = () => {};
    this.#entries = entries;
    entries.changed = () => this.touch();
    this.#isNew = true;
    this.#chosen(entries.get(entries.place.selected) ?? null);
    this.touch();
  }

  /** Follows the newest entry, or stays where the reader is. */
  follow(follows) {
    this.#entries.place.follows = follows;
    this.touch();
  }

  /** Paints anew, for example after an entry has changed. */
  touch() {
    this.#painter.ask();
  }

  select(at) {
    this.#entries.place.selected = at;
    this.#chosen(this.#entries.get(at) ?? null);
    this.touch();
  }

  #rowHeight() {
    return Math.round(ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize));
  }

  #paint() {
    const entries = this.#entries;
    const { place } = entries;
    const { list, scroller } = this.#view;
    const height = this.#rowHeight();
    const evicted = entries.isFiltered ? 0 : Math.max(0, entries.oldest - place.oldest);
    place.oldest = entries.oldest;
    const count = entries.count();
    list.style.height = `${count * height}px`;
    if (place.follows) {
      place.seen = entries.total;
      scroller.scrollTop = scroller.scrollHeight;
    } else if (evicted || this.#isNew) {
      // The rows below the eye stay below the eye.
      scroller.scrollTop = (this.#isNew ? place.top : scroller.scrollTop) - evicted * height;
    }
    this.#isNew = false;
    place.top = scroller.scrollTop;
    const first = Math.max(0, Math.floor(place.top / height) - ROWS_BEYOND);
    const last = Math.min(count, Math.ceil((place.top + scroller.clientHeight) / height) + ROWS_BEYOND);
    const rows = [];
    for (let row = first; row < last; row++) {
      const at = entries.at(row);
      const item = this.#row(entries.get(at), row > 0 ? entries.get(entries.at(row - 1)) : undefined);
      item.id = `row-${at}`;
      item.dataset.at = at;
      item.setAttribute('aria-selected', at === place.selected);
      item.setAttribute('aria-setsize', count);
      item.setAttribute('aria-posinset', row + 1);
      item.style.top = `${row * height}px`;
      item.style.height = `${height}px`;
      rows.push(item);
    }
    list.replaceChildren(...rows);
    const active = `row-${place.selected}`;
    if (rows.some(({ id }) => id === active)) scroller.setAttribute('aria-activedescendant', active);
    else scroller.removeAttribute('aria-activedescendant');
    this.#changed(entries.state());
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#view.scroller;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - this.#rowHeight();
    const { place } = this.#entries;
    // While more entries wait to be painted, only the reader moves the rows down.
    const isMovedBack = scrollTop < place.top - this.#rowHeight();
    if (!this.#painter.isAsked || isMovedBack) place.follows = isAtEnd;
    this.touch();
  }

  #pressed(event) {
    const { place } = this.#entries;
    const count = this.#entries.count();
    const page = Math.max(1, Math.floor(this.#view.scroller.clientHeight / this.#rowHeight()) - 1);
    const now = this.#entries.get(place.selected) ? this.#entries.rowOf(place.selected) : null;
    const target = {
      ArrowDown: () => (now ?? count - 2) + 1,
      ArrowUp: () => (now ?? count) - 1,
      PageDown: () => (now ?? count - 1) + page,
      PageUp: () => (now ?? count) - page,
      Home: () => 0,
      End: () => count - 1,
    }[event.key]?.();
    if (event.key === 'Escape') this.select(-1);
    if (target === undefined || !count || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const row = Math.min(count - 1, Math.max(0, target));
    place.follows = row === count - 1;
    this.select(this.#entries.at(row));
    this.#reveal(row);
  }

  #reveal(row) {
    const { scroller } = this.#view;
    const height = this.#rowHeight();
    if (row * height < scroller.scrollTop) scroller.scrollTop = row * height;
    if ((row + 1) * height > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = (row + 1) * height - scroller.clientHeight;
    }
  }
}
