import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './page.mjs';

const { Echoes } = await load('echoes.js');

const bytes = (...values) => Uint8Array.of(...values);

let echoes;
beforeEach(() => { echoes = new Echoes(); });

/** The id of the message whose echo this is. */
const echoOf = (data) => echoes.received(data, 0)?.of;

test('an echo tells its message and how long it took', () => {
  echoes.sent('hello', 7, 100);
  assert.deepEqual(echoes.received('hello', 130), { rtt: 30, of: 7, prefix: '' });
});

test('a reply that equals no message is no echo', () => {
  echoes.sent('hello', 1, 0);
  assert.equal(echoOf('hullo'), undefined);
  assert.equal(echoOf('hello!'), undefined);
  assert.equal(echoes.awaited, 1);
});

test('an echo belongs to the equal message and not to the oldest', () => {
  echoes.sent('a', 1, 0);
  echoes.sent('b', 2, 0);
  assert.equal(echoOf('b'), 2);
});

test('an empty text belongs to an empty message alone', () => {
  echoes.sent('', 1, 0);
  assert.equal(echoOf('something'), undefined);
  assert.equal(echoOf(''), 1);
});

test('a text is no echo of an empty message', () => {
  echoes.sent('something', 1, 0);
  assert.equal(echoOf(''), undefined);
});

test('empty bytes are no echo of an empty text', () => {
  echoes.sent('', 1, 0);
  assert.equal(echoOf(bytes()), undefined);
});

test('an empty message behind a prefix is the prefix alone', () => {
  echoes.prefixes = ['You said: '];
  echoes.sent('', 1, 0);
  assert.equal(echoOf('You said: x'), undefined);
  assert.deepEqual(echoes.received('You said: ', 5), { rtt: 5, of: 1, prefix: 'You said: ' });
});

test('equal messages get their echoes in the order of sending', () => {
  for (const id of [1, 2, 3]) echoes.sent('same', id, 0);
  assert.deepEqual([echoOf('same'), echoOf('same'), echoOf('same'), echoOf('same')], [1, 2, 3, undefined]);
});

test('an echo is counted once', () => {
  echoes.sent('a', 1, 0);
  assert.equal(echoes.awaited, 1);
  assert.equal(echoOf('a'), 1);
  assert.equal(echoes.awaited, 0);
  assert.equal(echoOf('a'), undefined);
});

test('a message that a later one overtook is not taken for the next equal one', () => {
  echoes.sent('lost', 1, 0);
  echoes.sent('other', 2, 0);
  echoes.sent('lost', 3, 0);
  assert.equal(echoOf('other'), 2);
  assert.equal(echoOf('lost'), 3);
});

test('an echo that comes late still finds its message', () => {
  echoes.sent('late', 1, 0);
  echoes.sent('other', 2, 0);
  assert.equal(echoOf('other'), 2);
  assert.equal(echoOf('late'), 1);
});

test('texts that begin alike and are as long are told apart', () => {
  const beginning = 'x'.repeat(64);
  echoes.sent(`${beginning}a`, 1, 0);
  echoes.sent(`${beginning}b`, 2, 0);
  assert.equal(echoOf(`${beginning}c`), undefined);
  assert.equal(echoOf(`${beginning}b`), 2);
  assert.equal(echoOf(`${beginning}a`), 1);
});

test('bytes that begin alike and are as long are told apart', () => {
  const long = (last) => Uint8Array.from({ length: 33 }, (_, i) => (i === 32 ? last : 0));
  echoes.sent(long(1), 1, 0);
  echoes.sent(long(2), 2, 0);
  assert.equal(echoOf(long(3)), undefined);
  assert.equal(echoOf(long(2)), 2);
});

test('bytes are no echo of a text, nor a text of bytes', () => {
  echoes.sent('0', 1, 0);
  assert.equal(echoOf(bytes(0x30)), undefined);
  echoes.clear();
  echoes.sent(bytes(0x30), 2, 0);
  assert.equal(echoOf('0'), undefined);
});

test('bytes come as a buffer', () => {
  echoes.sent(bytes(1, 2, 3), 1, 0);
  assert.equal(echoOf(bytes(1, 2, 3).buffer), 1);
});

test('the prefix of the endpoint may stand before a text', () => {
  echoes.prefixes = ['You said: ', ''];
  echoes.sent('hello', 1, 0);
  echoes.sent('hello', 2, 0);
  assert.deepEqual(echoes.received('You said: hello', 0), { rtt: 0, of: 1, prefix: 'You said: ' });
  assert.deepEqual(echoes.received('hello', 0), { rtt: 0, of: 2, prefix: '' });
});

test('other words of the length of the prefix are no prefix', () => {
  echoes.prefixes = ['You said: '];
  echoes.sent('hello', 1, 0);
  assert.equal(echoOf('I thought:hello'), undefined);
});

test('a prefix before bytes is not looked for', () => {
  echoes.prefixes = ['You said: '];
  echoes.sent(bytes(9), 1, 0);
  assert.equal(echoOf(bytes(9)), 1);
});

test('after thousands of equal messages each echo still has its own', () => {
  for (let id = 1; id <= 5_000; id++) echoes.sent('same', id, 0);
  for (let id = 1; id <= 5_000; id++) assert.equal(echoOf('same'), id);
  assert.equal(echoes.awaited, 0);
});

test('beyond 64 MiB a message is known by its length and beginning', () => {
  const huge = 'y'.repeat(32 * 2 ** 20);
  echoes.sent(huge, 1, 0);
  echoes.sent('small', 2, 0);
  assert.equal(echoOf('smalt'), undefined);
  assert.equal(echoOf('small'), 2);
  const long = 'z'.repeat(64);
  echoes.sent(`${long}a`, 3, 0);
  assert.equal(echoOf(`${long}b`), 3);
  assert.equal(echoOf(huge), 1);
  echoes.sent(`${long}a`, 4, 0);
  assert.equal(echoOf(`${long}b`), undefined);
});

test('after a clear nothing is awaited', () => {
  echoes.sent('a', 1, 0);
  echoes.clear();
  assert.equal(echoes.awaited, 0);
  assert.equal(echoOf('a'), undefined);
});
