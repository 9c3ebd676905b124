// @ts-check
import { seriesMetadata } from '../loaders/dicomweb.js';
import { stackOf } from '../data/stack.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../data/stack.js').Stack} Stack */

/** The stacks of the study's series, each read once. */
export class Stacks {
  /** @type {Map<string, Promise<Stack>>} */
  #known = new Map();

  /** @param {Series} series @param {Promise<Stack>} stack */
  put(series, stack) {
    this.#known.set(series.uid, stack);
    stack.catch(() => this.#known.delete(series.uid));
    return stack;
  }

  /** @param {Series} series */
  of(series) {
    return this.#known.get(series.uid) ?? this.put(series, seriesMetadata(series.study, series.uid).then(stackOf));
  }
}
