/** Wires the parts of the page together: the connection, the log, the soundings, the words, the controls. */

import { beside, complete, isMixedContent, labelIn, labelled, pathHere, randomLabel, withoutLabel } from './address.js';
import { Announcer } from './announcer.js';
import { command } from './commands.js';
import { DetailPane } from './detail.js';
import { Diagnosis } from './diagnosis.js';
import { Echogram } from './echogram.js';
import { csv, download, ndjson } from './exports.js';
import { filter } from './filter.js';
import { askByHttp, askRefusal, askVerdict } from './inquiry.js';
import { KnobPanel, presetAddress } from './knobs.js';
import { readLink, writeLink } from './link.js';
import { Lesson } from './lesson.js';
import { Log } from './log.js';
import { narrate, tone } from './narrate.js';
import { outgoing, summary } from './payload.js';
import { Repeat } from './repeat.js';
import { row } from './rows.js';
import { ServerPanel } from './server.js';
import { Connection, now } from './socket.js';
import { fillIn } from './templates.js';
import { capacity, label, language, milliseconds, number, size, speak, t } from './wording.js';

const $ = (id) => document.getElementById(id);
const put = (id, text) => { $(id).textContent = text; };

const BUTTON = { connecting: 'cancel', open: 'disconnect', closing: 'disconnect', waiting: 'stop' };

/** The endpoints that a newcomer needs; the rest is among the options. */
const USUAL_PATHS = ['/', '/ws'];

/** The prefix of `/` by default; another Echosounder cannot be asked for its own. */
const USUAL_PREFIX = '接收数据: ';
const MOST_HISTORY = 50;

const connection = new Connection(happened);
const announcer = new Announcer($('announcer'));
const server = new ServerPanel($('server'), $('server-facts'), $('server-summary'));
const knobs = new KnobPanel($('knobs'), $('knob-list'), $('url'));
const log = new Log({ scroller: $('log-scroll'), list: $('log-list') }, {
  row: (entry, before) => row(entry, before, { times: $('times').value, openedAt }),
  changed: logPainted,
  chosen: (entry) => detail.show(entry),
});
const detail = new DetailPane($('detail'), () => { log.select(-1); $('log-scroll').focus(); });
const echogram = new Echogram($('echogram'), soundingsDrawn);
const repeat = new Repeat(sendMany, repeated);
const diagnosis = new Diagnosis($('diagnosis'), examined);
const lesson = new Lesson($('lesson'));
const counts = { sent: 0, received: 0 };
const history = { texts: [], at: 0 };
/** Sent messages by id, until their echo; the oldest are given up. */
const awaited = new Map();
const MOST_AWAITED = 100_000;

let openedAt = 0;
let nextId = 0;
let attempt = null;
/** The entry that the status tells of, and the wait for the next attempt, if there is one. */
let shown = { what: 'idle' };
let waiting = null;
let overhead = { out: 0, back: undefined };
let figures = {};
let logState = { total: 0, kept: 0, shown: 0, unseen: 0, follows: true };

const TOLD = {
  connecting({ url, at, label, protocols, attempt: number }) {
    waiting = null;
    attempt = show(log.add({ what: 'attempt', phase: 'connecting', at, url, label, protocols, attempt: number }));
  },
  open({ at, took, protocol, extensions }) {
    openedAt = at;
    Object.assign(attempt, { phase: 'open', took, protocol, extensions });
    show(attempt);
    server.ask();
  },
  closing(event) {
    show(event);
  },
  blocked(event) {
    Object.assign(attempt, { phase: 'failed', age: event.age, isMixed: isMixedContent(attempt.url), blocked: event.text });
    show(attempt);
  },
  closed(event) {
    repeat.stop();
    awaited.clear();
    if (!event.wasOpen) return failed(event);
    const entry = show(log.add({ ...event, label: attempt.label }));
    if (entry.label) explain(entry, async () => ({ verdict: await askVerdict(entry.label) }));
  },
  stopped(event) {
    waiting = null;
    show(log.add(event));
  },
  waiting(event) {
    waiting = event;
    showState();
  },
  sent({ id, at, buffered }) {
    const entry = awaited.get(id);
    if (entry) {
      overhead.out = at - entry.at;
      entry.at = at;
    }
    repeat.sent(buffered);
  },
  buffered({ buffered }) {
    repeat.buffered(buffered);
  },
  received({ at, data, rtt, of, prefix }) {
    const payload = summary(data);
    const pair = awaited.get(of);
    awaited.delete(of);
    if (rtt !== undefined) {
      overhead.back = now() - at;
      echogram.add(rtt);
    }
    counts.received += 1;
    log.add({ what: 'received', at, payload, rtt, prefix, pair: Boolean(pair) });
    announcer.heard(payload.shown || t('emptyPayload'));
  },
};

function happened(event) {
  TOLD[event.what](event);
}

function failed({ at, age, byUser }) {
  const entry = attempt;
  Object.assign(entry, { phase: byUser ? 'cancelled' : 'failed', age });
  show(entry);
  if (byUser) return;
  if (isMixedContent(entry.url)) return Object.assign(entry, { isMixed: true }) && showState();
  entry.isElsewhere = new URL(entry.url).host !== location.host;
  showState();
  if (!entry.isElsewhere) explain(entry, () => reasons(entry));
}

/** First the server's own record of the handshake, then what plain HTTP on the same path answers. */
async function reasons({ url, label }) {
  const asked = label ? await askRefusal(label) : null;
  if (asked?.refusal) return asked;
  return { isUnseen: asked?.unseen, http: await askByHttp(withoutLabel(url)), isAsked: true };
}

async function explain(entry, ask) {
  Object.assign(entry, await ask());
  log.touch();
  detail.paint();
  showState();
}

function show(entry) {
  shown = entry;
  log.touch();
  showState();
  return entry;
}

/** What to connect to now. Only this server is given a label, by which it can be asked later. */
function target() {
  const url = $('url').value;
  const path = pathHere(url);
  const isEndpoint = path !== null && (endpoints().includes(path) || path.startsWith('/ws/'));
  const label = isEndpoint ? labelIn(url) || randomLabel() : '';
  return {
    url: isEndpoint && !labelIn(url) ? labelled(url, label) : url,
    protocols: offered(),
    prefixes: prefixes(url, path),
    label,
  };
}

function endpoints() {
  return server.info?.endpoints ?? USUAL_PATHS;
}

/** What may stand before an echo: a reply that merely ends like what was sent is none. */
function prefixes(url, path) {
  const chosen = new URL(url).searchParams.get('prefix');
  if (path !== null && chosen !== null) return [chosen];
  if (path === '/') return [server.info?.replyPrefix ?? USUAL_PREFIX, ''];
  return path === null ? ['', USUAL_PREFIX] : [''];
}

function offered() {
  return $('protocols').value.split(',').map((name) => name.trim()).filter(Boolean);
}

function send(data, payload) {
  const entry = log.add({ what: 'sent', at: now(), payload: payload ?? summary(data), id: nextId });
  awaited.set(nextId, entry);
  if (awaited.size > MOST_AWAITED) awaited.delete(awaited.keys().next().value);
  counts.sent += 1;
  return { id: nextId++, data };
}

function sendTyped() {
  const field = $('message');
  const { data, problem, values } = read(nextId);
  const complaint = connection.state !== 'open' ? 'notOpen' : problem;
  complain(field, 'message-error', complaint ? t(complaint, values) : '');
  if (complaint) return;
  connection.send([send(data)]);
  if (history.texts.at(-1) !== field.value) history.texts.push(field.value);
  if (history.texts.length > MOST_HISTORY) history.texts.shift();
  history.at = history.texts.length;
  // Enter again repeats the message, typing replaces it.
  field.select();
}

function read(seq) {
  const text = $('message').value;
  return outgoing($('templates').checked ? fillIn(text, seq) : text, $('send-as').value);
}

let repeatSeq = 0;

function sendMany(count) {
  const messages = [];
  for (let i = 0; i < count; i++) messages.push(send(read(++repeatSeq).data));
  connection.send(messages);
}

function repeated({ left, buffered, isHeld }) {
  put('repeat-state', t(left ? (isHeld ? 'repeatHeld' : 'repeatLeft') : 'repeatDone', { left: number(left), buffered: size(buffered) }));
  put('repeat-start', t(left ? 'repeatStop' : 'repeatStart'));
  if (repeat.isHeld) connection.askBuffered();
}

function toggleRepeat() {
  if (repeat.isRunning) {
    repeat.stop();
    put('repeat-start', t('repeatStart'));
    return;
  }
  const count = wholeNumber('repeat-count', 1, 1_000_000);
  const interval = wholeNumber('repeat-interval', 0, 3_600_000);
  const { problem, values } = read(1);
  complain($('repeat-count'), 'repeat-error', count === null ? t('badCount') : '');
  if (count !== null) complain($('repeat-interval'), 'repeat-error', interval === null ? t('badInterval') : '');
  complain($('message'), 'message-error', problem ? t(problem, values) : '');
  if (count === null || interval === null || problem || connection.state !== 'open') return;
  repeatSeq = 0;
  repeat.start(count, interval);
  put('repeat-start', t('repeatStop'));
}

function wholeNumber(id, least, most) {
  const value = Number($(id).value.replaceAll(',', ''));
  return $(id).value.trim() && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

async function sendFiles(files) {
  if (connection.state !== 'open') return complain($('message'), 'message-error', t('notOpen'));
  const limit = server.info?.limits.messageBytes ?? 0;
  for (const file of files) {
    if (limit && file.size > limit) {
      const values = { name: file.name, size: size(file.size), limit: capacity(limit) };
      complain($('message'), 'message-error', t('tooBig', values));
      continue;
    }
    connection.send([send(new Uint8Array(await file.arrayBuffer()))]);
  }
}

/** What the diagnosis is to examine. */
function examined() {
  const url = complete($('url').value);
  if (!url || isMixedContent(url)) return null;
  const path = pathHere(url);
  return {
    url,
    prefixes: prefixes(url, path),
    isOwn: path !== null,
    server: path === null ? null : server.info,
    labelled: path === null ? null : (label) => (labelIn(url) ? url : labelled(url, label)),
  };
}

function toggle() {
  if (connection.state !== 'idle' && connection.state !== 'closed') return disconnect();
  const field = $('url');
  const url = complete(field.value);
  complain(field, 'url-error', url ? '' : t('badAddress', { example: beside('./ws') }));
  if (!url) return show({ what: 'badAddress' });
  const names = offered();
  const isGood = names.every((name) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name)) && new Set(names).size === names.length;
  complain($('protocols'), 'protocols-error', isGood ? '' : t('badProtocols'));
  if (!isGood) return;
  field.value = url;
  remember();
  connection.reconnects = $('reconnect').checked;
  connection.connect(target);
}

function disconnect() {
  const code = wholeNumber('close-code', 1000, 4999);
  const isAllowed = code === 1000 || code >= 3000;
  const reason = $('close-reason').value;
  const bytes = new TextEncoder().encode(reason).length;
  complain($('close-code'), 'close-error', isAllowed ? '' : t('badCode'));
  if (isAllowed) complain($('close-reason'), 'close-error', bytes > 123 ? t('badReason', { count: bytes }) : '');
  if (!isAllowed || bytes > 123) {
    $('options').open = true;
    return;
  }
  connection.disconnect(code, reason);
}

function complain(field, place, problem) {
  field.setAttribute('aria-invalid', Boolean(problem));
  put(place, problem);
}

function showState() {
  const { state } = connection;
  const { line, detail: more } = narrate(shown);
  const isAtRest = state === 'idle' || state === 'closed';
  document.body.dataset.state = state;
  $('state').dataset.tone = tone(waiting ?? shown);
  put('status-line', waiting ? t('state.waiting', waiting) : line);
  put('status-detail', waiting ? `${line}. ${more ?? ''}` : more ?? '');
  put('connect', t(BUTTON[state] ?? 'connect'));
  $('connect').setAttribute('aria-disabled', state === 'closing');
  for (const id of ['url', 'protocols']) $(id).readOnly = !isAtRest;
  $('send').disabled = $('repeat-start').disabled = state !== 'open';
  $('retry').hidden = !waiting;
  if (!repeat.isRunning) put('repeat-start', t('repeatStart'));
  showPresets();
  if (waiting) tick();
  if (state === 'open' && shown === attempt && !attempt.isGreeted) {
    attempt.isGreeted = true;
    complain($('message'), 'message-error', '');
    if (document.activeElement === $('connect') || document.activeElement === $('url')) {
      $('message').focus();
      // Typing replaces what stands there.
      $('message').select();
    }
  }
}

function tick() {
  if (!waiting) return;
  put('countdown', t('countdown', { seconds: (Math.max(0, waiting.until - performance.now()) / 1000).toFixed(1) }));
  clearTimeout(tick.timer);
  tick.timer = setTimeout(tick, 100);
}

function showPresets() {
  const isAtRest = connection.state === 'idle' || connection.state === 'closed';
  const paths = endpoints();
  const drawn = `${paths.join()} ${language()}`;
  if ($('presets').dataset.drawn !== drawn) {
    $('presets').dataset.drawn = drawn;
    $('presets').replaceChildren(...paths.filter((path) => USUAL_PATHS.includes(path)).map(preset));
    $('more-presets').replaceChildren(...paths.filter((path) => !USUAL_PATHS.includes(path)).map(preset));
  }
  const bare = $('url').value.replace(/[?#].*/, '');
  $('learn').hidden = !paths.includes('/ws/inspect');
  for (const button of document.querySelectorAll('[data-preset]')) {
    button.disabled = !isAtRest;
    button.setAttribute('aria-pressed', presetAddress(button.dataset.preset) === bare);
  }
}

function preset(path) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.preset = path;
  const code = document.createElement('code');
  code.textContent = path;
  const words = document.createElement('span');
  words.textContent = t(`preset.${path}`) === `preset.${path}` ? '' : t(`preset.${path}`);
  button.append(code, ' ', words);
  button.addEventListener('click', () => { $('url').value = presetAddress(path); addressChanged(); });
  return button;
}

function addressChanged() {
  complain($('url'), 'url-error', '');
  if (shown.what === 'badAddress') show({ what: 'idle' });
  showPresets();
  knobs.show();
  remember();
}

function remember() {
  const message = $('message').value;
  writeLink({
    url: $('url').value,
    protocols: $('protocols').value,
    as: $('send-as').value === 'text' ? '' : $('send-as').value,
    message: message === t('firstMessage') || message.length > 2_000 ? '' : message,
  });
}

function logPainted(state) {
  logState = state;
  const { total, kept, shown: rows, unseen, follows, isPaused, isFiltered } = state;
  const values = { total: number(total), kept: number(kept), shown: number(rows) };
  put('log-count', total ? t(isFiltered ? 'logFiltered' : kept < total ? 'logCountCut' : total === 1 ? 'logCountOne' : 'logCount', values) : '');
  put('latest', t('latest', { count: number(unseen) }));
  put('count-sent', number(counts.sent));
  put('count-received', number(counts.received));
  $('latest').hidden = (follows && !isPaused) || !unseen;
  $('follow').checked = follows;
  $('pause').setAttribute('aria-pressed', isPaused);
  $('log-empty').hidden = total > 0;
}

function soundingsDrawn(drawn) {
  figures = drawn;
  const figure = (value) => (value === undefined ? '–' : milliseconds(value));
  for (const name of ['last', 'median', 'p99', 'slowest']) put(`rtt-${name}`, figure(drawn[name]));
  const values = { count: number(drawn.count), overhead: milliseconds(overhead.out + (overhead.back ?? 0)) };
  put('figures-of', drawn.count ? t('figuresOf', values) : '');
}

function applyFilter() {
  let problem = '';
  try {
    log.filter(filter({ text: $('filter').value, direction: $('filter-direction').value, type: $('filter-type').value }));
  } catch (fault) {
    problem = t('badFilter', { fault: fault.message });
  }
  complain($('filter'), 'filter-error', problem);
}

function showLanguage() {
  label(document);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', button.dataset.language === language());
  }
  showState();
  logPainted(logState);
  log.touch();
  detail.paint();
  knobs.show();
  server.show();
  if (figures.count) soundingsDrawn(figures);
}

async function copyCommand(kind) {
  const url = complete($('url').value);
  if (!url) return complain($('url'), 'url-error', t('badAddress', { example: beside('./ws') }));
  const text = command(kind, url, offered());
  try {
    await navigator.clipboard.writeText(text);
    put('copied', t('copied'));
  } catch {
    put('copied', text);
  }
}

/** Through the messages sent before, as a shell does, where the caret cannot go further. */
function recall(event) {
  const field = $('message');
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const isAtEdge = step < 0 ? field.selectionStart === 0 : field.selectionEnd === field.value.length;
  const at = history.at + step;
  if (!step || !isAtEdge || at < 0 || at > history.texts.length) return;
  event.preventDefault();
  history.at = at;
  field.value = history.texts[at] ?? '';
  field.select();
}

$('connect-form').addEventListener('submit', (event) => { event.preventDefault(); toggle(); });
// The second click of a double click would cancel what the first began.
$('connect').addEventListener('click', (event) => { if (event.detail > 1) event.preventDefault(); });
$('send-form').addEventListener('submit', (event) => { event.preventDefault(); sendTyped(); });
$('repeat-form').addEventListener('submit', (event) => { event.preventDefault(); toggleRepeat(); });
$('message').addEventListener('keydown', (event) => {
  // While an input method composes Chinese, Enter belongs to it.
  if (event.isComposing) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    sendTyped();
  } else recall(event);
});
$('message').addEventListener('input', remember);
$('send-as').addEventListener('change', () => { complain($('message'), 'message-error', ''); remember(); });
$('protocols').addEventListener('input', remember);
$('url').addEventListener('input', addressChanged);
$('options').addEventListener('toggle', () => { if ($('options').open) knobs.ask(); });
$('reconnect').addEventListener('change', ({ target: box }) => { connection.reconnects = box.checked; });
$('retry-now').addEventListener('click', () => { $('connect').focus(); connection.retryNow(); });
$('follow').addEventListener('change', ({ target: box }) => log.follow(box.checked));
$('latest').addEventListener('click', () => { log.pause(false); log.follow(true); $('log-scroll').focus(); });
$('clear').addEventListener('click', () => {
  counts.sent = counts.received = 0;
  echogram.clear();
  log.clear();
});
$('tools-toggle').addEventListener('click', () => {
  $('tools').hidden = !$('tools').hidden;
  $('tools-toggle').setAttribute('aria-expanded', !$('tools').hidden);
});
$('pause').addEventListener('click', () => log.pause(!logState.isPaused));
for (const id of ['filter', 'filter-direction', 'filter-type']) $(id).addEventListener('input', applyFilter);
$('times').addEventListener('change', () => log.touch());
$('export-ndjson').addEventListener('click', () => download(ndjson(log.entries()), 'echosounder.ndjson', 'application/x-ndjson'));
$('export-csv').addEventListener('click', () => download(csv(log.entries()), 'echosounder.csv', 'text/csv'));
for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', () => copyCommand(button.dataset.copy));
}
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => { speak(button.dataset.language); showLanguage(); });
}
const composer = document.querySelector('.composer');
composer.addEventListener('dragover', (event) => event.preventDefault());
composer.addEventListener('drop', (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  sendFiles([...event.dataTransfer.files]);
});
$('learn').addEventListener('click', () => lesson.show());
$('diagnose').addEventListener('click', () => diagnosis.show());
addEventListener('online', () => connection.retryNow());
addEventListener('hashchange', restore);

function restore() {
  const { url, protocols, as, message } = readLink();
  if (connection.state !== 'idle' && connection.state !== 'closed') return;
  $('url').value = url || beside('./');
  $('protocols').value = protocols ?? '';
  $('send-as').value = as || 'text';
  $('message').value = message ?? t('firstMessage');
  showPresets();
  knobs.show();
}

restore();
showLanguage();
server.ask().then(showPresets);
