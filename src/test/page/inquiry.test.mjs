import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { load } from './page.mjs';

const { askRefusal, askVerdict } = await load('inquiry.js', 'http://localhost:10083/');

const fetched = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = fetched;
});

/** Replicas that answer in this order, the last one ever after; null: it cannot be reached. */
function answering(...answers) {
  let asked = 0;
  globalThis.fetch = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (!answer) throw new TypeError('Failed to fetch');
    return { ok: true, json: async () => ({ refusals: answer }), headers: new Headers() };
  };
  return () => asked;
}

test('a refusal whose account is not settled yet is asked for again', async () => {
  answering([{ state: 'pending', reason: 'asked for' }], [{ state: 'answered', status: 503, reason: 'asked for' }]);
  assert.equal((await askRefusal('label-1234')).refusal.status, 503);
});

test('another replica may know of the refusal', async () => {
  answering([], [], [{ state: 'answered', status: 403 }]);
  assert.equal((await askRefusal('label-1234')).refusal.status, 403);
});

test('a refusal that nobody has seen is asked for twice, and of several', async () => {
  const asked = answering([]);
  assert.deepEqual(await askRefusal('label-1234'), { unseen: true });
  assert.equal(asked(), 4);
});

test('a server that cannot be asked is not asked again', async () => {
  const asked = answering(null);
  assert.equal(await askRefusal('label-1234'), null);
  assert.equal(asked(), 1);
});

test('of several connections with one label the account is that of the one that lived as long', async () => {
  const known = (id, ageSeconds, cause) => ({ id, ageSeconds, verdict: cause && { cause } });
  globalThis.fetch = async () => ({
    ok: true,
    json: async () => ({ connections: [known('b', 0.2, 'knob'), known('a', 30.1, 'client-close')] }),
    headers: new Headers(),
  });
  assert.equal((await askVerdict('label-1234', 30_000)).ended.verdict.cause, 'client-close');
  assert.equal((await askVerdict('label-1234', 210)).ended.verdict.cause, 'knob');
});
