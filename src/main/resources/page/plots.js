/** The last minutes, second by second: messages, bytes and round trips, as pictures and as a table. */

import { emptied } from './canvas.js';
import { $ } from './fields.js';
import { showHistogram } from './histogram.js';
import { percentile } from './soundings.js';
import { capacity, language, milliseconds, number, t } from './wording.js';

const REPAINT_MILLIS = 1_000;
const COLUMN = 2;
const ROWS = 10;

/** What is drawn into which canvas: a field of a second and its colour. */
const PLOTS = {
  'plot-messages': [['received', '--received'], ['sent', '--sent']],
  'plot-bytes': [['receivedBytes', '--received'], ['sentBytes', '--sent']],
  'plot-times': [['p99', '--bad'], ['p50', '--note']],
};

export class Plots {
  #soundings = null;

  constructor() {
    let timer = 0;
    $('over-time').addEventListener('toggle', () => {
      clearInterval(timer);
      if ($('over-time').open) timer = setInterval(() => this.paint(), REPAINT_MILLIS);
      this.paint();
    });
    for (const table of ['plot-table', 'histogram-table']) $(table).closest('details').addEventListener('toggle', () => this.paint());
  }

  show(soundings) {
    this.#soundings = soundings;
    this.paint();
  }

  paint() {
    if (!$('over-time').open) return;
    const seconds = this.#soundings.last(180, Date.now())
      .map((second) => ({ ...second, p50: percentile(second, 0.5), p99: percentile(second, 0.99) }));
    for (const [id, lines] of Object.entries(PLOTS)) {
      const scale = draw($(id), seconds, lines, id === 'plot-times');
      $(`${id}-scale`).textContent = id === 'plot-times' ? milliseconds(scale) : id === 'plot-bytes' ? capacity(scale) : number(scale);
    }
    showHistogram(this.#soundings.echoes);
    if ($('plot-table').closest('details').open) this.#tabulate(seconds.slice(-ROWS));
  }

  #tabulate(seconds) {
    const time = (value) => (value === undefined ? '–' : milliseconds(value));
    $('plot-table').replaceChildren(...seconds.reverse().map(({ at, sent, received, sentBytes, receivedBytes, p50, p99 }) => {
      const row = document.createElement('tr');
      row.append(...[
        new Date(at * 1_000).toLocaleTimeString(language()), number(sent), number(received), number(sentBytes), number(receivedBytes), time(p50), time(p99),
      ].map((text, i) => {
        const cell = document.createElement(i ? 'td' : 'th');
        if (!i) cell.scope = 'row';
        cell.textContent = text;
        return cell;
      }));
      return row;
    }));
  }
}

/** Draws a line for each, and gives the value at the top. Times are on a logarithmic scale from a tenth of a millisecond. */
function draw(canvas, seconds, lines, isTime) {
  const { pen, width, height, style } = emptied(canvas);
  const shown = seconds.slice(-Math.floor(width / COLUMN));
  const most = Math.max(...lines.flatMap(([name]) => shown.map((second) => second[name] ?? 0)));
  const top = isTime ? 10 ** Math.ceil(Math.log10(Math.max(most, 1))) : round(Math.max(most, 1), lines[0][0].endsWith('Bytes'));
  const share = (value) => (isTime ? Math.log10(Math.max(value, 0.1) / 0.1) / Math.log10(top / 0.1) : value / top);
  pen.lineWidth = 1.5;
  // Not by colour alone: the second line is dashed.
  const dashes = (i) => (i ? [3, 2] : []);
  for (const [i, [name, colour]] of lines.entries()) {
    pen.setLineDash(dashes(i));
    pen.strokeStyle = style.getPropertyValue(colour);
    pen.beginPath();
    let isDown = false;
    shown.forEach((second, column) => {
      const value = second[name];
      if (value === undefined) { isDown = false; return; }
      const [x, y] = [width - (shown.length - column - 0.5) * COLUMN, height - 1 - share(value) * (height - 2)];
      if (isDown) pen.lineTo(x, y);
      else pen.moveTo(x - COLUMN / 2, y), pen.lineTo(x, y);
      isDown = true;
    });
    pen.stroke();
  }
  return top;
}

/** 1, 2 or 5 times a power of ten, or a power of two for bytes, at or above the value. */
function round(value, isBytes) {
  if (isBytes) return 2 ** Math.ceil(Math.log2(value));
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}
