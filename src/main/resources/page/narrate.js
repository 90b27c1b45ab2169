/** What happened to the connection in words: `{line, detail}`, for the status, the log and the detail pane. */

import { withoutLabel } from './address.js';
import { closeMeaning, closeName } from './codes.js';
import { inWords } from './server-words.js';
import { language, milliseconds, number, seconds, t } from './wording.js';

const TELLERS = {
  idle: () => ({ line: t('state.idle') }),
  badAddress: () => ({ line: t('state.badAddress'), detail: t('state.nothingTried') }),
  attempt: (entry) => ATTEMPTS[entry.phase](entry),
  closing: ({ code, wasOpen }) => ({ line: t(wasOpen ? 'event.closing' : 'event.cancelling', { code }) }),
  closed: (entry) => ({
    line: t('event.closed', { code: entry.code, age: seconds(entry.age), silent: seconds(entry.silent) }),
    detail: sentences(
      [closeName(entry.code) || entry.code, t(entry.wasClean ? 'clean' : 'notClean')].join(' · '),
      t(entry.isGivenUp ? 'event.givenUp' : closeMeaning(entry.code)),
      entry.reason && t('event.reason', { reason: entry.reason }),
      entry.unanswered && t('event.unanswered', { count: number(entry.unanswered) }),
      verdict(entry.verdict),
    ),
  }),
  stopped: () => ({ line: t('event.stopped') }),
};

const ATTEMPTS = {
  connecting: ({ url, attempt }) => ({
    line: attempt ? t('event.reconnecting', { url: withoutLabel(url), attempt }) : t('event.connecting', { url: withoutLabel(url) }),
  }),
  open: ({ url, took, protocol, extensions, protocols }) => ({
    line: t('event.open', { took: milliseconds(took) }),
    detail: sentences(
      `${withoutLabel(url)} · `,
      t('event.openDetail', { protocol: protocol || t('none'), extensions: extensions || t('none') }),
      protocols?.length && t('event.offered', { protocols: protocols.join(', ') }),
    ),
  }),
  failed: (entry) => ({
    line: t(REFUSED[entry.refusal?.status] ?? (entry.refusal?.status ? 'event.refused' : 'event.handshakeFailed'), {
      took: seconds(entry.age), status: entry.refusal?.status,
    }),
    detail: sentences(`${withoutLabel(entry.url)} · `, why(entry)),
  }),
  cancelled: ({ url }) => ({ line: t('event.cancelled'), detail: withoutLabel(url) }),
};

/** What the browser did not take. */
const REFUSED = { 101: 'event.notTaken' };

const TONES = { badAddress: 'bad', closing: 'busy', waiting: 'warn', connecting: 'busy', open: 'good', failed: 'bad' };

export function narrate(entry) {
  return TELLERS[entry.what](entry);
}

export function tone({ what, phase, code, byUser, wasClean }) {
  if (what === 'closed') return code === 1000 || (byUser && wasClean) ? '' : 'bad';
  return TONES[what === 'attempt' ? phase : what] ?? '';
}

/** Only what is known: a hop that was not seen to do wrong is not blamed. */
function why({ isMixed, blocked, refusal, isUnseen, http, isElsewhere, isAsked }) {
  if (isMixed) return t('why.mixed');
  if (blocked) return t('why.blocked', { text: blocked });
  if (refusal) {
    const { status, reason } = refusal;
    const said = t(status ? 'why.refused' : 'why.noAnswer', { reason: inWords(reason).replace(/[^.。]$/, t('sentenceEnd', { text: '$&' })) });
    const advice = reason.startsWith('missing ') ? 'why.upgradeLost' : reason.startsWith('This instance has all') ? 'why.full' : '';
    return sentences(said, advice && t(advice));
  }
  if (isElsewhere) return t('why.elsewhere');
  if (!http) return isAsked ? t('why.unknown') : t('why.asking');
  const { status, title, detail, isProblem } = http;
  if (!status) return t('why.silent');
  const line = t('why.http', { status, title });
  if (status === 404) return sentences(line, detail && inWords(detail), t('why.notFound'));
  if (status >= 500) return sentences(line, detail && inWords(detail), t(isProblem ? 'why.server' : 'why.gateway', { status }));
  return sentences(line, detail && inWords(detail), t(isUnseen ? 'why.unseen' : 'why.reached'));
}

function verdict(found) {
  if (!found) return '';
  if (found.unknown) return t('verdict.unknown', { instances: found.instances.join(', ') || '?' });
  const { verdict, received, sent, server } = found.ended;
  const cause = `cause.${verdict.cause}`;
  return sentences(
    t('verdict.line', { who: t(`initiator.${verdict.initiator}`), cause: verdict.cause }),
    t(cause) === cause ? '' : t(cause),
    t('verdict.counts', { received: number(received.messages), sent: number(sent.messages), instance: server.instance }),
  );
}

function sentences(...parts) {
  return parts.filter(Boolean).join(language() === 'zh-CN' ? '' : ' ');
}
