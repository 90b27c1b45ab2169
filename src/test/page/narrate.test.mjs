import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const { narrate, tone } = await load('narrate.js');
const { t } = await load('wording.js');

const failed = (facts) => narrate({ what: 'attempt', phase: 'failed', url: 'ws://localhost:10083/ws', age: 1_000, ...facts });

/** The advice of why a handshake failed, of which one at most is given. */
const ADVICE = ['why.upgradeLost', 'why.full', 'why.server', 'why.gateway', 'why.notFound', 'why.unseen', 'why.reached', 'why.silent'];
const advice = (facts, values) => ADVICE.filter((key) => failed(facts).detail.includes(t(key, values)));

const missing = { status: 400, reason: 'missing Upgrade: websocket and Connection: Upgrade' };

test('a refusal for a missing header is explained as a lost upgrade', () => {
  assert.deepEqual(advice({ refusal: missing }), ['why.upgradeLost']);
});

test('other refusals are not explained as a lost upgrade', () => {
  assert.deepEqual(advice({ refusal: { status: 403, reason: 'Pages of the origin http://a may not connect.' } }), []);
  assert.deepEqual(advice({ refusal: { status: 503, reason: 'This server is shutting down.' } }), []);
});

test('a refusal for want of room is explained by it', () => {
  assert.deepEqual(advice({ refusal: { status: 503, reason: 'This instance has all the connections it may have (1).' } }), ['why.full']);
});

for (const status of [500, 502, 503, 504]) {
  test(`${status} from a proxy is explained as a server that is not reached`, () => {
    assert.deepEqual(advice({ isAsked: true, http: { status, title: '', isProblem: false } }, { status }), ['why.gateway']);
  });

  test(`${status} from the server is explained as trouble of its own`, () => {
    assert.deepEqual(advice({ isAsked: true, http: { status, title: '', isProblem: true } }, { status }), ['why.server']);
  });

  test(`${status} is explained so although the server has seen no handshake`, () => {
    assert.deepEqual(advice({ isAsked: true, isUnseen: true, http: { status, title: '' } }, { status }), ['why.gateway']);
  });
}

test('404 is explained as a wrong address', () => {
  assert.deepEqual(advice({ http: { status: 404, title: 'Not Found' } }), ['why.notFound']);
});

test('another answer is explained by whether the server has seen the handshake', () => {
  assert.deepEqual(advice({ http: { status: 200, title: 'OK' } }), ['why.reached']);
  assert.deepEqual(advice({ isUnseen: true, http: { status: 200, title: 'OK' } }), ['why.unseen']);
  assert.deepEqual(advice({ isUnseen: true, http: { status: 499, title: '' } }), ['why.unseen']);
});

test('no answer to plain HTTP is a server that is down', () => {
  assert.deepEqual(advice({ http: { status: 0 } }), ['why.silent']);
});

test('what cannot be asked is not guessed', () => {
  assert.ok(failed({}).detail.endsWith(t('why.asking')));
  assert.ok(failed({ isAsked: true, http: null }).detail.endsWith(t('why.unknown')));
  assert.ok(failed({ isElsewhere: true }).detail.endsWith(t('why.elsewhere')));
});

test('mixed content is named before anything else', () => {
  assert.ok(failed({ isMixed: true, blocked: 'refused', refusal: missing }).detail.endsWith(t('why.mixed')));
  assert.ok(failed({ blocked: 'refused' }).detail.endsWith(t('why.blocked', { text: 'refused' })));
});

test('a refusal tells its status, a handshake without an answer none', () => {
  assert.match(failed({ refusal: missing }).line, /refused with 400/);
  assert.equal(failed({ refusal: { status: 0, reason: 'missing Upgrade' } }).line, t('event.handshakeFailed', { took: '1.0 s' }));
});

test('an end tells its code, its meaning and what was left without an echo', () => {
  const { line, detail } = narrate({ what: 'closed', code: 1013, age: 2_000, silent: 500, wasClean: true, reason: 'full', unanswered: 3 });
  assert.match(line, /1013 after 2\.0 s, 0\.5 s/);
  for (const words of ['Try Again Later', t('clean'), t('close.1013'), 'full', t('event.unanswered', { count: 3 })]) assert.ok(detail.includes(words), words);
});

test('an end is good with 1000, or clean after the visitor asked for it', () => {
  const ended = (facts) => tone({ what: 'closed', ...facts });
  assert.equal(ended({ code: 1000 }), '');
  assert.equal(ended({ code: 4000, byUser: true, wasClean: true }), '');
  assert.equal(ended({ code: 4000, byUser: true, wasClean: false }), 'bad');
  assert.equal(ended({ code: 1006, byUser: false }), 'bad');
  assert.equal(ended({ code: 1001, byUser: false, wasClean: true }), 'bad');
});
