/** Wires the parts of the page together: the connection, the log, the soundings, the words, the controls. */

import { askByHttp, beside, complete } from './address.js';
import { Announcer } from './announcer.js';
import { Echoes } from './echoes.js';
import { Echogram } from './echogram.js';
import { Log } from './log.js';
import { narrate, tone } from './narrate.js';
import { outgoing, summary } from './payload.js';
import { row } from './rows.js';
import { ServerPanel } from './server.js';
import { Connection } from './socket.js';
import { label, language, milliseconds, number, speak, t } from './wording.js';

const $ = (id) => document.getElementById(id);
const put = (id, text) => { $(id).textContent = text; };

const BUTTON = { connecting: 'cancel', open: 'disconnect', closing: 'disconnect', waiting: 'stop' };

const connection = new Connection(happened);
const echoes = new Echoes();
const announcer = new Announcer($('announcer'));
const server = new ServerPanel($('server'), $('server-facts'));
const log = new Log({ scroller: $('log-scroll'), list: $('log-list') }, row, logPainted);
const echogram = new Echogram($('echogram'), soundingsDrawn);
const counts = { sent: 0, received: 0 };
/** What the status tells: the latest change of state, and what explains it. */
let shown = { main: { what: 'idle' }, reason: null };
let logState = { total: 0, kept: 0, unseen: 0, follows: true };

function happened(event) {
  if (event.what === 'received') return received(event);
  if (event.what === 'closed') {
    event.unanswered = echoes.awaited;
    echoes.clear();
  }
  note(event);
  if (event.what === 'error') {
    if (!event.wasOpen && event.attempt === 0) explain($('url').value);
    return;
  }
  shown = { main: event, reason: event.what === 'waiting' ? shown.main : null };
  showState();
}

function note(event) {
  log.add({ ...event, tone: tone(event) });
}

async function explain(url) {
  const answer = await askByHttp(url);
  if (!answer) return;
  const hint = { what: 'hint', at: Date.now(), ...answer };
  note(hint);
  if (shown.main.what === 'closed') shown.reason = hint;
  showState();
}

function received({ at, data }) {
  const rtt = echoes.received(data, performance.now());
  const payload = summary(data);
  if (rtt !== undefined) echogram.add(rtt);
  counts.received += 1;
  log.add({ what: 'received', at, payload, rtt });
  announcer.heard(payload.shown || t('emptyPayload'));
}

function send() {
  const field = $('message');
  const data = outgoing(field.value, $('send-as').value);
  const problem = connection.state !== 'open' ? t('notOpen') : data === null ? t('badHex') : '';
  complain(field, 'message-error', problem);
  if (problem) return;
  echoes.sent(data, performance.now());
  connection.send(data);
  counts.sent += 1;
  log.add({ what: 'sent', at: Date.now(), payload: summary(data) });
  // Enter again repeats the message, typing replaces it.
  field.select();
}

function toggle() {
  if (connection.state !== 'idle' && connection.state !== 'closed') return connection.disconnect();
  const field = $('url');
  const url = complete(field.value);
  complain(field, 'url-error', url ? '' : t('badAddress', { example: beside('./ws') }));
  if (!url) return;
  field.value = url;
  try {
    connection.connect(url);
  } catch (refused) {
    // For example ws:// from a page that came by https://.
    note({ what: 'error', at: Date.now(), text: refused.message });
  }
}

function complain(field, place, problem) {
  field.setAttribute('aria-invalid', Boolean(problem));
  put(place, problem);
}

function showState() {
  const { state } = connection;
  const { main, reason } = shown;
  const { line, detail } = narrate(main);
  const because = reason && narrate(reason);
  const isAtRest = state === 'idle' || state === 'closed';
  document.body.dataset.state = state;
  $('state').dataset.tone = tone(main);
  put('status-line', state === 'waiting' ? t('state.waiting', main) : line);
  put('status-detail', because ? `${because.line}. ${because.detail}` : detail ?? '');
  put('connect', t(BUTTON[state] ?? 'connect'));
  $('connect').setAttribute('aria-disabled', state === 'closing');
  $('url').readOnly = !isAtRest;
  for (const preset of document.querySelectorAll('[data-preset]')) preset.disabled = !isAtRest;
  $('send').disabled = state !== 'open';
  $('retry').hidden = state !== 'waiting';
  showPresets();
  if (state === 'waiting') tick();
  if (state === 'open') {
    complain($('message'), 'message-error', '');
    if (document.activeElement === $('connect') || document.activeElement === $('url')) $('message').focus();
  }
}

function tick() {
  if (connection.state !== 'waiting') return;
  const left = Math.max(0, shown.main.until - performance.now());
  put('countdown', t('countdown', { seconds: (left / 1000).toFixed(1) }));
  setTimeout(tick, 100);
}

function showPresets() {
  for (const preset of document.querySelectorAll('[data-preset]')) {
    preset.setAttribute('aria-pressed', beside(preset.dataset.preset) === $('url').value);
  }
}

function logPainted(state) {
  logState = state;
  const { total, kept, unseen, follows } = state;
  put('log-count', total ? t(kept < total ? 'logCountCut' : 'logCount', { total: number(total), kept: number(kept) }) : '');
  put('latest', t('latest', { count: number(unseen) }));
  put('count-sent', number(counts.sent));
  put('count-received', number(counts.received));
  $('latest').hidden = follows || !unseen;
  $('follow').checked = follows;
  $('log-empty').hidden = total > 0;
}

function soundingsDrawn({ last, median, slowest, scale }) {
  const figure = (value) => (value === undefined ? '–' : milliseconds(value));
  put('rtt-last', figure(last));
  put('rtt-median', figure(median));
  put('rtt-slowest', figure(slowest));
  put('scale', last === undefined ? '' : `${number(scale)} ms`);
}

function showLanguage() {
  label(document);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', button.dataset.language === language());
  }
  showState();
  logPainted(logState);
  log.repaint();
  server.show();
}

$('connect-form').addEventListener('submit', (event) => { event.preventDefault(); toggle(); });
$('send-form').addEventListener('submit', (event) => { event.preventDefault(); send(); });
$('message').addEventListener('keydown', (event) => {
  // While an input method composes Chinese, Enter belongs to it.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
$('url').addEventListener('input', showPresets);
$('retry-now').addEventListener('click', () => { $('connect').focus(); connection.retryNow(); });
$('follow').addEventListener('change', (event) => log.follow(event.target.checked));
$('latest').addEventListener('click', () => { log.follow(true); $('log-scroll').focus(); });
$('clear').addEventListener('click', () => {
  counts.sent = counts.received = 0;
  echogram.clear();
  log.clear();
});
for (const preset of document.querySelectorAll('[data-preset]')) {
  preset.addEventListener('click', () => { $('url').value = beside(preset.dataset.preset); showPresets(); });
}
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => { speak(button.dataset.language); showLanguage(); });
}
addEventListener('online', () => connection.retryNow());

$('url').value = beside('./');
$('message').value = t('firstMessage');
showLanguage();
server.ask();
