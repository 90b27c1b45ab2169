import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const { fillIn } = await load('templates.js');

test('seq is the number of the message, as often as it stands there', () => {
  assert.equal(fillIn('{{seq}} of {{seq}}', 7), '7 of 7');
});

test('now is this moment', () => {
  const before = Date.now();
  const told = Date.parse(fillIn('{{now}}', 0));
  assert.ok(before <= told && told <= Date.now());
});

test('uuid is a UUID of version 4 (RFC 9562, 5.4), another each time', () => {
  const [one, other] = fillIn('{{uuid}} {{uuid}}', 0).split(' ');
  assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(one, other);
});

test('random:12 is twelve letters and digits', () => {
  assert.match(fillIn('{{random:12}}', 0), /^[a-z0-9]{12}$/);
  assert.equal(fillIn('{{random:0}}', 0), '');
});

test('more than a mebibyte of chance is not made', () => {
  assert.equal(fillIn('{{random:9999999}}', 0).length, 2 ** 20);
});

test('other words in braces stay as they are', () => {
  for (const text of ['{{other}}', '{seq}', '{{ seq }}', '{{random}}', '{{random:12345678}}']) assert.equal(fillIn(text, 1), text);
});
