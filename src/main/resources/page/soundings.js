/** How long the echoes took, and how much went each way, second by second. */

const MOST_TIMES = 1_000;
const MOST_SECONDS = 180;

/** Round trips are counted in steps of 12 %, from a tenth of a millisecond to a hundred seconds. */
const SHALLOWEST = 0.1;
export const PER_DECADE = 20;
const STEPS = 6 * PER_DECADE;

export class Soundings {
  /** Called after each echo. */
  changed = () => {};
  counts = { sent: 0, received: 0 };

  /** How many echoes took how long, by steps. */
  echoes = new Uint32Array(STEPS);

  /** Milliseconds, the newest last. */
  times = [];
  #seconds = [];

  message(what, at, bytes) {
    this.counts[what] += 1;
    const second = this.#second(at);
    second[what] += 1;
    second[`${what}Bytes`] += bytes;
  }

  echo(at, milliseconds) {
    this.times.push(milliseconds);
    if (this.times.length > 2 * MOST_TIMES) this.times.splice(0, MOST_TIMES);
    const second = this.#second(at);
    second.echoes ??= new Uint32Array(STEPS);
    const step = stepOf(milliseconds);
    second.echoes[step] += 1;
    this.echoes[step] += 1;
    this.changed();
  }

  clear() {
    this.counts = { sent: 0, received: 0 };
    this.times = [];
    this.#seconds = [];
    this.echoes.fill(0);
    this.changed();
  }

  /** The last whole seconds before `now`, the oldest first; also those in which nothing went. */
  last(count, now) {
    const end = Math.floor(now / 1_000);
    const known = new Map(this.#seconds.map((second) => [second.at, second]));
    return Array.from({ length: count }, (_, i) => known.get(end - count + i) ?? silence(end - count + i));
  }

  #second(at) {
    const whole = Math.floor(at / 1_000);
    let second = this.#seconds.at(-1);
    // A stamp of the worker may be told after one of the page that is later.
    if (second?.at > whole) second = this.#seconds.findLast((each) => each.at === whole) ?? second;
    if (!second || second.at < whole) {
      this.#seconds.push(second = silence(whole));
      if (this.#seconds.length > MOST_SECONDS) this.#seconds.shift();
    }
    return second;
  }
}

/** Where the step begins, in milliseconds. */
export function beginOf(step) {
  return SHALLOWEST * 10 ** (step / PER_DECADE);
}

/** In milliseconds; undefined if there was no echo. */
export function percentile({ echoes }, share) {
  if (!echoes) return undefined;
  let left = Math.max(1, Math.ceil(echoes.reduce((sum, count) => sum + count, 0) * share));
  return beginOf(echoes.findIndex((count) => (left -= count) <= 0) + 0.5);
}

function stepOf(milliseconds) {
  const step = Math.floor(Math.log10(Math.max(milliseconds, SHALLOWEST) / SHALLOWEST) * PER_DECADE);
  return Math.min(STEPS - 1, step);
}

function silence(at) {
  return { at, sent: 0, received: 0, sentBytes: 0, receivedBytes: 0, echoes: null };
}
