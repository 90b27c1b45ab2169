/** When the page works and when it paints: neither makes a key wait for long. */

/** After so much work without a frame, the next frame comes first. */
const FRAME_MILLIS = 16;

/** A page that nobody sees gets no frames. */
const LONGEST_WAIT = 100;

/** Painting takes at most one part in so many of the time. */
const SHARE = 5;

let shownAt = 0;
let due = null;

/** The frame that work in slices must wait for; null while there is time for more. */
export function dueFrame() {
  if (document.hidden || performance.now() - shownAt < FRAME_MILLIS) return null;
  due ??= new Promise((resume) => {
    const shown = () => {
      clearTimeout(timer);
      shownAt = performance.now();
      due = null;
      resume();
    };
    const timer = setTimeout(shown, LONGEST_WAIT);
    requestAnimationFrame(() => breath().then(shown));
  });
  return due;
}

/** Lets the browser do what is more urgent. */
export function breath() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resume;
    port2.postMessage(null);
  });
}

/** Paints once per frame at most, and more rarely the longer it takes. */
export class Painter {
  #paint;
  #isAsked = false;
  #from = 0;

  constructor(paint) {
    this.#paint = paint;
  }

  get isAsked() {
    return this.#isAsked;
  }

  ask() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    const wait = this.#from - performance.now();
    if (wait > 0) setTimeout(() => this.#inFrame(), wait);
    else this.#inFrame();
  }

  #inFrame() {
    requestAnimationFrame(() => {
      this.#isAsked = false;
      const began = performance.now();
      this.#paint();
      const ended = performance.now();
      this.#from = ended + (ended - began) * (SHARE - 1);
    });
  }
}
