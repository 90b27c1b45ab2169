/** What an event of the connection says in words: `{line, detail}`, for the status and for the log. */

import { closeMeaning, closeName } from './codes.js';
import { milliseconds, t } from './wording.js';

const TELLERS = {
  idle: () => ({ line: t('state.idle') }),
  connecting: ({ url, attempt }) => ({
    line: attempt ? t('event.reconnecting', { url, attempt }) : t('event.connecting', { url }),
  }),
  open: ({ took, protocol, extensions }) => ({
    line: t('event.open', { took: milliseconds(took) }),
    detail: t('event.openDetail', { protocol: protocol || t('none'), extensions: extensions || t('none') }),
  }),
  closing: ({ wasOpen }) => ({ line: t(wasOpen ? 'event.closing' : 'event.cancelling') }),
  closed: ({ code, reason, wasClean, wasOpen, byUser, unanswered }) => ({
    line: `${t('event.closed', { code, name: closeName(code) })} · ${t(wasClean ? 'clean' : 'notClean')}`,
    detail: [
      t(code === 1006 && !wasOpen ? (byUser ? 'event.cancelled' : 'event.neverOpen') : closeMeaning(code)),
      reason ? t('event.reason', { reason }) : '',
      unanswered ? t('event.unanswered', { count: unanswered }) : '',
    ].filter(Boolean).join(' '),
  }),
  stopped: () => ({ line: t('event.stopped') }),
  error: ({ wasOpen, text }) => ({
    line: t(wasOpen ? 'event.failed' : 'event.handshakeFailed'),
    detail: text ?? t('event.errorDetail'),
  }),
  waiting: ({ delay, attempt }) => ({ line: t('event.waiting', { seconds: (delay / 1000).toFixed(1), attempt }) }),
  hint: ({ status, title, detail }) => ({
    line: status ? t('hint.line', { status, title }) : t('hint.silent'),
    detail: status ? [t(hintFor(status)), detail].filter(Boolean).join(' ') : t('hint.silentDetail'),
  }),
};

const TONES = { connecting: 'busy', open: 'good', closing: 'busy', error: 'bad', waiting: 'warn', hint: 'warn' };

export function narrate(event) {
  return TELLERS[event.what](event);
}

export function tone({ what, code }) {
  if (what === 'closed') return code === 1000 ? '' : 'bad';
  return TONES[what] ?? '';
}

function hintFor(status) {
  if (status === 404) return 'hint.notFound';
  if (status >= 500) return 'hint.serverTrouble';
  return 'hint.upgradeLost';
}
