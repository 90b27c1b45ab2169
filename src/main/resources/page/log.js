/** The log: the newest entries in a ring, painted at most once per animation frame. */

const CAPACITY = 500;

/** Closer to the end than this counts as being at the end. */
const NEAR_END = 24;

export class Log {
  #ring = new Array(CAPACITY);
  #total = 0;
  #painted = 0;
  #cleared = 0;
  #seen = 0;
  #frame = 0;
  #follows = true;
  #view;
  #row;
  #changed;

  /** `row(entry)` makes the list item; `changed({total, kept, unseen, follows})` is told after each paint. */
  constructor(view, row, changed) {
    this.#view = view;
    this.#row = row;
    this.#changed = changed;
    view.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  add(entry) {
    this.#ring[this.#total++ % CAPACITY] = entry;
    this.#schedule();
  }

  clear() {
    this.#ring.fill(undefined);
    this.#cleared = this.#seen = this.#total;
    this.#follows = true;
    this.repaint();
  }

  /** Follows the newest entry, or stays where the reader is. */
  follow(follows) {
    this.#follows = follows;
    this.#schedule();
  }

  /** All rows anew, for example in another language. */
  repaint() {
    this.#view.list.replaceChildren();
    this.#painted = this.#cleared;
    this.#schedule();
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    const { list, scroller } = this.#view;
    const oldest = Math.max(this.#cleared, this.#total - CAPACITY);
    const fresh = document.createDocumentFragment();
    for (let i = Math.max(oldest, this.#painted); i < this.#total; i++) {
      fresh.append(this.#row(this.#ring[i % CAPACITY]));
    }
    this.#painted = this.#total;
    list.append(fresh);
    while (list.childElementCount > CAPACITY) list.firstElementChild.remove();
    if (this.#follows) {
      this.#seen = this.#total;
      scroller.scrollTop = scroller.scrollHeight;
    }
    this.#changed({
      total: this.#total - this.#cleared,
      kept: this.#total - oldest,
      unseen: this.#total - this.#seen,
      follows: this.#follows,
    });
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#view.scroller;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - NEAR_END;
    if (isAtEnd !== this.#follows && !this.#frame) this.follow(isAtEnd);
  }
}
