/** How many echoes took how long, as a picture on a logarithmic scale and as a table. */

import { emptied } from './canvas.js';
import { $ } from './fields.js';
import { PER_DECADE, beginOf } from './soundings.js';
import { number } from './wording.js';

/** Where the rows of the table begin in each decade: at 1, 2 and 5. */
const ROWS = [0, 6, 14];

/** The scale stands above the bars, in pixels. */
const SCALE = 14;

/** `echoes` are counts by the steps of the soundings. */
export function showHistogram(echoes) {
  const total = sum(echoes);
  const known = total ? [echoes.findIndex(Boolean), echoes.findLastIndex(Boolean)] : [PER_DECADE, PER_DECADE];
  const from = Math.floor(known[0] / PER_DECADE) * PER_DECADE;
  const to = (Math.floor(known[1] / PER_DECADE) + 1) * PER_DECADE;
  const most = Math.max(...echoes);
  draw($('histogram'), echoes.subarray(from, to), most, from);
  $('histogram-scale').textContent = number(most);
  if ($('histogram-table').closest('details').open) tabulate(echoes, known, total);
}

function draw(canvas, echoes, most, from) {
  const { pen, width, height, style } = emptied(canvas);
  const column = width / echoes.length;
  pen.fillStyle = style.getPropertyValue('--note');
  echoes.forEach((count, i) => {
    // A single echo among thousands is seen, too.
    const bar = count ? Math.max(2, (count / most) * (height - SCALE)) : 0;
    pen.fillRect(i * column, height - bar, Math.max(1, column - 1), bar);
  });
  pen.font = `11px ${style.getPropertyValue('--mono')}`;
  pen.textBaseline = 'top';
  for (let i = 0; i < echoes.length; i += PER_DECADE) {
    pen.fillStyle = style.getPropertyValue('--grid-line');
    pen.fillRect(i * column, 0, 1, height);
    pen.fillStyle = style.getPropertyValue('--quiet');
    pen.fillText(short(beginOf(from + i)), i * column + 4, 2);
  }
}

function tabulate(echoes, [first, last], total) {
  const begins = Array.from(echoes, (_, step) => step).filter((step) => ROWS.includes(step % PER_DECADE));
  const rows = [];
  begins.forEach((begin, i) => {
    const end = begins[i + 1] ?? echoes.length;
    if (!total || end <= first || begin > last) return;
    const count = sum(echoes.subarray(begin, end));
    const row = document.createElement('tr');
    for (const [tag, text] of [
      ['th', `${short(beginOf(begin))} – ${short(beginOf(end))}`], ['td', number(count)], ['td', `${((count / total) * 100).toFixed(1)} %`],
    ]) row.append(Object.assign(document.createElement(tag), { textContent: text }));
    row.firstChild.scope = 'row';
    rows.push(row);
  });
  $('histogram-table').replaceChildren(...rows);
}

function sum(counts) {
  return counts.reduce((all, count) => all + count, 0);
}

/** `0.2 ms`, `50 ms`, `5 s`. */
function short(time) {
  return time > 999 ? `${Math.round(time / 1_000)} s` : `${Number(time.toPrecision(1))} ms`;
}
