/**
 * The examination of the command `check`, as far as a browser can run it: its steps, its causes, its report. Each step
 * has a fresh connection.
 */

import { Probe } from './probe.js';
import { beside, randomLabel } from './address.js';
import { askByHttp, askRefusal } from './inquiry.js';
import { bytesOf } from './payload.js';
import { milliseconds, size, t } from './wording.js';

/** In the order of the command; those without a function are beyond a browser. */
const STEPS = {
  dns: null, tcp: null, tls: null, upgrade, headers: null, text, binary, empty, 'utf8-split': null,
  fragmentation: null, compression, subprotocol, ping: null, sizes, burst, buffering, rtt, idle, close, reconnect,
};

const SIZES = [125, 126, 65_535, 65_536, 2 ** 20, 2 ** 24];
const BURST = 200;
const ROUND_TRIPS = 50;
// Where each echo takes seconds, fewer tell as much.
const LONGEST_RTT_MILLIS = 10_000;
const IDLE = 70_000;
const RECONNECTS = 10;

/** Ticks that come this much later than others were held back together. */
const BUFFERED_MILLIS = 400;

/**
 * `on(step)` is told of each; `context` has `url`, `protocols`, `prefixes`, `isOwn`, `labelled(label)` (the address with a label),
 * `server` (what it tells of itself), `waitsIdle` and `signal`.
 */
export async function examine(context, on) {
  const steps = [];
  let isOver = false;
  for (const [id, run] of Object.entries(STEPS)) {
    const started = performance.now();
    let outcome;
    if (context.signal.aborted) outcome = skip('stopped');
    else if (!run) outcome = skip('browser');
    else if (isOver) outcome = skip('pointless');
    else {
      on({ id, result: 'running', detail: '' });
      outcome = await run(context).catch((fault) => failed('cut', { text: fault.message }));
    }
    isOver ||= outcome.result === 'fail' && (id === 'upgrade' || id === 'text');
    const step = { id, cause: null, facts: {}, ...outcome, millis: Math.round(performance.now() - started) };
    steps.push(step);
    on(step);
  }
  return report(context, steps);
}

export function markdown({ target, summary, steps }) {
  const rows = steps.map(({ id, result, cause, detail }) => `| ${id} | ${result} | ${cause ?? ''} | ${detail.replaceAll('|', '\\|')} |`);
  return [`**${target}**: ${summary}`, '', '| step | result | cause | detail |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function report({ url, server }, steps) {
  const worst = ['fail', 'remark'].map((result) => steps.find((step) => step.result === result)).find(Boolean);
  const result = worst?.result ?? 'pass';
  const summary = worst ? worst.detail : t('check.allPassed');
  return {
    version: 1, target: url, result, cause: worst?.cause ?? null, summary, steps,
    server: server ? { name: server.name, version: server.version } : null,
    exitCode: result === 'fail' ? exitCode(worst) : 0,
  };
}

/** Those of the command. */
function exitCode({ id, cause }) {
  if (/^tcp-/.test(cause)) return 3;
  if (id === 'upgrade') return 5;
  if (/^(not-an-echo|message-|type-changed|empty-lost)/.test(cause)) return 6;
  if (cause === 'silent') return 7;
  return /^(cut|server-closed|idle-cut|close-)/.test(cause) ? 8 : 9;
}

const passed = (key, values = {}, facts = {}) => ({ result: 'pass', detail: t(`check.${key}`, values), facts });
const skip = (key) => ({ result: 'skip', detail: t(`check.skip.${key}`) });
const remark = (cause, values = {}, facts = {}) => ({ result: 'remark', cause, detail: t(`check.cause.${cause}`, values), facts });
const failed = (cause, values = {}, facts = {}) => ({ result: 'fail', cause, detail: t(`check.cause.${cause}`, values), facts });

async function upgrade(context) {
  const label = context.isOwn ? randomLabel() : '';
  const began = performance.now();
  const url = label ? context.labelled(label) : context.url;
  let probe = new Probe(url);
  let isOpen = await probe.opened();
  if (!isOpen && context.protocols.length) {
    // There are servers that open for these alone.
    probe = new Probe(url, context.protocols);
    isOpen = await probe.opened();
    if (isOpen) context.offered = context.protocols;
  }
  const took = performance.now() - began;
  probe.close();
  if (isOpen) return passed('upgrade', { took: milliseconds(took) });
  if (isOpen === null) return failed('handshake-timeout');
  const status = await refusedWith(context.url, label);
  if (status === 426) return failed('upgrade-dropped');
  if (status === 0) return failed('tcp-refused');
  if (status) return failed('http-status', { status }, { status });
  return { result: 'fail', cause: null, detail: t('check.notOpened'), facts: {} };
}

/** By the server's own record; plain HTTP cannot tell what became of the handshake, other than where nothing else answers. */
async function refusedWith(url, label) {
  const asked = label ? await askRefusal(label) : null;
  if (asked?.refusal) return asked.refusal.status;
  const http = await askByHttp(url);
  return http && (http.status === 0 || (http.status >= 400 && http.status !== 426)) ? http.status : undefined;
}

async function open({ url, offered }) {
  const probe = new Probe(url, offered);
  if (!(await probe.opened())) throw new Error(t('check.notOpen'));
  return probe;
}

async function echoed(context, payload) {
  const probe = await open(context);
  probe.send(payload);
  const outcome = judged(await probe.next(), payload, context) ?? passed('echoed', { size: size(bytesOf(payload).length) });
  await probe.close();
  return outcome;
}

/** Null if it is the echo. */
function judged(reply, payload, { prefixes }) {
  if (!reply) return failed('silent');
  if (reply.ended) return reply.ended.code === 1006 ? failed('cut') : failed('server-closed', reply.ended, { code: reply.ended.code });
  const { data } = reply;
  if (typeof data !== typeof payload) return failed('type-changed');
  const isEcho = typeof data === 'string'
    ? prefixes.some((prefix) => data === prefix + payload)
    : isSame(new Uint8Array(data), payload);
  return isEcho ? null : failed(bytesOf(typeof data === 'string' ? data : new Uint8Array(data)).length === bytesOf(payload).length ? 'message-altered' : 'not-an-echo');
}

const isSame = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

function text(context) {
  return echoed(context, 'echosounder 回声 🌊');
}

function binary(context) {
  return echoed(context, Uint8Array.from({ length: 256 }, (_, i) => i));
}

async function empty(context) {
  const outcome = await echoed(context, new Uint8Array());
  return outcome.cause === 'silent' ? failed('empty-lost') : outcome;
}

async function compression(context) {
  const probe = await open(context);
  const { extensions } = probe;
  await probe.close();
  return extensions.includes('permessage-deflate') ? passed('compression', { extensions }) : remark('deflate-not-granted');
}

async function subprotocol({ url, protocols }) {
  if (!protocols.length) return skip('unasked');
  const probe = new Probe(url, protocols);
  const isOpen = await probe.opened();
  const granted = probe.protocol;
  await probe.close();
  const offered = protocols.join(', ');
  // A browser fails the handshake itself when a protocol is granted that it did not offer (RFC 6455, 4.1).
  return isOpen && protocols.includes(granted)
    ? passed('subprotocol', { granted }, { granted })
    : failed('subprotocol-lost', { offered });
}

async function sizes(context) {
  const limit = context.server?.limits.messageBytes ?? 2 ** 20;
  let passedBytes = 0;
  for (const length of SIZES.filter((length) => length <= limit)) {
    if (context.signal.aborted) break;
    const outcome = await echoed(context, random(length));
    if (outcome.result !== 'pass') {
      return failed('size-cap', { passed: size(passedBytes), failed: size(length) }, { passedBytes, failedBytes: length });
    }
    passedBytes = length;
  }
  return passed('sizes', { size: size(passedBytes) }, { passedBytes });
}

async function burst(context) {
  const probe = await open(context);
  const sent = Array.from({ length: BURST }, (_, i) => `${i} ${Math.random()}`);
  sent.forEach((message) => probe.send(message));
  /** Which came back, in the order in which they did. */
  const seen = [];
  let fault = null;
  while (seen.length < BURST && !fault) {
    const reply = await probe.next();
    const at = sent.findIndex((message) => context.prefixes.some((prefix) => reply?.data === prefix + message));
    if (at < 0) fault = judged(reply, sent[seen.length], context);
    else if (seen.includes(at)) fault = failed('message-duplicated');
    else seen.push(at);
  }
  await probe.close();
  if (fault && fault.cause !== 'silent') return fault;
  if (seen.some((at, i) => at < seen[i - 1])) return failed('message-reordered');
  return fault ? failed('message-lost', {}, { lost: BURST - seen.length }) : passed('burst', { count: BURST });
}

async function buffering({ isOwn }) {
  if (!isOwn) return skip('elsewhere');
  const probe = new Probe(beside('./ws/stream?rate=20&count=30'));
  if (!(await probe.opened())) return skip('elsewhere');
  const lateness = [];
  for (let i = 0; i < 30; i++) {
    const tick = await probe.next();
    if (!tick?.data) break;
    lateness.push(performance.timeOrigin + tick.at - Date.parse(JSON.parse(tick.data).time));
  }
  await probe.close();
  if (!lateness.length) return failed('silent');
  const spread = Math.round(Math.max(...lateness) - Math.min(...lateness));
  return spread > BUFFERED_MILLIS ? failed('buffered', { spread }, { spreadMillis: spread }) : passed('buffering', { spread });
}

async function rtt(context) {
  const probe = await open(context);
  const times = [];
  const first = performance.now();
  for (let i = 0; i < ROUND_TRIPS && performance.now() - first < LONGEST_RTT_MILLIS; i++) {
    const began = performance.now();
    probe.send(`${i}`);
    const reply = await probe.next();
    const fault = judged(reply, `${i}`, context);
    if (fault) return fault;
    times.push(reply.at - began);
  }
  await probe.close();
  times.sort((a, b) => a - b);
  const [p50, p99] = [times[times.length >> 1], times[Math.floor(times.length * 0.99)]];
  return passed('rtt', { p50: milliseconds(p50), p99: milliseconds(p99) }, { p50Millis: p50, p99Millis: p99 });
}

async function idle(context) {
  if (!context.waitsIdle) return skip('idle');
  const probe = await open(context);
  const began = performance.now();
  const stopped = new Promise((resolve) => context.signal.addEventListener('abort', () => resolve('stopped')));
  const end = await Promise.race([probe.closed(IDLE), stopped]);
  probe.close();
  if (end === 'stopped') return skip('stopped');
  const afterSeconds = Math.round((performance.now() - began) / 100) / 10;
  const endedBy = end?.code === 1006 ? 'unknown' : 'server';
  return end ? failed('idle-cut', { seconds: afterSeconds }, { afterSeconds, endedBy }) : passed('idlePassed', { seconds: afterSeconds });
}

async function close(context) {
  const probe = await open(context);
  const end = await probe.close(4321, 'examined');
  if (!end || end.code === 1006) return failed('close-unanswered');
  const isSameCode = end.code === 4321 && end.reason === 'examined';
  if (isSameCode) return passed('close');
  return context.isOwn ? failed('close-replaced', end, { code: end.code }) : remark('close-replaced', end, { code: end.code });
}

async function reconnect(context) {
  for (let i = 0; i < RECONNECTS; i++) await (await open(context)).close();
  return passed('reconnect', { count: RECONNECTS });
}

function random(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}
