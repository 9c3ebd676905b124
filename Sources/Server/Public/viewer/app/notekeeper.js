// @ts-check
import { annotationFrom } from '../data/annotations.js';
import { merged } from '../data/merging.js';
import { fetchNotes, saveNotes } from '../loaders/notes.js';

/** @typedef {import('../data/annotations.js').Annotations} Annotations */
/** @typedef {import('../data/annotations.js').Annotation} Annotation */
/** @typedef {{revision: number, kept: Annotation[]}} Known  what the server has of a study */

/** After the last stroke, in milliseconds. */
const pause = 600;

/** Before another try when the server could not be reached. */
const patience = 5000;

/**
 * Keeps what is drawn on the studies of the page with them. Sends 'changed' when what it has to say changes.
 */
export class NoteKeeper extends EventTarget {
  /** @type {'kept' | 'saving' | 'waiting' | 'refused'} */ state = 'kept';
  /** @type {Map<string, Known>} */ #known = new Map();
  #timer = 0;
  #isBusy = false;

  /** @param {Annotations} annotations */
  constructor(annotations) {
    super();
    this.annotations = annotations;
    annotations.addEventListener('changed', () => this.#saveSoon(pause));
    addEventListener('online', () => this.#saveSoon(0));
    addEventListener('pagehide', () => this.#saveLast());
  }

  /**
   * Brings in what was drawn on a study before.
   * @param {string} study
   */
  async watch(study) {
    if (this.#known.has(study)) return;
    const notes = await fetchNotes(study);
    const kept = checked(notes.annotations, study);
    this.#known.set(study, { revision: notes.revision, kept });
    const own = this.annotations.all.filter((annotation) => annotation.study === study);
    this.annotations.load([...this.annotations.all.filter((annotation) => annotation.study !== study), ...merged([], own, kept)]);
  }

  get #outdated() {
    return [...this.#known].filter(([study, { kept }]) => JSON.stringify(this.#of(study)) !== JSON.stringify(kept));
  }

  /** @param {string} study */
  #of(study) { return this.annotations.all.filter((annotation) => annotation.study === study); }

  /** @param {number} delay */
  #saveSoon(delay) {
    if (this.#outdated.length === 0) return;
    this.#become('saving');
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#save(), delay);
  }

  async #save() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (const [study, known] of this.#outdated) await this.#saveStudy(study, known);
      this.#become('kept');
    } catch (error) {
      const isRefused = [403, 413, 422].includes(/** @type {{status?: number}} */ (error).status ?? 0);
      this.#become(isRefused ? 'refused' : 'waiting');
      if (!isRefused) this.#timer = window.setTimeout(() => this.#save(), patience);
    }
    this.#isBusy = false;
    if (this.state === 'kept') this.#saveSoon(pause);
  }

  /** @param {string} study @param {Known} known */
  async #saveStudy(study, known) {
    const sent = this.#of(study);
    const answer = await saveNotes(study, known.revision, sent.map(asSent));
    const theirs = checked(answer.annotations, study);
    this.#known.set(study, { revision: answer.revision, kept: theirs });
    const now = this.#of(study);
    const wanted = merged(answer.isOutdated ? known.kept : sent, now, theirs);
    if (JSON.stringify(wanted) !== JSON.stringify(now)) this.annotations.replace(study, wanted);
    if (answer.isOutdated) await this.#saveStudy(study, /** @type {Known} */ (this.#known.get(study)));
  }

  #saveLast() {
    for (const [study, { revision }] of this.#outdated) {
      saveNotes(study, revision, this.#of(study).map(asSent), { isLast: true }).catch(() => undefined);
    }
  }

  /** @param {NoteKeeper['state']} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event('changed'));
  }
}

/** @param {any[]} list @param {string} study */
const checked = (list, study) => list.flatMap((value) => annotationFrom(value, study) ?? []);

/** @param {Annotation} annotation */
const asSent = ({ study, ...annotation }) => annotation;
