import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './page.mjs';

const { KnobPanel, presetAddress } = await load('knobs.js');

/** As much of an element as the panel uses. */
class Element {
  children = [];
  #hears = new Map();
  constructor(tag) { this.tag = tag; }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
  setAttribute() {}
  addEventListener(what, hears) { this.#hears.set(what, hears); }
  dispatchEvent({ type }) { this.#hears.get(type)?.(); }
  querySelectorAll(tag) {
    return this.children.flatMap((child) => [...(child.tag === tag ? [child] : []), ...(child.querySelectorAll?.(tag) ?? [])]);
  }
}

const knob = (description) => ({ description });
const WS = {
  delay: knob('each reply waits this long; allowed: a duration from 0s to 60s, such as 1s; as in ?delay=1s'),
  prefix: knob('stands before each text; allowed: text of at most 1024 bytes of UTF-8; as in ?prefix=You%20said:%20; with a note'),
  'until-full': knob('as fast as the client reads; allowed: the name alone, without a value; as in ?until-full'),
  label: knob('what the client is called; allowed: 8 to 64 of A-Z; as in ?label=abc12345'),
};
const channel = (properties) => ({ bindings: { ws: { query: { properties } } } });

let panel;
let list;
let address;
let knobs;

beforeEach(async () => {
  [panel, list, address] = [new Element('section'), new Element('div'), new Element('input')];
  globalThis.document = { createElement: (tag) => new Element(tag), activeElement: null };
  globalThis.fetch = async () => ({ ok: true, json: async () => ({ channels: { root: channel({}), ws: channel(WS), 'ws-sink': channel({}) } }) });
  address.value = 'ws://localhost:10083/ws';
  knobs = new KnobPanel(panel, list, address);
  await knobs.ask();
});

const fields = () => Object.fromEntries(list.querySelectorAll('input').map((input) => [input.name, input]));

function fill(name, value) {
  Object.assign(fields()[name], typeof value === 'boolean' ? { checked: value } : { value });
  fields()[name].dispatchEvent({ type: 'input' });
}

test('each knob of the endpoint but the label has a field', () => {
  assert.deepEqual(Object.keys(fields()), ['delay', 'prefix', 'until-full']);
  assert.equal(panel.hidden, false);
});

test('a knob without a value is a box to tick, others show an example', () => {
  const { delay, prefix, 'until-full': bare } = fields();
  assert.deepEqual([delay.type, prefix.type, bare.type], ['text', 'text', 'checkbox']);
  assert.deepEqual([delay.placeholder, prefix.placeholder], ['1s', 'You said: ']);
});

test('a value goes into the query, escaped', () => {
  fill('delay', '1s');
  fill('prefix', 'a&b=c é');
  assert.equal(address.value, 'ws://localhost:10083/ws?delay=1s&prefix=a%26b%3Dc%20%C3%A9');
});

test('a ticked box is the name alone', () => {
  fill('until-full', true);
  assert.equal(address.value, 'ws://localhost:10083/ws?until-full');
});

test('an emptied field and an unticked box leave the query', () => {
  address.value = 'ws://localhost:10083/ws?delay=1s&until-full';
  knobs.show();
  fill('delay', '');
  assert.equal(address.value, 'ws://localhost:10083/ws?until-full');
  fill('until-full', false);
  assert.equal(address.value, 'ws://localhost:10083/ws');
});

test('what the query says of other things stays', () => {
  address.value = 'ws://localhost:10083/ws?label=abc12345&delay=1s';
  knobs.show();
  fill('delay', '2s');
  assert.equal(address.value, 'ws://localhost:10083/ws?delay=2s&label=abc12345');
});

test('the query fills the fields', () => {
  address.value = 'ws://localhost:10083/ws?until-full&prefix=a%20b';
  knobs.show();
  const { delay, prefix, 'until-full': bare } = fields();
  assert.deepEqual([delay.value, prefix.value, bare.checked], ['', 'a b', true]);
});

test('a field that is typed into is not written over', () => {
  fields().delay.value = '1';
  document.activeElement = fields().delay;
  address.value = 'ws://localhost:10083/ws?delay=9s';
  knobs.show();
  assert.equal(fields().delay.value, '1');
});

test('an endpoint without knobs, and another server, have no panel', () => {
  for (const value of ['ws://localhost:10083/ws/sink', 'wss://echo.example.com/ws', 'not an address']) {
    address.value = value;
    knobs.show();
    assert.equal(panel.hidden, true, value);
  }
});

test('a server that tells no knobs has no panel, and is asked again', async () => {
  const asked = [];
  globalThis.fetch = async (path) => { asked.push(path); throw new TypeError('unreachable'); };
  const other = new KnobPanel(new Element('section'), new Element('div'), address);
  await other.ask();
  await other.ask();
  assert.deepEqual(asked, ['api/asyncapi.json', 'api/asyncapi.json']);
});

test('a preset is the endpoint beside this page', () => {
  assert.equal(presetAddress('/ws'), 'ws://localhost:10083/ws');
});
