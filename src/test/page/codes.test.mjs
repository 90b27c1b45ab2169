import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const { closeMeaning, closeName } = await load('codes.js');
const { WORDS } = await load('wording.js');

test('a code of the registry has its name', () => {
  assert.equal(closeName(1001), 'Going Away');
  assert.equal(closeName(1013), 'Try Again Later');
});

test('other codes have no name', () => {
  for (const code of [999, 1004, 1016, 2999, 3000, 4000, 5000]) assert.equal(closeName(code), '');
});

for (const [code, meaning] of [
  [1000, 'close.1000'], [1015, 'close.1015'], [1004, 'close.unknown'], [2999, 'close.unknown'], [3000, 'close.3xxx'],
  [3999, 'close.3xxx'], [4000, 'close.4xxx'], [4999, 'close.4xxx'], [5000, 'close.unknown'],
]) {
  test(`${code} is explained by ${meaning}`, () => assert.equal(closeMeaning(code), meaning));
}

test('each code from 0 to 5000 has a meaning in words', () => {
  for (let code = 0; code <= 5_000; code++) assert.ok(WORDS[closeMeaning(code)], `${code}`);
});
