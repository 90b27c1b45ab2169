/** What is done with the log: follow, pause, filter, export. */

import { csv, download, har, ndjson } from './exports.js';
import { $, complain, put } from './fields.js';
import { filter } from './filter.js';
import { number, t } from './wording.js';

export class LogTools {
  #session;
  #log;
  #state = {};

  /** `session()` is the one that is looked at; `changed()` is told when the link must be written anew. */
  constructor(session, log, changed) {
    this.#session = session;
    this.#log = log;
    const entries = () => session().entries;
    $('follow').addEventListener('change', ({ target: box }) => log.follow(box.checked));
    $('latest').addEventListener('click', () => { entries().pause(false); log.follow(true); $('log-scroll').focus(); });
    $('tools-toggle').addEventListener('click', () => this.#unfold($('tools').hidden));
    $('pause').addEventListener('click', () => entries().pause(!this.#state.isPaused));
    for (const id of ['filter', 'filter-direction', 'filter-type']) {
      $(id).addEventListener('input', () => { this.apply(); changed(); });
    }
    $('times').addEventListener('change', () => { log.touch(); changed(); });
    $('export-ndjson').addEventListener('click', () => download(ndjson(entries().shown()), 'echosounder.ndjson', 'application/x-ndjson'));
    $('export-csv').addEventListener('click', () => download(csv(entries().shown()), 'echosounder.csv', 'text/csv'));
    $('export-har').addEventListener('click', () => {
      download(har(entries().shown(), session().attempt?.url), 'echosounder.har', 'application/json');
    });
  }

  /** Filters by what the fields say. */
  apply() {
    const [text, direction, type] = ['filter', 'filter-direction', 'filter-type'].map((id) => $(id).value);
    let problem = '';
    try {
      this.#session().entries.filter(filter({ text, direction, type }));
    } catch (fault) {
      problem = t('badFilter', { fault: fault.message });
    }
    complain($('filter'), 'filter-error', problem);
    // What hides entries is never itself hidden.
    if (text || direction || type) this.#unfold(true);
  }

  show(state) {
    this.#state = state;
    const { total, kept, shown, unseen, follows, isPaused, isFiltered } = state;
    const words = isFiltered ? 'logFiltered' : kept < total ? 'logCountCut' : total === 1 ? 'logCountOne' : 'logCount';
    put('log-count', total ? t(words, { total: number(total), kept: number(kept), shown: number(shown) }) : '');
    put('latest', t('latest', { count: number(unseen) }));
    $('latest').hidden = (follows && !isPaused) || !unseen;
    $('follow').checked = follows;
    $('pause').setAttribute('aria-pressed', isPaused);
    $('log-empty').hidden = total > 0;
  }

  #unfold(isOpen) {
    $('tools').hidden = !isOpen;
    $('tools-toggle').setAttribute('aria-expanded', isOpen);
  }
}
