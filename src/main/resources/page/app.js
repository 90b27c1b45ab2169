/** Wires the parts of the page together. */

import { complete, isMixedContent, labelIn, labelled, pathHere } from './address.js';
import { Announcer } from './announcer.js';
import { Composer } from './composer.js';
import { ConnectionPanel } from './connect.js';
import { DetailPane } from './detail.js';
import { Diagnosis } from './diagnosis.js';
import { Echogram } from './echogram.js';
import { $, put, readLink, readSettings, writeLink } from './fields.js';
import { Lesson } from './lesson.js';
import { Log } from './log.js';
import { LogTools } from './log-tools.js';
import { Plots } from './plots.js';
import { row } from './rows.js';
import { Saved } from './saved.js';
import { ServerPanel } from './server.js';
import { Session } from './session.js';
import { Tabs } from './tabs.js';
import { offerThemes } from './theme.js';
import { label, language, milliseconds, number, speak, t } from './wording.js';

const TOLD = {
  state() {
    connect.show();
    composer.show();
    detail.paint();
  },
  received: (payload) => announcer.heard(payload.shown || t('emptyPayload')),
  repeat: (progress) => composer.showRepeat(progress),
  buffered: () => composer.show(),
};

const looked = () => tabs.active;
const announcer = new Announcer($('announcer'));
const server = new ServerPanel($('server'), $('server-facts'), $('server-summary'));
const tabs = new Tabs(() => new Session(server, told), lookedAtAnother);
const connect = new ConnectionPanel(looked, server, remember);
const composer = new Composer(looked, server, remember);
const saved = new Saved(remember);
const detail = new DetailPane($('detail'), () => { log.select(-1); $('log-scroll').focus(); });
const log = new Log({ scroller: $('log-scroll'), list: $('log-list') }, {
  row: (entry, before) => row(entry, before, { times: $('times').value, openedAt: looked().openedAt }),
  changed: (state) => { tools.show(state); showCounts(); },
  chosen: (entry) => detail.show(entry),
});
const tools = new LogTools(looked, log, remember);
const echogram = new Echogram($('echogram'), showFigures);
const plots = new Plots();
const diagnosis = new Diagnosis($('diagnosis'), examined);
const lesson = new Lesson($('lesson'));

function told(session, what, value) {
  if (session === looked()) TOLD[what](value);
  else if (what === 'received') session.unread += 1;
  if (what === 'state' || session !== looked()) showTabs();
}

/** Many messages make one change. */
let tabsFrame = 0;
function showTabs() {
  tabsFrame ||= requestAnimationFrame(() => {
    tabsFrame = 0;
    tabs.show();
  });
}

function lookedAtAnother() {
  const session = looked();
  put('repeat-state', '');
  connect.refresh();
  TOLD.state();
  tools.apply();
  log.show(session.entries);
  echogram.show(session.soundings);
  plots.show(session.soundings);
  tabs.show();
  remember();
}

function remember() {
  writeLink(readSettings(), tabs.others);
}

function showCounts() {
  const { sent, received } = looked().soundings.counts;
  put('count-sent', number(sent));
  put('count-received', number(received));
}

function showFigures(drawn) {
  for (const name of ['last', 'median', 'p99', 'slowest']) {
    put(`rtt-${name}`, drawn[name] === undefined ? '–' : milliseconds(drawn[name]));
  }
  put('figures-of', drawn.count ? t('figuresOf', { count: number(drawn.count), overhead: milliseconds(looked().overhead) }) : '');
  showCounts();
}

/** What the diagnosis is to examine. */
function examined() {
  const url = complete($('url').value);
  if (!url || isMixedContent(url)) return null;
  const isOwn = pathHere(url) !== null;
  return {
    url,
    protocols: connect.protocols,
    prefixes: server.prefixes(url),
    isOwn,
    server: isOwn ? server.info : null,
    labelled: isOwn ? (label) => (labelIn(url) ? url : labelled(url, label)) : null,
  };
}

function showLanguage() {
  label(document);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', button.dataset.language === language());
  }
  connect.refresh();
  TOLD.state();
  for (const part of [saved, server, tabs]) part.show();
  echogram.repaint();
  plots.paint();
  log.touch();
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    const isUsual = $('message').value === t('firstMessage');
    speak(button.dataset.language);
    if (isUsual) $('message').value = t('firstMessage');
    showLanguage();
  });
}
$('clear').addEventListener('click', () => {
  looked().soundings.clear();
  looked().entries.clear();
  detail.show(null);
});
// The browser's own button for a file speaks the browser's language, not the page's.
for (const button of document.querySelectorAll('[data-opens]')) button.addEventListener('click', () => $(button.dataset.opens).click());
$('learn').addEventListener('click', () => lesson.show());
$('diagnose').addEventListener('click', () => diagnosis.show());
addEventListener('online', () => tabs.each((session) => session.retryNow()));
addEventListener('hashchange', () => {
  if (!looked().isAtRest) return remember();
  const [settings] = readLink();
  tabs.reset(settings);
});

for (const field of document.querySelectorAll('input[type=text], textarea')) {
  Object.assign(field, { autocomplete: 'off', autocapitalize: 'none', spellcheck: false });
}
label(document);
tabs.open(readLink());
showLanguage();
offerThemes($('theme'), () => { echogram.repaint(); plots.paint(); });
server.ask().then(() => connect.showPresets());
