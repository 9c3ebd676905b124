// @ts-check
import { pageSize, searchOf, studiesAddress, isNarrowed } from './query.js';
import { Study } from './study.js';
import { ArchiveError, json } from '../../viewer/loaders/dicomweb.js';
import { goToLogin } from '../session.js';

/** @typedef {import('./query.js').StudyQuery} StudyQuery */

/**
 * @typedef {Object} Answer
 * @property {Study[]} studies
 * @property {number | null} total  null where the archive does not count
 * @property {boolean} hasMore
 */

/** New studies are looked for this often. */
const refreshInterval = 10_000;

/**
 * Holds the query and its answer, and asks again now and then.
 * Sends 'asking' before and 'answered' after a question of the reader, 'refreshed' after one of its own, 'failed' with
 * the error.
 */
export class StudyList extends EventTarget {
  /** @type {Answer} */ answer = { studies: [], total: 0, hasMore: false };
  #controller = new AbortController();
  #timer = 0;

  /** @param {StudyQuery} query */
  constructor(query) {
    super();
    this.query = query;
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.refresh();
    });
  }

  get isNarrowed() { return isNarrowed(this.query); }

  /**
   * Any change but that of the page starts at the first page again.
   * @param {Partial<StudyQuery>} change
   */
  change(change) {
    this.query = { ...this.query, page: 0, ...change };
    history.replaceState(null, '', searchOf(this.query));
    return this.#ask('answered');
  }

  /** @param {number} step */
  turnPage(step) {
    const { page } = this.query;
    if (page + step < 0 || (step > 0 && !this.answer.hasMore)) return undefined;
    return this.change({ page: page + step });
  }

  /**
   * The same order again turns it round.
   * @param {string} key
   */
  sortBy(key) { return this.change({ order: this.query.order === key ? `-${key}` : key }); }

  /** Asks no more: the page is left. */
  stop() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** Looks whether anything changed, without a word. */
  refresh() { return this.#ask('refreshed'); }

  /** @param {'answered' | 'refreshed'} event */
  async #ask(event) {
    clearTimeout(this.#timer);
    this.#controller.abort();
    const controller = new AbortController();
    this.#controller = controller;
    if (event === 'answered') this.dispatchEvent(new Event('asking'));
    try {
      const { items, response } = await json(studiesAddress(this.query), controller.signal);
      if (controller.signal.aborted) return;
      this.answer = this.#read(items, response);
      this.dispatchEvent(new Event(event));
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error instanceof ArchiveError && error.status === 401) goToLogin();
      this.dispatchEvent(new CustomEvent('failed', { detail: error }));
    }
    this.#timer = setTimeout(() => { if (!document.hidden) this.refresh(); }, refreshInterval);
  }

  /** @param {any[]} items @param {Response} response @returns {Answer} */
  #read(items, response) {
    const counted = response.headers.get('X-Total-Count');
    const total = counted === null ? null : Number(counted);
    const studies = items.map((item) => new Study(item));
    const end = this.query.page * pageSize + studies.length;
    return { studies, total, hasMore: total === null ? studies.length === pageSize : end < total };
  }
}
