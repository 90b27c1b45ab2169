import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './page.mjs';

const at = (href) => load('address.js', href);

for (const [typed, href] of [
  ['/ws', 'ws://localhost:10083/ws'],
  ['ws?delay=1s', 'ws://localhost:10083/tools/ws?delay=1s'],
  ['./ws', 'ws://localhost:10083/tools/ws'],
  ['?delay=1s', 'ws://localhost:10083/tools/?delay=1s'],
  [' /ws ', 'ws://localhost:10083/ws'],
  ['localhost:10083/ws', 'ws://localhost:10083/ws'],
  ['localhost', 'ws://localhost/'],
  ['127.0.0.1:8080/ws', 'ws://127.0.0.1:8080/ws'],
  ['[::1]:8080/ws', 'ws://[::1]:8080/ws'],
  ['192.168.1.20/ws', 'ws://192.168.1.20/ws'],
  ['pod:10083/ws', 'ws://pod:10083/ws'],
  ['echo.example.com/ws', 'wss://echo.example.com/ws'],
  ['echo.example.com:443/ws', 'wss://echo.example.com/ws'],
  ['echo.example.com:8080/ws', 'ws://echo.example.com:8080/ws'],
  ['//echo.example.com/ws', 'wss://echo.example.com/ws'],
  ['ws://echo.example.com/ws', 'ws://echo.example.com/ws'],
  ['wss://echo.example.com/ws', 'wss://echo.example.com/ws'],
  ['http://echo.example.com/ws', 'ws://echo.example.com/ws'],
  ['https://echo.example.com/ws', 'wss://echo.example.com/ws'],
  ['wss://echo.example.com/ws#part', 'wss://echo.example.com/ws'],
]) {
  test(`${JSON.stringify(typed)} beside http://localhost:10083/tools/ is ${href}`, async () => {
    const { complete } = await at('http://localhost:10083/tools/');
    assert.equal(complete(typed), href);
  });
}

for (const typed of ['', '  ', 'ftp://echo.example.com/', 'mailto:someone@example.com', 'javascript:alert(1)', 'ws://', 'a b', '//', 'http://[::1']) {
  test(`${JSON.stringify(typed)} is no address for a WebSocket`, async () => {
    const { complete } = await at('http://localhost:10083/');
    assert.equal(complete(typed), null);
  });
}

test('from a page by https, other hosts are asked by TLS whatever their port', async () => {
  const { complete } = await at('https://echo.example.com/');
  assert.equal(complete('other.example.com:8080/ws'), 'wss://other.example.com:8080/ws');
  assert.equal(complete('10.0.0.1/ws'), 'wss://10.0.0.1/ws');
  assert.equal(complete('localhost:10083/ws'), 'ws://localhost:10083/ws');
});

test('what is beside a page by https is asked by wss', async () => {
  const { beside } = await at('https://echo.example.com/tools/?page=1#message');
  assert.equal(beside('./ws?delay=1s'), 'wss://echo.example.com/tools/ws?delay=1s');
});

test('a page that was opened as a file asks this machine', async () => {
  const { beside } = await at('file:///home/someone/index.html');
  assert.equal(beside('./ws'), 'ws://localhost:10083/ws');
});

test('the path here is the one below the page, without its query', async () => {
  const { pathHere } = await at('https://echo.example.com/tools/');
  assert.equal(pathHere('wss://echo.example.com/tools/ws?delay=1s'), '/ws');
  assert.equal(pathHere('wss://echo.example.com/tools/'), '/');
});

test('an address of another server, scheme or prefix has no path here', async () => {
  const { pathHere } = await at('https://echo.example.com/tools/');
  assert.equal(pathHere('wss://other.example.com/tools/ws'), null);
  assert.equal(pathHere('ws://echo.example.com/tools/ws'), null);
  assert.equal(pathHere('wss://echo.example.com/ws'), null);
});

test('mixed content is ws: from https: to another machine', async () => {
  const { isMixedContent } = await at('https://echo.example.com/');
  assert.equal(isMixedContent('ws://echo.example.com/ws'), true);
  assert.equal(isMixedContent('wss://echo.example.com/ws'), false);
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'a.localhost']) {
    assert.equal(isMixedContent(`ws://${host}:10083/ws`), false, host);
  }
});

test('from a page by http nothing is mixed content', async () => {
  const { isMixedContent } = await at('http://echo.example.com/');
  assert.equal(isMixedContent('ws://other.example.com/ws'), false);
});

test('a label is put behind the query, found, and taken out again', async () => {
  const { labelled, labelIn, withoutLabel } = await at('http://localhost:10083/');
  for (const address of ['ws://localhost/ws', 'ws://localhost/ws?delay=1s']) {
    assert.equal(labelIn(address), '');
    assert.equal(labelIn(labelled(address, 'abc12345')), 'abc12345');
    assert.equal(withoutLabel(labelled(address, 'abc12345')), address);
  }
  assert.equal(labelled('ws://localhost/ws', 'abc12345'), 'ws://localhost/ws?label=abc12345');
  assert.equal(withoutLabel('ws://localhost/ws?label=abc12345&delay=1s'), 'ws://localhost/ws?delay=1s');
  assert.equal(withoutLabel('ws://localhost/ws?mylabel=1'), 'ws://localhost/ws?mylabel=1');
});

test('a random label is 24 hex digits and no two are the same', async () => {
  const { randomLabel } = await at('http://localhost:10083/');
  assert.match(randomLabel(), /^[0-9a-f]{24}$/);
  assert.notEqual(randomLabel(), randomLabel());
});
