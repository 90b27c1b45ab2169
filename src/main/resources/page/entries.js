/** What a log holds: the newest entries in a ring, and which of them are shown. */

const CAPACITY = 100_000;

/** Payloads kept whole for the detail pane; beyond this the oldest keep only their beginning. */
const PAYLOAD_BYTES = 64 * 2 ** 20;

export class Entries {
  /** Called after each change. */
  changed = () => {};

  /** Where the reader is; `oldest` is the oldest entry at the last paint. */
  place = { follows: true, selected: -1, top: 0, oldest: 0, seen: 0 };
  #ring = [];
  #total = 0;
  #cleared = 0;
  #bytes = 0;
  #wholeFrom = 0;
  #heldAt = null;
  #accepts = null;
  #matches = null;
  #matched = 0;

  add(entry) {
    const at = this.#total++;
    this.#ring[at % CAPACITY] = entry;
    this.#bytes += entry.payload?.size ?? 0;
    while (this.#bytes > PAYLOAD_BYTES && this.#wholeFrom < at) this.#shorten(this.#wholeFrom++);
    if (this.#matches && this.#accepts(entry)) this.#matches.push(at);
    this.changed();
    return entry;
  }

  clear() {
    this.#ring.fill(undefined);
    this.#cleared = this.#wholeFrom = this.#total;
    this.#bytes = 0;
    Object.assign(this.place, { follows: true, selected: -1, seen: this.#total });
    if (this.#heldAt !== null) this.#heldAt = this.#total;
    this.#refilter();
    this.changed();
  }

  /** Stops showing what comes, without losing it. */
  pause(isPaused) {
    this.#heldAt = isPaused ? this.#total : null;
    this.changed();
  }

  /** Only entries that `accepts(entry)` are shown; null shows all. */
  filter(accepts) {
    this.#accepts = accepts;
    this.#refilter();
    this.changed();
  }

  get total() {
    return this.#total;
  }

  get oldest() {
    return Math.max(this.#cleared, this.#total - CAPACITY);
  }

  get isFiltered() {
    return this.#matches !== null;
  }

  get(at) {
    return at >= this.oldest && at < this.#total ? this.#ring[at % CAPACITY] : undefined;
  }

  /** Those that the filter lets through, oldest first. */
  *shown() {
    for (let row = 0, count = this.count(); row < count; row++) yield this.get(this.at(row));
  }

  /** How many rows there are to scroll through. */
  count() {
    const end = this.#heldAt ?? this.#total;
    if (!this.#matches) return Math.max(0, end - this.oldest);
    while (this.#matched < this.#matches.length && this.#matches[this.#matched] < this.oldest) this.#matched += 1;
    if (this.#matched > CAPACITY) this.#matches.splice(0, this.#matched), this.#matched = 0;
    return this.#heldAt === null ? this.#matches.length - this.#matched : this.rowOf(end);
  }

  /** Which entry is at the row. */
  at(row) {
    return this.#matches ? this.#matches[this.#matched + row] : this.oldest + row;
  }

  /** At which row the entry is, or the next one that is shown. */
  rowOf(at) {
    if (!this.#matches) return at - this.oldest;
    let [low, high] = [this.#matched, this.#matches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#matches[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low - this.#matched;
  }

  state() {
    return {
      total: this.#total - this.#cleared,
      kept: this.#total - this.oldest,
      shown: this.count(),
      unseen: this.#total - (this.#heldAt ?? this.place.seen),
      follows: this.place.follows,
      isPaused: this.#heldAt !== null,
      isFiltered: this.isFiltered,
    };
  }

  #shorten(at) {
    const payload = this.get(at)?.payload;
    if (!payload) return;
    this.#bytes -= payload.size;
    if (payload.isCut) payload.data = null;
  }

  #refilter() {
    this.#matched = 0;
    this.#matches = this.#accepts && [];
    if (!this.#accepts) return;
    for (let at = this.oldest; at < this.#total; at++) if (this.#accepts(this.get(at))) this.#matches.push(at);
  }
}
