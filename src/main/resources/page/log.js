/** The log: the newest entries in a ring, of which only the visible rows are painted, once per animation frame. */

const CAPACITY = 100_000;

/** Payloads kept whole for the detail pane; beyond this the oldest keep only their beginning. */
const PAYLOAD_BYTES = 64 * 2 ** 20;

const ROW_REM = 1.9;
const ROWS_BEYOND = 4;

export class Log {
  #ring = new Array(CAPACITY);
  #total = 0;
  #cleared = 0;
  #seen = 0;
  #bytes = 0;
  #wholeFrom = 0;
  #frame = 0;
  #follows = true;
  #heldAt = null;
  #selected = -1;
  #accepts = null;
  #matches = null;
  #matched = 0;
  #oldestPainted = 0;
  #view;
  #row;
  #changed;
  #chosen;

  /**
   * `row(entry, before)` makes a row's element; `changed({total, kept, shown, unseen, follows, isPaused})` is told
   * after each paint; `chosen(entry)` when another row is selected, or none.
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

  add(entry) {
    const at = this.#total++;
    this.#ring[at % CAPACITY] = entry;
    this.#bytes += entry.payload?.size ?? 0;
    while (this.#bytes > PAYLOAD_BYTES && this.#wholeFrom < at) this.#shorten(this.#wholeFrom++);
    if (this.#matches && this.#accepts(entry)) this.#matches.push(at);
    this.touch();
    return entry;
  }

  clear() {
    this.#ring.fill(undefined);
    this.#cleared = this.#seen = this.#wholeFrom = this.#total;
    this.#bytes = 0;
    this.#follows = true;
    if (this.#heldAt !== null) this.#heldAt = this.#total;
    this.#refilter();
    this.select(-1);
  }

  /** Follows the newest entry, or stays where the reader is. */
  follow(follows) {
    this.#follows = follows;
    this.touch();
  }

  /** Stops showing what comes, without losing it. */
  pause(isPaused) {
    this.#heldAt = isPaused ? this.#total : null;
    this.touch();
  }

  /** Only entries that `accepts(entry)` are shown; null shows all. */
  filter(accepts) {
    this.#accepts = accepts;
    this.#refilter();
    this.touch();
  }

  /** Paints anew, for example after an entry has changed. */
  touch() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  select(at) {
    this.#selected = at;
    this.#chosen(at < 0 ? null : this.#entry(at));
    this.touch();
  }

  /** The entries that the filter lets through, oldest first. */
  *entries() {
    for (let i = 0, count = this.#count(); i < count; i++) yield this.#entry(this.#at(i));
  }

  get #oldest() {
    return Math.max(this.#cleared, this.#total - CAPACITY);
  }

  #entry(at) {
    return at >= this.#oldest && at < this.#total ? this.#ring[at % CAPACITY] : undefined;
  }

  #shorten(at) {
    const entry = this.#entry(at);
    if (!entry?.payload) return;
    this.#bytes -= entry.payload.size;
    if (entry.payload.isCut) entry.payload.data = null;
  }

  #refilter() {
    this.#matched = 0;
    this.#matches = this.#accepts && [];
    if (!this.#accepts) return;
    for (let at = this.#oldest; at < this.#total; at++) if (this.#accepts(this.#entry(at))) this.#matches.push(at);
  }

  /** How many rows there are to scroll through. */
  #count() {
    const end = this.#heldAt ?? this.#total;
    if (!this.#matches) return Math.max(0, end - this.#oldest);
    while (this.#matched < this.#matches.length && this.#matches[this.#matched] < this.#oldest) this.#matched += 1;
    if (this.#matched > CAPACITY) this.#matches.splice(0, this.#matched), this.#matched = 0;
    if (this.#heldAt === null) return this.#matches.length - this.#matched;
    return this.#indexOf(end);
  }

  /** Which entry is at the row. */
  #at(row) {
    return this.#matches ? this.#matches[this.#matched + row] : this.#oldest + row;
  }

  /** At which row the entry is, or the next one that is shown. */
  #indexOf(at) {
    if (!this.#matches) return at - this.#oldest;
    let [low, high] = [this.#matched, this.#matches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#matches[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low - this.#matched;
  }

  #rowHeight() {
    return Math.round(ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize));
  }

  #paint() {
    this.#frame = 0;
    const { list, scroller } = this.#view;
    const height = this.#rowHeight();
    const evicted = this.#matches ? 0 : Math.max(0, this.#oldest - this.#oldestPainted);
    this.#oldestPainted = this.#oldest;
    const count = this.#count();
    list.style.height = `${count * height}px`;
    if (this.#follows) {
      this.#seen = this.#total;
      scroller.scrollTop = scroller.scrollHeight;
    } else if (evicted) {
      // The rows below the eye stay below the eye.
      scroller.scrollTop -= evicted * height;
    }
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - ROWS_BEYOND);
    const last = Math.min(count, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + ROWS_BEYOND);
    const rows = [];
    for (let row = first; row < last; row++) {
      const at = this.#at(row);
      const item = this.#row(this.#entry(at), row > 0 ? this.#entry(this.#at(row - 1)) : undefined);
      item.id = `row-${at}`;
      item.dataset.at = at;
      item.setAttribute('aria-selected', at === this.#selected);
      item.setAttribute('aria-setsize', count);
      item.setAttribute('aria-posinset', row + 1);
      item.style.top = `${row * height}px`;
      item.style.height = `${height}px`;
      rows.push(item);
    }
    list.replaceChildren(...rows);
    const active = `row-${this.#selected}`;
    if (rows.some(({ id }) => id === active)) scroller.setAttribute('aria-activedescendant', active);
    else scroller.removeAttribute('aria-activedescendant');
    this.#changed({
      total: this.#total - this.#cleared,
      kept: this.#total - this.#oldest,
      shown: count,
      unseen: this.#heldAt === null ? this.#total - this.#seen : this.#total - this.#heldAt,
      follows: this.#follows,
      isPaused: this.#heldAt !== null,
      isFiltered: this.#matches !== null,
    });
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#view.scroller;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - this.#rowHeight();
    if (!this.#frame) this.#follows = isAtEnd;
    this.touch();
  }

  #pressed(event) {
    const count = this.#count();
    const page = Math.max(1, Math.floor(this.#view.scroller.clientHeight / this.#rowHeight()) - 1);
    const now = this.#entry(this.#selected) ? this.#indexOf(this.#selected) : null;
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
    this.#follows = row === count - 1;
    this.select(this.#at(row));
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
