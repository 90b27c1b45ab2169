import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const payload = await load('payload.js');
const { outgoing, sized, summary, textOf, prettyJson, hexDump, toBase64, toHex } = payload;

const bytes = (...values) => Uint8Array.of(...values);

test('text is sent as text', () => {
  assert.deepEqual(outgoing('héllo', 'text'), { data: 'héllo' });
});

test('text as UTF-8 is sent as its bytes', () => {
  assert.deepEqual(outgoing('hé', 'utf8'), { data: bytes(0x68, 0xc3, 0xa9) });
});

for (const text of ['00ff10', '00 FF 10', '0x00,0xff,0x10', '00:ff:10', '00\nff\n10']) {
  test(`${JSON.stringify(text)} in hex is three bytes`, () => {
    assert.deepEqual(outgoing(text, 'hex'), { data: bytes(0, 255, 16) });
  });
}

test('nothing in hex is an empty message', () => {
  assert.deepEqual(outgoing('', 'hex'), { data: bytes() });
});

test('half a byte and other letters are not hex', () => {
  assert.deepEqual(outgoing('0', 'hex'), { problem: 'badHex' });
  assert.deepEqual(outgoing('0g', 'hex'), { problem: 'badHex' });
});

test('base64 may be of either alphabet and broken into lines', () => {
  assert.deepEqual(outgoing('+/8=', 'base64'), { data: bytes(0xfb, 0xff) });
  assert.deepEqual(outgoing('-_\n8=', 'base64'), { data: bytes(0xfb, 0xff) });
  assert.deepEqual(outgoing('*', 'base64'), { problem: 'badBase64' });
});

test('JSON is sent as it was typed, and what is wrong with it is told', () => {
  assert.deepEqual(outgoing('{ "a": 1 }', 'json'), { data: '{ "a": 1 }' });
  const { problem, values } = outgoing('{', 'json');
  assert.equal(problem, 'badJson');
  assert.match(values.fault, /JSON/);
});

test('a text is repeated and cut to the size', () => {
  assert.equal(sized('abc', 7), 'abcabca');
  assert.equal(sized('abc', 2), 'ab');
  assert.equal(sized('abc', 0), '');
});

test('no character is cut by the size: dots stand for it', () => {
  assert.equal(sized('é', 3), 'é.');
  assert.equal(sized('€', 5), '€..');
  assert.equal(sized('a😀', 4), 'a...');
});

test('an empty text is made of dots, empty bytes of zeros', () => {
  assert.equal(sized('', 3), '...');
  assert.deepEqual(sized(bytes(), 3), bytes(0, 0, 0));
});

test('bytes are repeated and cut to the size', () => {
  assert.deepEqual(sized(bytes(1, 2, 3), 5), bytes(1, 2, 3, 1, 2));
});

test('the size of a text is that of its UTF-8', () => {
  assert.equal(summary('abc').size, 3);
  assert.equal(summary('é€😀').size, 9);
});

test('of a text, 500 characters and ten lines are shown', () => {
  assert.equal(summary('x'.repeat(500)).isCut, false);
  const long = summary('x'.repeat(501));
  assert.deepEqual([long.shown.length, long.isCut, long.data.length], [500, true, 501]);
  const lines = summary('a\n'.repeat(11));
  assert.deepEqual([lines.shown, lines.isCut], ['a\n'.repeat(9) + 'a', true]);
});

test('a pair of surrogates is not cut', () => {
  const { shown } = summary(`${'x'.repeat(499)}😀`);
  assert.equal(shown, 'x'.repeat(499));
});

test('of bytes, 128 are shown in hex', () => {
  const all = summary(new Uint8Array(128));
  assert.deepEqual([all.type, all.size, all.isCut], ['binary', 128, false]);
  const cut = summary(new Uint8Array(129).buffer);
  assert.deepEqual([cut.size, cut.isCut, cut.shown.split(' ').length], [129, true, 128]);
});

test('bytes that are not UTF-8 are no text', () => {
  assert.equal(textOf(bytes(0xc3, 0xa9)), 'é');
  assert.equal(textOf(bytes(0xff)), null);
  assert.equal(textOf(bytes(0xef, 0xbb, 0xbf)), '\ufeff');
});

test('JSON is shown indented, anything else not as JSON', () => {
  assert.equal(prettyJson('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}');
  assert.equal(prettyJson('hello'), null);
  assert.equal(prettyJson(bytes(0xff)), null);
});

test('a dump has sixteen bytes a line, with what is ASCII', () => {
  const { dump, isCut } = hexDump('0123456789abcdef\n~');
  assert.deepEqual(dump.split('\n'), [
    '000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef',
    `000010  0a 7e${' '.repeat(42)}  .~`,
  ]);
  assert.equal(isCut, false);
});

test('a dump ends after 64 KiB', () => {
  assert.equal(hexDump(new Uint8Array(65_536)).isCut, false);
  const { dump, isCut } = hexDump(new Uint8Array(65_537));
  assert.deepEqual([dump.split('\n').length, isCut], [4_096, true]);
});

test('base64 of many bytes is whole', () => {
  const many = Uint8Array.from({ length: 20_000 }, (_, i) => i);
  assert.equal(toBase64(many), Buffer.from(many).toString('base64'));
  assert.equal(toHex(bytes(0, 10, 255)), '00 0a ff');
});
