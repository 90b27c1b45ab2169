import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const { filter } = await load('filter.js');

const sentText = { what: 'sent', payload: { type: 'text', data: 'Wave 12', shown: 'Wave' } };
const receivedBytes = { what: 'received', payload: { type: 'binary', data: Uint8Array.of(0xca), shown: 'ca fe' } };
const attempt = { what: 'attempt', url: 'ws://localhost/ws' };
const entries = [sentText, receivedBytes, attempt];

const shown = (wanted) => entries.filter(filter({ text: '', direction: '', type: '', ...wanted }));

test('without a wish there is no filter', () => {
  assert.equal(filter({ text: '', direction: '', type: '' }), null);
});

test('a text is found in whatever case, in the whole message', () => {
  assert.deepEqual(shown({ text: 'wAVE 1' }), [sentText]);
  assert.deepEqual(shown({ text: 'wave  1' }), []);
});

test('bytes are found by their hex', () => {
  assert.deepEqual(shown({ text: 'CA FE' }), [receivedBytes]);
});

test('a state is found by its address', () => {
  assert.deepEqual(shown({ text: '/ws' }), [attempt]);
});

test('a text between slashes is a regular expression with its flags', () => {
  assert.deepEqual(shown({ text: '/^wave \\d+$/i' }), [sentText]);
  assert.deepEqual(shown({ text: '/^wave \\d+$/' }), []);
  assert.throws(() => shown({ text: '/(/' }), SyntaxError);
});

test('a direction shows one of sent, received and states', () => {
  assert.deepEqual(shown({ direction: 'sent' }), [sentText]);
  assert.deepEqual(shown({ direction: 'received' }), [receivedBytes]);
  assert.deepEqual(shown({ direction: 'state' }), [attempt]);
});

test('a type shows messages of that type alone', () => {
  assert.deepEqual(shown({ type: 'text' }), [sentText]);
  assert.deepEqual(shown({ type: 'binary' }), [receivedBytes]);
});

test('an entry must fit everything that is wished', () => {
  assert.deepEqual(shown({ type: 'text', direction: 'received' }), []);
  assert.deepEqual(shown({ text: 'wave', direction: 'sent', type: 'text' }), [sentText]);
});
