/** The picture of the round-trip times, as a ship's echosounder draws the sea floor; and their figures. */

const CAPACITY = 240;
const COLUMN = 4;

/** The scale ends at one of these milliseconds, so that it does not jump with every echo. */
const SCALES = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1_200, 2_000, 5_000, 10_000, 60_000];

export class Echogram {
  #canvas;
  #times = [];
  #frame = 0;
  #drawn;

  /** `drawn({last, median, slowest, scale})` is told after each paint. */
  constructor(canvas, drawn) {
    this.#canvas = canvas;
    this.#drawn = drawn;
    new ResizeObserver(() => this.repaint()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.repaint());
  }

  add(milliseconds) {
    this.#times.push(milliseconds);
    if (this.#times.length > CAPACITY) this.#times.shift();
    this.repaint();
  }

  clear() {
    this.#times = [];
    this.repaint();
  }

  repaint() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    const sorted = this.#times.toSorted((a, b) => a - b);
    const slowest = sorted.at(-1);
    const visible = this.#times.slice(-Math.ceil(this.#canvas.clientWidth / COLUMN));
    const deepest = Math.max(0, ...visible);
    const scale = SCALES.find((end) => end >= deepest * 1.15) ?? deepest;
    this.#draw(visible, scale);
    this.#drawn({ last: this.#times.at(-1), median: sorted[sorted.length >> 1], slowest, scale });
  }

  #draw(times, scale) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const density = devicePixelRatio || 1;
    this.#canvas.width = width * density;
    this.#canvas.height = height * density;
    const pen = this.#canvas.getContext('2d');
    pen.scale(density, density);
    const style = getComputedStyle(this.#canvas);
    const colour = (name) => style.getPropertyValue(name).trim();

    pen.fillStyle = colour('--grid');
    for (let quarter = 1; quarter < 4; quarter++) pen.fillRect(0, Math.round((height * quarter) / 4), width, 1);

    if (!times.length) return;
    const floor = new Path2D();
    times.forEach((time, i) => {
      const x = width - (times.length - i) * COLUMN;
      const depth = Math.min(height - 4, Math.max(3, (time / scale) * height));
      if (i === 0) floor.moveTo(x, depth);
      floor.lineTo(x + COLUMN, depth);
    });
    const ground = new Path2D(floor);
    ground.lineTo(width, height);
    ground.lineTo(width - times.length * COLUMN, height);
    const fill = pen.createLinearGradient(0, 0, 0, height);
    fill.addColorStop(0, colour('--floor'));
    fill.addColorStop(1, colour('--floor-deep'));
    pen.fillStyle = fill;
    pen.fill(ground);
    pen.strokeStyle = colour('--floor-edge');
    pen.lineWidth = 2;
    pen.lineJoin = 'round';
    pen.stroke(floor);
  }
}
