/** The picture of the round-trip times, as a ship's echosounder draws depth: the slower, the deeper. And their figures. */

import { emptied } from './canvas.js';
import { Painter } from './frames.js';

const COLUMN = 4;

/** A logarithmic scale from a tenth of a millisecond: one slow echo does not flatten the rest. */
const SHALLOWEST = 0.1;
const DEEPEST = [10, 100, 1_000, 10_000, 100_000];

export class Echogram {
  #canvas;
  #soundings = null;
  #painter = new Painter(() => this.#paint());
  #drawn;

  /** `drawn({last, median, p99, slowest, count})` is told after each paint: of the echoes shown, no others. */
  constructor(canvas, drawn) {
    this.#canvas = canvas;
    this.#drawn = drawn;
    new ResizeObserver(() => this.repaint()).observe(canvas);
  }

  show(soundings) {
    if (this.#soundings) this.#soundings.changed = () => {};
    this.#soundings = soundings;
    soundings.changed = () => this.repaint();
    this.repaint();
  }

  repaint() {
    this.#painter.ask();
  }

  #paint() {
    const shown = this.#soundings.times.slice(-Math.max(1, Math.floor(this.#canvas.clientWidth / COLUMN)));
    const sorted = shown.toSorted((a, b) => a - b);
    const slowest = sorted.at(-1);
    const scale = DEEPEST.find((end) => end >= (slowest ?? 0)) ?? DEEPEST.at(-1);
    this.#draw(shown, scale);
    const percentile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    this.#drawn({ last: shown.at(-1), median: percentile(0.5), p99: percentile(0.99), slowest, count: shown.length });
  }

  #draw(times, scale) {
    const { pen, width, height, style } = emptied(this.#canvas);
    const colour = (name) => style.getPropertyValue(name).trim();
    const decades = Math.log10(scale / SHALLOWEST);
    const depth = (time) => Math.min(1, Math.max(0.03, Math.log10(Math.max(time, SHALLOWEST) / SHALLOWEST) / decades)) * (height - 2);

    // From the surface down, so that a slow echo has the most colour.
    const fill = pen.createLinearGradient(0, 0, 0, height);
    fill.addColorStop(0, colour('--floor-deep'));
    fill.addColorStop(1, colour('--floor'));
    pen.fillStyle = fill;
    times.forEach((time, i) => pen.fillRect(width - (times.length - i) * COLUMN, 0, COLUMN - 1, depth(time)));
    pen.fillStyle = colour('--floor-edge');
    times.forEach((time, i) => pen.fillRect(width - (times.length - i) * COLUMN, depth(time) - 2, COLUMN - 1, 2));

    pen.font = `11px ${style.getPropertyValue('--mono')}`;
    pen.textBaseline = 'bottom';
    for (let power = SHALLOWEST * 10; power < scale; power *= 10) {
      const y = Math.round(depth(power));
      pen.fillStyle = colour('--grid-line');
      pen.fillRect(0, y, width, 1);
      pen.fillStyle = colour('--quiet');
      pen.fillText(`${power >= 1_000 ? `${power / 1_000} s` : `${Math.round(power)} ms`}`, 4, y);
    }
  }
}
