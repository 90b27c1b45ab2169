import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { load } from './page.mjs';

const { Connection } = await load('socket.js');

const real = { setTimeout, clearTimeout, random: Math.random, MessageChannel };
let chance;
let timers;
let worker;
let told;
let connection;

beforeEach(() => {
  chance = 0;
  timers = new Map();
  told = [];
  Math.random = () => chance;
  globalThis.setTimeout = (run, delay) => {
    const id = timers.size + 1;
    timers.set(id, { run, delay });
    return id;
  };
  globalThis.clearTimeout = (id) => timers.delete(id);
  // A port of Node.js that is listened to would keep the process alive.
  globalThis.MessageChannel = class {
    port1 = {};
    port2 = { postMessage: () => queueMicrotask(() => this.port1.onmessage()) };
  };
  globalThis.reportError = (fault) => { throw fault; };
  globalThis.Worker = class {
    orders = [];
    constructor() { worker = this; }
    postMessage(order) { this.orders.push(order); }
    terminate() {}
  };
  connection = new Connection((event) => told.push(event));
});

afterEach(() => {
  Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout, MessageChannel: real.MessageChannel });
  Math.random = real.random;
});

const opens = () => worker.orders.filter(({ order }) => order === 'open');
const waits = () => told.filter(({ what }) => what === 'waiting').map(({ delay }) => delay);

async function happened(event) {
  worker.onmessage({ data: [{ number: opens().length, ...event }] });
  await new Promise(setImmediate);
}

/** Open, and ended with this code after so long; in milliseconds. */
async function livedFor(age, code) {
  await happened({ what: 'open', at: 1_000_000 });
  await happened({ what: 'closed', at: 1_000_000 + age, code });
}

/** The wait is over, and the attempt fails. */
async function failedAgain() {
  await nextAttempt();
  await happened({ what: 'closed', at: 2_000_000, code: 1006 });
}

async function nextAttempt() {
  const [[id, { run }]] = timers;
  timers.delete(id);
  run();
}

async function connected() {
  connection.connect(() => ({ url: 'ws://localhost/', protocols: [], prefixes: [''], label: '' }));
}

test('each wait is twice as long as the one before', async () => {
  await connected();
  await livedFor(10, 1006);
  for (let i = 0; i < 4; i++) await failedAgain();
  assert.deepEqual(waits(), [250, 500, 1_000, 2_000, 4_000]);
});

test('the longest wait is thirty seconds', async () => {
  chance = 1;
  await connected();
  await livedFor(10, 1006);
  for (let i = 0; i < 12; i++) await failedAgain();
  assert.deepEqual(waits().slice(5), [16_000, ...Array(7).fill(30_000)]);
});

test('half of each wait is chance', async () => {
  await connected();
  await livedFor(10, 1006);
  chance = 0.5;
  await failedAgain();
  chance = 1;
  await failedAgain();
  assert.deepEqual(waits(), [250, 750, 2_000]);
});

test('the timer is set to the wait that is told', async () => {
  await connected();
  await livedFor(10, 1006);
  assert.deepEqual([...timers.values()].map(({ delay }) => delay), waits());
});

test('a connection that lived for five seconds starts the back-off afresh', async () => {
  await connected();
  await livedFor(10, 1006);
  await failedAgain();
  await nextAttempt();
  await livedFor(5_000, 1006);
  assert.deepEqual(waits(), [250, 500, 250]);
});

test('a connection that lived for less goes on with the back-off', async () => {
  await connected();
  await livedFor(10, 1006);
  await failedAgain();
  await nextAttempt();
  await livedFor(4_999, 1006);
  assert.deepEqual(waits(), [250, 500, 1_000]);
});

test('a handshake that failed slowly goes on with the back-off', async () => {
  await connected();
  await livedFor(10, 1006);
  await nextAttempt();
  await happened({ what: 'closed', at: Number.MAX_SAFE_INTEGER, code: 1006 });
  assert.deepEqual(waits(), [250, 500]);
});

test('the visitor who connects anew starts the back-off afresh', async () => {
  await connected();
  await livedFor(10, 1006);
  await failedAgain();
  connection.disconnect();
  await connected();
  await livedFor(10, 1006);
  assert.deepEqual(waits(), [250, 500, 250]);
});

for (const code of [1001, 1006, 1012, 1013]) {
  test(`after ${code} it is tried again`, async () => {
    await connected();
    await livedFor(10, code);
    assert.equal(connection.state, 'waiting');
    await nextAttempt();
    assert.equal(connection.state, 'connecting');
    assert.equal(opens().length, 2);
  });
}

for (const code of [1000, 1002, 1003, 1005, 1007, 1008, 1009, 1010, 1011, 1014, 1015, 3000, 4000]) {
  test(`after ${code} it is not tried again`, async () => {
    await connected();
    await livedFor(10, code);
    assert.equal(connection.state, 'closed');
    assert.equal(timers.size, 0);
  });
}

test('the attempts are numbered from the first that is repeated', async () => {
  await connected();
  await livedFor(10, 1006);
  await failedAgain();
  await nextAttempt();
  assert.deepEqual(told.filter(({ what }) => what === 'connecting').map(({ attempt }) => attempt), [0, 1, 2]);
});

test('an address that never answered is not tried again', async () => {
  await connected();
  await happened({ what: 'closed', at: 1, code: 1006 });
  assert.equal(connection.state, 'closed');
});

test('what the visitor ended is not opened again', async () => {
  await connected();
  await happened({ what: 'open', at: 1_000 });
  connection.disconnect(1000, 'done');
  assert.deepEqual(worker.orders.at(-1), { order: 'close', code: 1000, reason: 'done' });
  await happened({ what: 'closed', at: 2_000, code: 1006 });
  assert.equal(connection.state, 'closed');
  assert.equal(told.at(-1).byUser, true);
});

test('whoever switched reconnecting off is not reconnected', async () => {
  connection.reconnects = false;
  await connected();
  await livedFor(10, 1006);
  assert.equal(connection.state, 'closed');
});

test('a wait that the visitor stops is over', async () => {
  await connected();
  await livedFor(10, 1006);
  connection.disconnect();
  assert.equal(connection.state, 'closed');
  assert.equal(timers.size, 0);
  assert.equal(told.at(-1).what, 'stopped');
});

test('a wait can be cut short', async () => {
  await connected();
  await livedFor(10, 1006);
  connection.retryNow();
  assert.equal(connection.state, 'connecting');
  assert.equal(timers.size, 0);
});

test('without a wait there is nothing to cut short', async () => {
  await connected();
  await happened({ what: 'open', at: 1_000 });
  connection.retryNow();
  assert.equal(opens().length, 1);
});

test('what is told of an earlier attempt is not heard', async () => {
  await connected();
  await livedFor(10, 1006);
  await nextAttempt();
  await happened({ what: 'closed', number: 1, at: 1, code: 1000 });
  assert.equal(connection.state, 'connecting');
});

test('the age of a connection is counted from its opening', async () => {
  await connected();
  await livedFor(1_234, 1000);
  const { age, wasOpen } = told.at(-1);
  assert.deepEqual({ age, wasOpen }, { age: 1_234, wasOpen: true });
});
