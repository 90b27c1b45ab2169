import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const { difference, likely } = await load('difference.js');

const awaited = (...payloads) => new Map(payloads.map((data, i) => [i + 1, { payload: { data } }]));
const idOf = (reply, messages, prefixes = ['']) => likely(reply, messages, prefixes)?.[0];

test('the offset of a difference is in bytes of UTF-8', () => {
  assert.deepEqual(difference('é1', 'é2'), { at: 2, sent: 'é1', received: 'é2' });
});

test('24 characters are shown before and behind a difference', () => {
  const frame = (middle) => 'a'.repeat(30) + middle + 'b'.repeat(30);
  const around = (middle) => 'a'.repeat(24) + middle + 'b'.repeat(24);
  assert.deepEqual(difference(frame('X'), frame('YZ')), { at: 30, sent: around('X'), received: around('YZ') });
});

test('bytes that differ are shown in hex', () => {
  assert.deepEqual(difference(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 9, 3)), { at: 1, sent: '01 02 03', received: '01 09 03' });
});

test('what is missing at the end is a difference at the end', () => {
  assert.deepEqual(difference('abc', 'ab'), { at: 2, sent: 'abc', received: 'ab' });
});

test('a repeated letter is not counted from both ends', () => {
  assert.equal(difference('aa', 'aaa').at, 2);
});

test('an altered echo belongs to the message that it is like', () => {
  assert.equal(idOf('hello worle', awaited('something else', 'hello world')), 2);
});

test('half of it alike is enough, less is not', () => {
  assert.equal(idOf('abXY', awaited('abcd')), 1);
  assert.equal(idOf('aXYZ', awaited('abcd')), undefined);
});

test('the rest behind a prefix is compared', () => {
  assert.equal(idOf('You said: abXY', awaited('abcd'), ['You said: ']), 1);
  assert.equal(idOf('abXY', awaited('abcd'), ['You said: ']), undefined);
});

test('a text is not like bytes, and what is not held is like nothing', () => {
  assert.equal(idOf('abcd', awaited(Uint8Array.of(97, 98, 99, 100))), undefined);
  assert.equal(idOf('abcd', awaited(null)), undefined);
  assert.equal(idOf('', awaited('')), undefined);
});

test('an empty message is like no text, and an empty text like no message', () => {
  assert.equal(idOf('abc', awaited('')), undefined);
  assert.equal(idOf('', awaited('abc')), undefined);
});

test('only the eight oldest are looked at', () => {
  const others = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(4));
  assert.equal(idOf('abcX', awaited(...others.slice(1), 'abcd')), 8);
  assert.equal(idOf('abcX', awaited(...others, 'abcd')), undefined);
});
